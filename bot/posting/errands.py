"""Messages to deliver: a ticket's card, whatever became of the ticket, and plain words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from bot.judging.showing import card_view, handle, offers
from bot.message import Message
from bot.ports import Kept, Run, Show, Verdicts
from bot.posts import Card, Cards, Post, Posts
from bot.render.card.card import card as draw_card
from bot.render.card.lost import lost as draw_lost
from bot.requests import Place
from bot.views import LostView

Turned: TypeAlias = Callable[[Run, Place, str, int, Show, str | None], Awaitable[None]]
"""Called when a question or a click drew a card anew, with its place, `ts`, verdict, how much it shows, and who
asked."""


@dataclass(frozen=True, slots=True)
class CardErrand:
    """The living card of a ticket in a thread. When two runs post it at once, it shows the newer verdict."""

    cards: Cards
    verdicts: Verdicts
    place: Place
    verdict_id: int
    show: Show
    asker: str | None = None
    condensed: bool = False
    name: str = "card"

    async def intend(self, execution: str, now: datetime) -> Post:
        card = await self.cards.intend(self.place, self.verdict_id, execution=execution, asker=self.asker, now=now)
        return card.post

    async def draw(self, post: Post) -> Message | None:
        card = await card_of(self.cards, self.place.workspace, post.id)
        if card.verdict_id > self.verdict_id:
            return None
        workspace = self.place.workspace
        before = await self.verdicts.get(workspace, card.verdict_id) if post.ts else None
        kept = await kept_by(self.verdicts, workspace, self.verdict_id)
        view = card_view(kept, self.show, before=before, asker=self.asker or card.asker)
        return draw_card(replace(view, condensed=self.condensed, offers=offers(kept, self.place)))

    async def stands(self, post: Post) -> None:
        card = await card_of(self.cards, self.place.workspace, post.id)
        await self.cards.shows(card, self.verdict_id, asker=self.asker, show=self.show)


@dataclass(frozen=True, slots=True)
class LostErrand:
    """The card of a ticket that Jira no longer gives: only its key is left on it."""

    cards: Cards
    verdicts: Verdicts
    place: Place
    post_id: int
    verdict_id: int
    """What the card showed when the ticket was missed."""
    since: datetime
    name: str = "lost"

    async def intend(self, execution: str, now: datetime) -> Post:
        return (await card_of(self.cards, self.place.workspace, self.post_id)).post

    async def draw(self, post: Post) -> Message | None:
        card = await card_of(self.cards, self.place.workspace, self.post_id)
        if card.verdict_id > self.verdict_id or post.ts is None:
            return None
        kept = await kept_by(self.verdicts, self.place.workspace, self.verdict_id)
        return draw_lost(LostView(kept.verdict.key, kept.verdict.url, handle(kept), self.since))

    async def stands(self, post: Post) -> None:
        card = await card_of(self.cards, self.place.workspace, self.post_id)
        await self.cards.shows(card, self.verdict_id, asker=None, show="lost")


@dataclass(frozen=True, slots=True)
class ShareErrand:
    """A card shared at channel level: a new message each time, which becomes the channel's card of that ticket."""

    posts: Posts
    cards: Cards
    verdicts: Verdicts
    place: Place
    identity: str
    verdict_id: int
    show: Show
    asker: str
    name: str = "share"

    async def intend(self, execution: str, now: datetime) -> Post:
        return await self.posts.intend(self.place, self.identity, "card", execution=execution, now=now)

    async def draw(self, post: Post) -> Message | None:
        if post.ts:
            return None
        kept = await kept_by(self.verdicts, self.place.workspace, self.verdict_id)
        view = card_view(kept, self.show, asker=self.asker)
        return draw_card(replace(view, offers=offers(kept, self.place)))

    async def stands(self, post: Post) -> None:
        await self.cards.move(self.place, self.verdict_id, post, asker=self.asker, show=self.show)


@dataclass(frozen=True, slots=True)
class WordsErrand:
    """A message that is said once."""

    posts: Posts
    place: Place
    identity: str
    kind: str
    message: Message = field(repr=False)

    @property
    def name(self) -> str:
        return self.kind

    async def intend(self, execution: str, now: datetime) -> Post:
        return await self.posts.intend(self.place, self.identity, self.kind, execution=execution, now=now)

    async def draw(self, post: Post) -> Message | None:
        return None if post.ts else self.message

    async def stands(self, post: Post) -> None:
        return None


@dataclass(frozen=True, slots=True)
class AmendErrand:
    """A message that was posted at `ts` is to say something else now."""

    posts: Posts
    place: Place
    ts: str
    message: Message = field(repr=False)
    name: str = "amend"

    async def intend(self, execution: str, now: datetime) -> Post:
        post = await self.posts.at(self.place.workspace, self.place.channel, self.ts)
        if post is None:
            raise LookupError(f"no message {self.ts}")
        return post

    async def draw(self, post: Post) -> Message | None:
        return self.message

    async def stands(self, post: Post) -> None:
        return None


async def kept_by(verdicts: Verdicts, workspace: str, verdict_id: int) -> Kept:
    kept = await verdicts.get(workspace, verdict_id)
    if kept is None:
        raise LookupError(f"no verdict {verdict_id}")
    return kept


async def card_of(cards: Cards, workspace: str, post_id: int) -> Card:
    card = await cards.of_post(workspace, post_id)
    if card is None:
        raise LookupError(f"no card of post {post_id}")
    return card

"""Use case: App Home is drawn for one person: what waits for them, what they asked about, and what they may change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

from bot.connecting.views import JiraHomeView
from bot.conversation.deciding import COUNTED
from bot.conversation.judgements import Judgements
from bot.conversation.ports import LivingCards, Mutes
from bot.conversation.requests import HomeRequest
from bot.conversation.views import HomeView
from bot.errors import SlackError
from bot.judging.showing import card_view
from bot.ports import Kept, People, Run, Show
from bot.render.home import home
from bot.sites import Eyes
from bot.views import CardView

LISTED = 5
"""Tickets of each list: for each, Jira is asked whether this person may see it."""
log = structlog.get_logger(__name__)


class Publisher(Protocol):
    async def publish(self, workspace: str, user: str, view: dict[str, Any]) -> None:
        """Put up App Home. May raise `bot.errors.SlackError`."""
        ...


class Connections(Protocol):
    """The workspace's connections to Jira, and a person's own."""

    async def view(self, workspace: str, user: str) -> JiraHomeView: ...


@dataclass(frozen=True, slots=True)
class Homes:
    """Answers a `HomeRequest`."""

    cards: LivingCards
    mutes: Mutes
    judgements: Judgements
    people: People
    eyes: Eyes
    publisher: Publisher
    clock: Callable[[], datetime]
    connections: Connections | None = None
    """Without them nothing is said of Jira: there is no key to keep a token with."""

    async def __call__(self, run: Run, request: HomeRequest) -> None:
        await self.publish(run, request.place.workspace, request.user)

    async def publish(self, run: Run, workspace: str, user: str) -> None:
        """Draw it as things stand now."""

        async def publish() -> None:
            await self.publisher.publish(workspace, user, home(await self._view(workspace, user)))

        try:
            await run.step("publish", publish)
        except SlackError as error:  # the next opening shows it
            log.warning("home.not_published", error=error.error)

    async def _view(self, workspace: str, user: str) -> HomeView:
        waiting = await self.cards.waiting_for(workspace, user, limit=LISTED)
        asked = await self.cards.asked_by(workspace, user, limit=LISTED)
        managed = await self._manages(workspace, user)
        return HomeView(
            await self._seen(workspace, user, waiting),
            await self._seen(workspace, user, asked),
            managed,
            await self.mutes.muted(workspace, "", user),
            await self._rates(workspace) if managed else (),
            await self.connections.view(workspace, user) if self.connections else None,
        )

    async def _rates(self, workspace: str) -> tuple[tuple[str, int, int], ...]:
        records = await self.judgements.records(workspace, since=self.clock() - COUNTED, judged=True)
        return tuple((one.code, one.wrong, max(one.shown, one.wrong)) for one in records[:LISTED] if one.wrong)

    async def _seen(self, workspace: str, user: str, kept: tuple[Kept, ...]) -> tuple[CardView, ...]:
        """Whole where Jira says that this person sees the ticket, nothing where it says that they do not; where it cannot
        say, key and verdict for a member of the organisation."""
        known: Show = "silent" if kept and await self.eyes.outsider(workspace, user) else "asker_only"
        shown = []
        for one in kept:
            sight = await self.eyes.sees(workspace, user, one.verdict.site or "", one.verdict.key)
            show: Show = "full" if sight == "sees" else known if sight == "unchecked" else "silent"
            if show != "silent":
                shown.append(card_view(one, show))
        return tuple(shown)

    async def _manages(self, workspace: str, user: str) -> tuple[str, ...]:
        found = await self.cards.channels(workspace)
        return tuple([one for one, who in found if await self.people.manages(workspace, user, inviter=who)])

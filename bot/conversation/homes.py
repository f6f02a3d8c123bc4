"""Use cases for one person's eyes: App Home, and the ticket that the global shortcut named."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import structlog

from bot.connecting.views import JiraHomeView
from bot.conversation.deciding import COUNTED
from bot.conversation.ports import Judgements, LivingCards, Mutes
from bot.conversation.requests import HomeRequest, LookRequest
from bot.errors import JiraError, SlackError
from bot.judging.looking import HIDDEN
from bot.judging.showing import card_view
from bot.ports import Kept, People, Policies, Poster, Run, Show, Sight, Tickets
from bot.render.card import card
from bot.render.home import home
from bot.render.talk_modals import failed_modal, shown_modal, told_modal
from bot.requests import TicketRef
from bot.retrying.insisting import once_there
from bot.views import CardView, HomeView

LISTED = 5
"""Tickets of each list: for each, Jira is asked whether this person may see it."""
log = structlog.get_logger(__name__)


class Eyes(Protocol):
    """May this person see this ticket, as Jira says?"""

    async def sees(self, workspace: str, user: str, site: str, key: str) -> Sight: ...
    async def outsider(self, workspace: str, user: str) -> bool:
        """Whether they are no member of the organisation, or nobody can say."""
        ...


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
        records = await self.judgements.records(workspace, since=self.clock() - COUNTED)
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


@dataclass(frozen=True, slots=True)
class Looks:
    """Answers a `LookRequest`: the verdict in the modal, for nobody else. It is not kept: nothing stands on it."""

    tickets: Tickets
    policies: Policies
    eyes: Eyes
    poster: Poster
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: LookRequest) -> None:
        try:
            await once_there(partial(run.step, "look", partial(self._show, request)), run.sleep)
        except SlackError as error:
            log.warning("look.not_shown", error=error.error)

    async def _show(self, request: LookRequest) -> None:
        await self.poster.update_view(request.place.workspace, request.view, await self._view(request))

    async def _view(self, request: LookRequest) -> dict[str, Any]:
        try:
            ticket = await self.tickets.fetch(TicketRef(request.site, request.key))
        except JiraError as error:
            log.warning("look.failed", outcome=error.outcome)
            return (told_modal("unseen") if error.outcome in HIDDEN else failed_modal(error.outcome)).view
        now = self.clock()
        verdict = await asyncio.to_thread(self.policies.judge, ticket, None, now)
        whole = verdict.model_copy(update={"url": ticket.url, "site": ticket.site, "issue_id": ticket.issue_id})
        sight = await self.eyes.sees(request.place.workspace, request.user, request.site, ticket.key)
        secret = ticket.security or await self.eyes.outsider(request.place.workspace, request.user)
        if sight == "not" or (sight == "unchecked" and secret):
            return told_modal("unseen").view
        kept = Kept(0, whole, ticket.summary, ticket.done, now)
        view = card_view(kept, "full" if sight == "sees" else "asker_only", follow=False)
        return shown_modal(card(view)).view

"""Use case: the ticket that the global shortcut named is judged for the eyes of whoever named it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.conversation.requests import LookRequest
from bot.errors import JiraError, SlackError
from bot.judging.looking import HIDDEN
from bot.judging.showing import card_view
from bot.ports import Kept, Policies, Poster, Run, Tickets
from bot.render.card.card import card
from bot.render.modals.talk import failed_modal, shown_modal, told_modal
from bot.requests import TicketRef
from bot.retrying.insisting import once_there
from bot.sites import Eyes

log = structlog.get_logger(__name__)


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

"""Use case: what a project lets the bot write to its tickets about their verdicts. Off unless the operator chose it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from bot.conversation.answering.edits import ANSWERS, leave
from bot.conversation.living.traces import Audits, Written
from bot.conversation.ports import LivingCards
from bot.errors import JiraError, SlackError
from bot.ports import Kept, Run, Verdicts, Write
from bot.posting.errands import kept_by
from bot.render.note import note, verdict_facts
from bot.render.written import thread_title
from bot.requests import Place
from bot.retrying.backoff import backoff
from checks.ticket import TicketId

log = structlog.get_logger(__name__)


TRIES = 4
"""Times that a site is asked which fails for the moment."""


class Desk(Protocol):
    """Jira, as write-back sees it. Every method may raise `bot.errors.JiraError`."""

    async def comment(self, site: str, key: str, text: str, *, known: str | None, mark: str) -> str:
        """Edit the known comment, or the one with this mark; add one where there is none any more. Gives its id."""
        ...

    async def label(self, site: str, key: str, *, add: str, remove: str) -> None: ...
    async def link(self, site: str, key: str, url: str, title: str) -> None: ...
    async def keep(self, site: str, key: str, facts: Mapping[str, object]) -> None: ...


class Permalinks(Protocol):
    async def permalink(self, place: Place, ts: str) -> str:
        """A message's address in Slack. May raise `bot.errors.SlackError`."""
        ...


@dataclass(frozen=True, slots=True)
class WriteBack:
    """Writes a fresh verdict back. Each kind is an upsert, so that a repeated step changes nothing."""

    allowed: Mapping[str, frozenset[Write]]
    """By project key, or workspace and project key."""
    desk: Desk
    verdicts: Verdicts
    cards: LivingCards
    written: Written
    permalinks: Permalinks
    audits: Audits
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, workspace: str, ticket: TicketId, key: str, verdict_id: int | None) -> None:
        """`verdict_id` None means that nothing changed, so nothing is written. Jira's refusals are logged."""
        wanted = leave(self.allowed, ticket.site, key) - ANSWERS
        if verdict_id is None or not wanted:
            return
        for kind in sorted(wanted):
            for attempt in range(1, TRIES + 1):
                written = partial(self._audited, kind, workspace, ticket, key, verdict_id, first=attempt == 1)
                try:
                    await run.step(f"land_{kind}", written)  # the name that runs under way have kept
                    break
                except (JiraError, SlackError) as error:
                    log.warning("write_back.refused", kind=kind, site=ticket.site, key=key, outcome=error.outcome)
                    if not error.transient or attempt == TRIES:
                        break
                    await run.sleep(backoff(attempt, error.retry_after, run.identity))

    async def _audited(
        self, kind: Write, workspace: str, ticket: TicketId, key: str, verdict_id: int, *, first: bool
    ) -> None:
        if await self._write(kind, workspace, ticket, key, verdict_id, first):
            now, about = self.clock(), f"{key} {kind}"
            await self.audits.add(workspace, "jira_written", user="", now=now, ticket=ticket, about=about)

    async def _write(
        self, kind: Write, workspace: str, ticket: TicketId, key: str, verdict_id: int, first: bool
    ) -> bool:
        """Whether there was anything to write."""
        kept = await kept_by(self.verdicts, workspace, verdict_id)
        match kind:
            case "comment":
                return await self._comment(workspace, ticket, key, kept, first)
            case "label":
                ready, waiting = "handoff-ready", "handoff-needs-info"
                add, remove = (ready, waiting) if kept.verdict.verdict == "ready" else (waiting, ready)
                await self.desk.label(ticket.site, key, add=add, remove=remove)
            case "link":
                return await self._link(workspace, ticket, key)
            case "property":
                await self.desk.keep(ticket.site, key, verdict_facts(kept))
            case _:
                return False
        return True

    async def _comment(self, workspace: str, ticket: TicketId, key: str, kept: Kept, first: bool) -> bool:
        """Where two runs would write the first comment, one waits until the other has, or must have died."""
        known, last = await self.written.comment(workspace, ticket)
        if last >= kept.id:
            return False
        if known is None and not await self.written.claim(workspace, ticket) and first:
            raise JiraError("unavailable", site=ticket.site, reason="begun by another run")
        mark = f"verdict:{workspace}"
        comment = await self.desk.comment(ticket.site, key, note(kept.verdict), known=known, mark=mark)
        await self.written.wrote(workspace, ticket, comment, kept.id)
        return True

    async def _link(self, workspace: str, ticket: TicketId, key: str) -> bool:
        """To the latest card; the key is title enough, for all who see the ticket see the title."""
        latest = (await self.cards.of_ticket(workspace, ticket))[:1]
        for card in latest:
            place = replace(card.post.place, thread=None)
            url = await self.permalinks.permalink(place, card.post.ts or "")
            await self.desk.link(ticket.site, key, url, thread_title(key))
        return bool(latest)

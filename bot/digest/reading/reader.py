"""Reads and judges a digest's tickets to the end, however long Jira is down meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import structlog

from bot.digest.outcome import Outcome
from bot.digest.ports import Digests
from bot.digest.reading.survey import Survey
from bot.digest.reading.unavailable import why_unavailable
from bot.errors import APP_REFUSED, JiraError
from bot.judging.looking import Looked
from bot.ports import Run
from bot.requests import TicketRef
from bot.retrying.backoff import REST, backoff
from bot.telemetry import metrics
from bot.upkeep.admins import Admins

TRIES = 5
"""Failures of Jira in a row after which a digest that somebody waits for is given up."""
AT_ONCE = 2
"""Digests of a process that read Jira at a time."""
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Failures:
    """Consecutive failures, and the seconds waited since there were too many of them."""

    count: int = 0
    rested: float = 0.0

    def wait(self, error: JiraError, identity: str) -> float:
        """Seconds until Jira is asked again: as long as it says, and at least `REST` once it seems to be down."""
        self.count += 1
        away = self.count >= TRIES
        asked = max(error.retry_after or 0.0, REST) if away else error.retry_after
        wait = backoff(self.count, asked, identity)
        self.rested += wait if away else 0.0
        return wait


@dataclass(frozen=True, slots=True)
class Reader:
    digests: Digests
    survey: Survey
    admins: Admins
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def read(self, run: Run, workspace: str, digest_id: int, *, patience: float) -> Outcome | None:
        """None once everything is read, else why it cannot be. A page that was read is not read again. `patience`:
        seconds for which a Jira that is down is retried from time to time."""
        reading, failures = self.survey.reading(workspace, digest_id), _Failures()
        try:
            while True:
                try:
                    async with self.turns:
                        more = await run.step("judge", reading.advance)
                except JiraError as error:
                    metrics.JIRA_CALLS.labels("search", error.outcome).inc()
                    log.warning("digest.jira_failed", outcome=error.outcome, site=error.site, reason=error.reason)
                    wait = failures.wait(error, run.identity)
                    if not error.transient or failures.rested > patience:
                        return await self._why_not(run, workspace, digest_id, error)
                    await run.sleep(wait)
                else:
                    if not more:
                        return None
                    failures = _Failures()
        finally:
            await reading.close()

    async def _why_not(self, run: Run, workspace: str, digest_id: int, error: JiraError) -> Outcome:
        made = await self.digests.run(workspace, digest_id)
        plan = await self.digests.plan(workspace, made.channel) if made else None
        if plan is not None and error.outcome == "unauthorized":
            site, app_refused = TicketRef(error.site or plan.site, ""), error.reason == APP_REFUSED
            looked = Looked(site, "silent", failed="unauthorized", app_refused=app_refused)
            await self.admins.hear(run, workspace, (looked,))
            return "no_sign_in"
        return (why_unavailable(plan.source, error) if plan else None) or "no_tickets"

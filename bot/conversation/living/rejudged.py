"""A fetched ticket judged again for each receiver its messages are for, and whether they would say the same again."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from bot.ports import Kept, Policies, Verdicts
from bot.telemetry import metrics
from checks.ticket import Receiver, Ticket
from checks.verdict import Verdict

TITLE = 300
"""Characters of a summary that are stored."""


class Rejudged:
    """One fetched ticket, judged once a receiver and stored only where a card needs it."""

    def __init__(self, policies: Policies, verdicts: Verdicts, ticket: Ticket, now: datetime) -> None:
        self.ticket = ticket
        self.first: int | None = None
        self._policies = policies
        self._verdicts = verdicts
        self._now = now
        self._judged: dict[Receiver, Verdict] = {}
        self._kept: dict[Receiver, int] = {}

    async def verdict(self, receiver: Receiver) -> Verdict:
        if receiver not in self._judged:
            self._judged[receiver] = await asyncio.to_thread(self._policies.judge, self.ticket, receiver, self._now)
            metrics.VERDICTS.labels(self._judged[receiver].verdict).inc()
        return self._judged[receiver]

    async def kept(self, workspace: str, receiver: Receiver) -> int:
        if receiver not in self._kept:
            verdict = await self.verdict(receiver)
            self._kept[receiver] = await self._verdicts.record(workspace, verdict, self.ticket, asker="", now=self._now)
            self.first = self.first or self._kept[receiver]
        return self._kept[receiver]


def unchanged(before: Kept, after: Verdict, ticket: Ticket) -> bool:
    """Whether a card would say the same again. Evidence may be cut in what is stored, so its words do not count."""
    titled = before.title in (ticket.summary, ticket.summary[:TITLE])
    return titled and before.done == ticket.done and _said(before.verdict) == _said(after)


def _said(verdict: Verdict) -> tuple[Any, ...]:
    findings = [(one.code, one.outcome, one.severity, one.message, one.remedy, one.waived) for one in verdict.findings]
    return verdict.key, verdict.verdict, findings, verdict.questions, verdict.read, verdict.not_seen

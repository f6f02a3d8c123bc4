"""Judges tickets for `handoff assess`: for every receiver, and as they were at an earlier moment."""

from __future__ import annotations

from datetime import datetime

from bot.commands.parts.judging import Judging, project_of
from bot.commands.parts.options import RECEIVERS
from bot.commands.parts.past import issue_then
from bot.commands.parts.sources import Issue
from bot.pages import Stood
from bot.reports.assessment import Judged
from checks.ticket import Receiver, Ticket
from checks.verdict import Decision, Verdict


class Panel:
    """Judges each ticket for every receiver. First comes the one that the page is about: the one that was named, else
    the one in the policy of the first ticket."""

    def __init__(self, judge: Judging, at: datetime | None) -> None:
        self.criteria_fields = judge.criteria_fields
        self._judge = judge
        self._chosen: Receiver | None = None
        self._at = at

    def issue(self, issue: Issue) -> Judged:
        if issue.error:
            return Judged("", (self._judge.issue(issue),))
        chosen = self._receiver(project_of(issue.json, issue.key))
        verdicts = tuple(judge.issue(issue) for judge in self._judges(chosen))
        if verdicts[0].error:
            return Judged("", verdicts)
        return _about(self._judge.read(issue), verdicts, self._issue_before(issue, chosen))

    def ticket(self, ticket: Ticket, then: Stood | None = None) -> Judged:
        chosen = self._receiver(ticket.project_key)
        verdicts = tuple(judge.ticket(ticket) for judge in self._judges(chosen))
        before = self._judge.to(chosen, self._at).ticket(then).verdict if isinstance(then, Ticket) else None
        return _about(ticket, verdicts, before)

    def _receiver(self, project: str) -> Receiver:
        self._chosen = self._chosen or self._judge.receiver_of(project)
        return self._chosen

    def _judges(self, chosen: Receiver) -> list[Judging]:
        return [self._judge.to(one) for one in (chosen, *(other for other in RECEIVERS if other != chosen))]

    def _issue_before(self, issue: Issue, chosen: Receiver) -> Decision | None:
        then = issue_then(issue, self._at) if self._at else None
        return self._judge.to(chosen, self._at).issue(then).verdict if isinstance(then, Issue) else None


def _about(ticket: Ticket, verdicts: tuple[Verdict, ...], before: Decision | None) -> Judged:
    created = ticket.created.date() if ticket.created else None
    return Judged(ticket.summary, verdicts, created, len(ticket.comments), before)

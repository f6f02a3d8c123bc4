"""`handoff backtest`: what a policy would have said of past tickets, before it is switched on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.parts.options import limit_option, policy_folder, policy_option, receiver_option
from bot.commands.parts.past import day_option, issue_then

if TYPE_CHECKING:
    from datetime import datetime

    from bot.commands.parts.judging import Judging
    from bot.commands.parts.past import Absent
    from bot.commands.parts.sources import Issue
    from bot.pages import Stood
    from checks.ticket import Receiver, Ticket
    from checks.verdict import Verdict


@click.command("backtest")
@click.argument("source", metavar="JQL|FILE")
@receiver_option
@policy_option
@limit_option
@day_option("--as-of", "Judge the tickets as they stood at the end of this day (UTC).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    source: str, receiver: Receiver | None, policy_file: Path | None, limit: int, at: datetime | None, form: str
) -> None:
    """Show what a policy would have said about past tickets: how many of each verdict, and which rules most often.

    FILE holds Jira issues as JSON or JSON lines, or is - for standard input; a JQL query goes to the configured Jira. With
    --as-of, earlier texts come from Jira's changelog; for a FILE, from the changelog in each issue (expand=changelog).
    """
    from bot.commands.parts.backtesting import Tally, json_of, text_of
    from bot.commands.parts.judging import judging

    tally = Tally()
    for verdict in _verdicts(source, limit, judging(policy_file, policy_folder(), receiver, at), at):
        tally.add(verdict)
    click.echo(json_of(tally) if form == "json" else text_of(tally))
    sys.exit(0 if tally.judged and not tally.unreadable else 2)


def _verdicts(source: str, limit: int, judge: Judging, at: datetime | None) -> Iterator[Verdict | Absent]:
    from bot.commands.parts.each_ticket import each_ticket

    def of_issue(issue: Issue) -> Verdict | Absent:
        then = issue if at is None else issue_then(issue, at)
        return then if isinstance(then, str) else judge.issue(then)

    def of_then(_: Ticket, then: Stood) -> Verdict | Absent:
        return then if isinstance(then, str) else judge.ticket(then)

    return each_ticket(source, limit, at, judge.criteria_fields, issue=of_issue, ticket=judge.ticket, then=of_then)

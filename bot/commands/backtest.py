"""`handoff backtest`: what a policy would have said of past tickets, before it is switched on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.parts.options import policy_folder, policy_option, receiver_option
from bot.commands.parts.past import day_option, issue_then

if TYPE_CHECKING:
    from datetime import datetime

    from bot.commands.parts.judging import Judging
    from bot.commands.parts.past import Absent
    from bot.commands.parts.sources import Issue
    from checks.ticket import Receiver
    from checks.verdict import Verdict


@click.command("backtest")
@click.argument("source", metavar="JQL|FILE")
@receiver_option
@policy_option
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="Tickets of a JQL at most.")
@day_option("--as-of", "Judge the tickets as they stood at the end of this day (UTC).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    source: str, receiver: Receiver | None, policy_file: Path | None, limit: int, at: datetime | None, form: str
) -> None:
    """Say what a policy would have said of past tickets: how many of each verdict, and which rules most.

    FILE holds Jira issues as JSON or JSON lines, or is - for standard input; JQL is asked of the configured Jira. With
    --as-of earlier texts come from Jira's changelog, in a FILE from the one in each issue (expand=changelog).
    """
    from bot.commands.parts.backtesting import Tally, json_of, text_of
    from bot.commands.parts.judging import judging

    tally = Tally()
    for verdict in _verdicts(source, limit, judging(policy_file, policy_folder(), receiver, at), at):
        tally.add(verdict)
    click.echo(json_of(tally) if form == "json" else text_of(tally))
    sys.exit(0 if tally.judged and not tally.unreadable else 2)


def _verdicts(source: str, limit: int, judge: Judging, at: datetime | None) -> Iterator[Verdict | Absent]:
    """Verdicts, with a bar on standard error that shows how far it is."""
    from bot.commands.parts.sources import is_file, read

    if source == "-":
        yield from _shown((_of_issue(issue, judge, at) for issue in read(sys.stdin.buffer, source, "auto")), None)
    elif is_file(source):
        with Path(source).open("rb") as stream:
            lines = sum(1 for _ in stream)
            stream.seek(0)
            yield from _shown((_of_issue(issue, judge, at) for issue in read(stream, source, "auto")), lines)
    elif at is not None:
        from bot.commands.parts.fetching import search_then

        stood = search_then(source, limit, at, judge.criteria_fields)
        yield from _shown((then if isinstance(then, str) else judge.ticket(then) for _, then in stood), None)
    else:
        from bot.commands.parts.fetching import search

        yield from _shown((judge.ticket(ticket) for ticket in search(source, limit, judge.criteria_fields)), None)


def _of_issue(issue: Issue, judge: Judging, at: datetime | None) -> Verdict | Absent:
    then = issue if at is None else issue_then(issue, at)
    return then if isinstance(then, str) else judge.issue(then)


def _shown(verdicts: Iterator[Verdict | Absent], length: int | None) -> Iterator[Verdict | Absent]:
    with click.progressbar(verdicts, length=length, label="Judging", file=sys.stderr) as shown:
        yield from shown

"""`handoff assess`: whether a project is in a position to hand work to outsiders, on one page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from bot.commands.options import RECEIVERS, policy_folder, policy_option, receiver_option
from bot.commands.past import day_option, issue_then

if TYPE_CHECKING:
    from datetime import datetime

    from bot.commands.judging import Judging
    from bot.commands.sources import Issue
    from bot.pages import Stood
    from bot.reports.assess import Judged
    from checks.ticket import Receiver, Ticket
    from checks.verdict import Decision, Verdict

T = TypeVar("T")


@click.command("assess")
@click.argument("source", metavar="JQL|FILE")
@receiver_option
@policy_option
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="Tickets of a JQL at most.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="html is one file with pictures that needs nothing from elsewhere.",
)
@day_option("--before", "Say also what was ready of the tickets as they stood at the end of this day (UTC).")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the page to this file. Default: standard output.",
)
def command(
    source: str,
    receiver: Receiver | None,
    policy_file: Path | None,
    limit: int,
    form: Literal["markdown", "html"],
    at: datetime | None,
    output: Path | None,
) -> None:
    """Say whether this project can hand work to outsiders today.

    FILE holds Jira issues as JSON or JSON lines, or is - for standard input, and is judged offline; JQL is asked of the
    configured Jira. The page answers for each kind of work and receiver, names the gaps that recur and the three habits
    to build first, with what each would have changed, and lists tickets to copy from and tickets that cost most. With
    --before earlier texts come from Jira's changelog, in a FILE from the one in each issue (expand=changelog).
    """
    from datetime import date

    from bot.commands.judging import judging
    from bot.commands.sources import is_file
    from bot.render.assessment import assessment
    from bot.render.report import report_html, report_markdown
    from bot.reports.assess import assess

    chosen: Receiver = receiver or "contractor"
    order = (chosen, *(other for other in RECEIVERS if other != chosen))
    judges = [judging(policy_file, policy_folder(), each) for each in order]
    past = Past(judging(policy_file, policy_folder(), chosen, at), at) if at else None
    about = "standard input" if source == "-" else Path(source).name if is_file(source) else source
    found = assess(_judged(source, limit, judges, past), since=at.date() if at else None)
    report = assessment(found, about=about, day=date.today())  # noqa: DTZ011 - the day here
    page = report_html(report) if form == "html" else report_markdown(report)
    if output:
        output.write_text(page, "utf-8")
        click.echo(f"Written to {output}.", err=True)
    else:
        click.echo(page, nl=False)


@dataclass(frozen=True, slots=True)
class Past:
    """Judges tickets as they stood at a moment."""

    judge: Judging
    at: datetime

    def issue(self, issue: Issue) -> Decision | None:
        then = issue_then(issue, self.at)
        return None if isinstance(then, str) else self.judge.issue(then).verdict

    def ticket(self, then: Stood) -> Decision | None:
        return None if isinstance(then, str) else self.judge.ticket(then).verdict


def _judged(source: str, limit: int, judges: list[Judging], past: Past | None) -> Iterator[Judged]:
    from bot.commands.sources import is_file, read

    def of_issue(issue: Issue) -> Judged:
        return _of_issue(issue, judges, past)

    if source == "-":
        yield from _shown(read(sys.stdin.buffer, source, "auto"), of_issue, None)
    elif is_file(source):
        with Path(source).open("rb") as stream:
            lines = sum(1 for _ in stream)
            stream.seek(0)
            yield from _shown(read(stream, source, "auto"), of_issue, lines)
    elif past is not None:
        from bot.commands.fetching import search_then

        found = search_then(source, limit, past.at, judges[0].criteria_fields)
        yield from _shown(found, lambda both: _of_ticket(both[0], judges, past.ticket(both[1])), None)
    else:
        from bot.commands.fetching import search

        yield from _shown(search(source, limit, judges[0].criteria_fields), lambda one: _of_ticket(one, judges), None)


def _shown(found: Iterator[T], judge: Callable[[T], Judged], length: int | None) -> Iterator[Judged]:
    """Each judged, with a bar on standard error that shows how far it is."""
    with click.progressbar(found, length=length, label="Judging", file=sys.stderr) as shown:
        yield from map(judge, shown)


def _of_issue(issue: Issue, judges: list[Judging], past: Past | None) -> Judged:
    from bot.reports.assess import Judged

    verdicts = tuple(judge.issue(issue) for judge in judges)
    if verdicts[0].error:
        return Judged("", verdicts)
    return _about(judges[0].read(issue), verdicts, past.issue(issue) if past else None)


def _of_ticket(ticket: Ticket, judges: list[Judging], before: Decision | None = None) -> Judged:
    return _about(ticket, tuple(judge.ticket(ticket) for judge in judges), before)


def _about(ticket: Ticket, verdicts: tuple[Verdict, ...], before: Decision | None) -> Judged:
    from bot.reports.assess import Judged

    created = ticket.created.date() if ticket.created else None
    return Judged(ticket.summary, verdicts, created, len(ticket.comments), before)

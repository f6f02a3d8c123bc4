"""`handoff assess`: whether a project is in a position to hand work to outsiders, on one page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from bot.commands.options import RECEIVERS, policy_folder, policy_option, receiver_option

if TYPE_CHECKING:
    from bot.assess import Judged
    from bot.commands.judging import Judging
    from bot.commands.sources import Issue
    from checks.ticket import Receiver, Ticket
    from checks.verdict import Verdict

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
    output: Path | None,
) -> None:
    """Say whether this project can hand work to outsiders today.

    FILE holds Jira issues as JSON or JSON lines, or is - for standard input, and is judged offline; JQL is asked of the
    configured Jira. The page answers for each kind of work and receiver, names the gaps that recur and the three habits
    to build first, with what each would have changed, and lists tickets to copy from and tickets that cost most.
    """
    from datetime import date

    from bot.assess import assess
    from bot.commands.judging import judging
    from bot.render.assessment import assessment
    from bot.render.report import report_html, report_markdown

    chosen: Receiver = receiver or "contractor"
    order = (chosen, *(other for other in RECEIVERS if other != chosen))
    judges = [judging(policy_file, policy_folder(), each) for each in order]
    about = "standard input" if source == "-" else Path(source).name if Path(source).is_file() else source
    report = assessment(assess(_judged(source, limit, judges)), about=about, day=date.today())  # noqa: DTZ011 - the day here
    page = report_html(report) if form == "html" else report_markdown(report)
    if output:
        output.write_text(page, "utf-8")
        click.echo(f"Written to {output}.", err=True)
    else:
        click.echo(page, nl=False)


def _judged(source: str, limit: int, judges: list[Judging]) -> Iterator[Judged]:
    from bot.commands.sources import read

    if source == "-":
        yield from _shown(read(sys.stdin.buffer, source, "auto"), lambda issue: _of_issue(issue, judges), None)
    elif Path(source).is_file():
        with Path(source).open("rb") as stream:
            lines = sum(1 for _ in stream)
            stream.seek(0)
            yield from _shown(read(stream, source, "auto"), lambda issue: _of_issue(issue, judges), lines)
    else:
        from bot.commands.fetching import search

        yield from _shown(search(source, limit), lambda ticket: _of_ticket(ticket, judges), None)


def _shown(found: Iterator[T], judge: Callable[[T], Judged], length: int | None) -> Iterator[Judged]:
    """Each judged, with a bar on standard error that shows how far it is."""
    with click.progressbar(found, length=length, label="Judging", file=sys.stderr) as shown:
        yield from map(judge, shown)


def _of_issue(issue: Issue, judges: list[Judging]) -> Judged:
    from bot.assess import Judged
    from bot.jira.issue import ticket_of

    verdicts = tuple(judge.issue(issue) for judge in judges)
    return Judged("", verdicts) if verdicts[0].error else _about(ticket_of(issue.json), verdicts)


def _of_ticket(ticket: Ticket, judges: list[Judging]) -> Judged:
    return _about(ticket, tuple(judge.ticket(ticket) for judge in judges))


def _about(ticket: Ticket, verdicts: tuple[Verdict, ...]) -> Judged:
    from bot.assess import Judged

    created = ticket.created.date() if ticket.created else None
    return Judged(ticket.summary, verdicts, created, len(ticket.comments))

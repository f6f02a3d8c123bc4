"""`handoff assess`: whether a project is in a position to hand work to outsiders, on one page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

import click

from bot.commands.options import RECEIVERS, policy_folder, policy_option, receiver_option, refuse

if TYPE_CHECKING:
    from bot.assess import Judged
    from bot.commands.judging import Judging
    from checks.ticket import Receiver

STEP = 250
"""Tickets between two lines of progress."""


@click.command("assess")
@click.argument("source", metavar="FILE")
@receiver_option
@policy_option
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
    form: Literal["markdown", "html"],
    output: Path | None,
) -> None:
    """Say whether this project can hand work to outsiders today.

    FILE holds Jira issue JSON, a list of issues or JSON lines, or is - for standard input. It works offline. The page
    answers for each kind of work and receiver, names the gaps that recur and the three habits to build first, with what
    each would have changed, and lists tickets to copy from and tickets that cost most to clarify.
    """
    from bot.assess import assess
    from bot.commands.judging import judging
    from bot.render.assessment import assessment
    from bot.render.report import report_html, report_markdown

    chosen: Receiver = receiver or "contractor"
    order = (chosen, *(other for other in RECEIVERS if other != chosen))
    judges = [judging(policy_file, policy_folder(), each) for each in order]
    with _opened(source) as stream:
        report = assessment(assess(_judged(stream, source, judges)))
    page = report_html(report) if form == "html" else report_markdown(report)
    if output:
        output.write_text(page, "utf-8")
        click.echo(f"Written to {output}.", err=True)
    else:
        click.echo(page, nl=False)


def _opened(source: str) -> AbstractContextManager[IO[bytes]]:
    if source == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(source).open("rb")
    except OSError as fault:
        refuse(
            f"{source}: the file cannot be read: {fault.strerror}. Name a file of Jira issue JSON, or - for standard input."
        )


def _judged(stream: IO[bytes], name: str, judges: list[Judging]) -> Iterator[Judged]:
    from bot.assess import Judged
    from bot.commands.sources import read

    for number, issue in enumerate(read(stream, name, "auto"), start=1):
        if number % STEP == 0:
            click.echo(f"{number} tickets read …", err=True)
        verdicts = tuple(judge.issue(issue) for judge in judges)
        fields = issue.json.get("fields") or {}
        yield Judged(_text(fields, "summary"), verdicts, _day(_text(fields, "created")), _comments(fields))


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _day(value: str) -> date | None:
    """The day of Jira's `2026-11-25T09:04:00.000+0000`."""
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _comments(fields: dict[str, Any]) -> int:
    page = fields.get("comment")
    comments = page.get("comments") if isinstance(page, dict) else None
    return len(comments) if isinstance(comments, list) else 0

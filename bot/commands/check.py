"""`handoff check`: judge tickets and print the verdicts. Slack, engine and database are not imported."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.parts.options import policy_folder, policy_option, receiver_option
from bot.commands.parts.sources import STDIN

if TYPE_CHECKING:
    from bot.commands.parts.judging import Judging
    from bot.commands.parts.output import Format
    from bot.commands.parts.sources import Input
    from checks.ticket import Receiver
    from checks.verdict import Verdict

LIVE = 50_000
"""Objects made and not freed before the garbage collector looks: some hundred tickets with all that is made of them."""


@click.command("check")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--input",
    "kind",
    type=click.Choice(["auto", "json", "jsonl", "markdown"]),
    default="auto",
    show_default=True,
    help="The format of files and standard input. auto goes by the file's name, then by how it begins.",
)
@receiver_option
@policy_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "markdown"]),
    default="text",
    show_default=True,
    help="json prints one object for one ticket and a list for several; jsonl prints each verdict as soon as it is made.",
)
def command(
    sources: tuple[str, ...],
    kind: Input,
    receiver: Receiver | None,
    policy_file: Path | None,
    form: Format,
) -> None:
    """Judge tickets and print the verdicts.

    SOURCE is a Jira key or URL (which needs the Jira settings), a file of Jira issue JSON (REST v2 or v3), JSON lines
    or Markdown, or - for standard input. With --format jsonl, standard input is read as one issue per line.

    The exit code is 2 on any error, including a file without a ticket; else 1 if any ticket is not ready; else 0.
    """
    # pydantic searches every installed distribution for plugins; we have none, and it takes a tenth of our start-up.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from bot.commands.parts.judging import judging
    from bot.commands.parts.output import Printer

    judge = judging(policy_file, policy_folder(), receiver)
    printer = Printer(form)
    _look_for_settings(sources)
    _look_for_garbage_seldom()
    said: set[str] = set()
    for source in sources:
        empty = not (source == STDIN and form == "jsonl")  # in a stream nothing in is nothing out
        for verdict in _verdicts(source, kind, form, judge):
            empty = False
            said.add("error" if verdict.error else verdict.verdict)
            printer.add(verdict)
        if empty:
            said.add("error")
            click.echo(f"There is no ticket in {'standard input' if source == STDIN else source}.", err=True)
    printer.end()
    sys.exit(2 if "error" in said else 1 if said - {"ready"} else 0)


def _look_for_settings(sources: tuple[str, ...]) -> None:
    """Ends the command where a ticket is to come from Jira and its settings are missing, before any other is judged."""
    from bot.commands.parts.sources import is_file

    asked = [source for source in sources if source != STDIN and not is_file(source)]
    if asked:
        from bot.commands.parts.fetching import names_ticket, ready_or_exit

        if any(map(names_ticket, asked)):
            ready_or_exit()


def _look_for_garbage_seldom() -> None:
    """Tickets and verdicts hold no cycles, so that a stream's are freed without it. Memory stays flat over 100,000 tickets
    (`docs/reference/speed.md`)."""
    gc.set_threshold(LIVE, 50, 50)


def _verdicts(source: str, kind: Input, form: Format, judge: Judging) -> Iterator[Verdict]:
    from bot.commands.parts.sources import Issue, is_file, read

    if source == STDIN:
        lines = kind == "auto" and form == "jsonl"
        yield from map(judge.issue, read(sys.stdin.buffer, source, "jsonl" if lines else kind))
    elif is_file(source):
        try:
            with Path(source).open("rb") as stream:
                yield from map(judge.issue, read(stream, source, kind))
        except OSError as fault:
            yield judge.issue(Issue(source, error=f"{source}: the file cannot be read: {fault.strerror}."))
    else:
        from bot.commands.parts.fetching import fetch

        ticket = fetch(source, judge.criteria_fields)
        yield judge.issue(Issue(source, error=ticket)) if isinstance(ticket, str) else judge.ticket(ticket)

"""Every ticket of a command's source, one by one: a file, standard input, or a query to Jira."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.parts.sources import STDIN, Issue, is_file, opened, read

if TYPE_CHECKING:
    from bot.pages import Stood
    from checks.ticket import Ticket

T = TypeVar("T")


def each_ticket(
    source: str,
    limit: int,
    at: datetime | None,
    fields: tuple[str, ...],
    *,
    issue: Callable[[Issue], T],
    ticket: Callable[[Ticket], T],
    then: Callable[[Ticket, Stood], T],
) -> Iterator[T]:
    """Yield what `issue` makes of each issue that is read, `ticket` of each ticket that Jira gives (at most `limit`,
    with these criteria `fields`) or, with a moment `at`, `then` of such a ticket and how it stood at that moment. A
    bar on standard error shows the progress. Ends the command where the source cannot be read or Jira refuses."""
    if source == STDIN or is_file(source):
        with opened(source) as stream:
            length = None
            if source != STDIN:
                length = sum(1 for _ in stream)
                stream.seek(0)
            yield from _shown(map(issue, read(stream, source, "auto")), length)
        return
    from bot.commands.parts.fetching import search, search_then

    if at is None:
        yield from _shown(map(ticket, search(source, limit, fields)), None)
    else:
        yield from _shown((then(*both) for both in search_then(source, limit, at, fields)), None)


def _shown(found: Iterator[T], length: int | None) -> Iterator[T]:
    with click.progressbar(found, length=length, label="Judging", file=sys.stderr) as shown:
        yield from shown

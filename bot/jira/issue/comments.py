"""A ticket's comments: who said what, and whether everyone who sees the ticket may read it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.jira.issue.rich import Rich
from bot.jira.values import Json, mapping, mappings, moment, person
from checks.ticket import Comment


def comments_of(entries: Iterable[Json], rich: Rich) -> tuple[Comment, ...]:
    """The comments that say anything, in the order given."""
    rendered = rich.rendered_comments()
    read = (
        Comment(
            person(entry.get("author")),
            rich.value(entry.get("body"), entry.get("renderedBody") or rendered.get(str(entry.get("id")))),
            moment(entry.get("created")),
            _restricted(entry),
        )
        for entry in entries
    )
    return tuple(comment for comment in read if comment.body)


def _restricted(entry: Json) -> bool:
    """Visible to a role or group alone, or internal to a service desk's agents."""
    internal = any(
        given.get("key") == "sd.public.comment" and mapping(given.get("value")).get("internal") in (True, "true")
        for given in mappings(entry.get("properties"))
    )
    return bool(entry.get("visibility")) or entry.get("jsdPublic") is False or internal

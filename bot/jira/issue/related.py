"""The tickets around a ticket: parent, epic, sub-tasks and links, as Jira words each from this ticket's side."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.jira.issue.rich import Rich
from bot.jira.values import Json, is_done, mapping, mappings, string
from checks.document import EMPTY, Document
from checks.ticket import RelatedTicket

EPIC_LINK = "com.pyxis.greenhopper.jira:gh-epic-link"


def parent_of(issue: Json, fetched: Json, epic_fields: Collection[str] = ()) -> RelatedTicket | None:
    """The parent or epic. `fetched` is the parent's own issue JSON, for its description; empty when not fetched.
    `epic_fields` are ids of Epic Link fields, beside those that the issue itself says are."""
    fields = mapping(issue.get("fields"))
    given = mapping(fields.get("parent"))
    relation = "parent"
    if not string(given.get("key")):
        given, relation = _epic(issue, epic_fields), "epic"
    key = string(given.get("key")) or string(fetched.get("key"))
    if not key:
        return None
    described = Rich(fetched).field("description") if fetched else EMPTY
    return _related(given if not fetched else {**given, **fetched}, relation, key, described)


def related_of(fields: Json) -> tuple[RelatedTicket, ...]:
    """Linked tickets, then sub-tasks. A link that does not say to which ticket is left out."""
    return (*_links(fields), *_subtasks(fields))


def _links(fields: Json) -> Iterator[RelatedTicket]:
    for link in mappings(fields.get("issuelinks")):
        kind = mapping(link.get("type"))
        for side, wording in (("inwardIssue", "inward"), ("outwardIssue", "outward")):
            far = mapping(link.get(side))
            if key := string(far.get("key")):
                yield _related(far, string(kind.get(wording)) or string(kind.get("name")) or "is linked to", key)


def _subtasks(fields: Json) -> Iterator[RelatedTicket]:
    for task in mappings(fields.get("subtasks")):
        if key := string(task.get("key")):
            yield _related(task, "subtask", key)


def _related(far: Json, relation: str, key: str, description: Document = EMPTY) -> RelatedTicket:
    fields = mapping(far.get("fields"))
    status = mapping(fields.get("status"))
    done = is_done(status)
    if done is None and isinstance(far.get("done"), bool):
        done = far["done"]
    summary = string(fields.get("summary")) or string(far.get("summary"))
    return RelatedTicket(key, relation, summary, string(status.get("name")), done, description)


def _epic(issue: Json, epic_fields: Collection[str]) -> Json:
    """The board API's `epic` object, or the Epic Link field of older Data Centers, which holds a key alone."""
    fields = mapping(issue.get("fields"))
    epic = mapping(fields.get("epic"))
    if string(epic.get("key")):
        return epic
    schema, names = mapping(issue.get("schema")), mapping(issue.get("names"))
    for name, value in fields.items():
        if isinstance(value, str) and (
            name in epic_fields
            or mapping(schema.get(name)).get("custom") == EPIC_LINK
            or names.get(name) == "Epic Link"
        ):
            return {"key": value}
    return {}

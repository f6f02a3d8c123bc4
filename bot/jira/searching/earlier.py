"""
Issue JSON as it stood at an earlier moment, put together from its changelog. Pure; never raises on JSON.

A changelog tells of each edit what a field said before it, as a string: what Cloud keeps as ADF comes back as wiki
markup. Words are restored (summary, description, environment, criteria) and later comments are left out; what else is
beside them, such as links and labels, is as it is today.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.jira.values import Json, mapping, mappings, moment, string

WORDS: Final = ("summary", "description", "environment")


@dataclass(frozen=True, slots=True)
class Edit:
    """What one field said before an edit and after it."""

    at: datetime
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changelog:
    """The edits of an issue's words, oldest first. It reaches back to `since`; None: to when the issue was written."""

    edits: tuple[Edit, ...] = ()
    since: datetime | None = None

    def reaches(self, at: datetime) -> bool:
        return self.since is None or self.since <= at


def changelog_of(issue: Json, criteria: Collection[str] = (), names: Mapping[str, object] | None = None) -> Changelog:
    """The changelog in an issue's JSON. Without one, only the time since the last change is known; where Jira gave a
    part of it, the time since that part's oldest entry."""
    given = issue.get("changelog")
    histories = tuple(mappings(mapping(given).get("histories")))
    edits = edits_of(histories, criteria, names)
    if not isinstance(given, Mapping):
        return Changelog((), moment(mapping(issue.get("fields")).get("updated")) or datetime.max.replace(tzinfo=UTC))
    total = mapping(given).get("total")
    part = isinstance(total, int) and total > len(histories)
    oldest = min((at for one in histories if (at := _when(one.get("created")))), default=None) if part else None
    return Changelog(edits, max(filter(None, (oldest, broken_until(edits))), default=None))


def edits_of(
    histories: Iterable[Json], criteria: Collection[str] = (), names: Mapping[str, object] | None = None
) -> tuple[Edit, ...]:
    """The edits of words among a changelog's entries. `names` are fields' names by id, for entries without ids."""
    wanted = frozenset((*WORDS, *criteria))
    ids = {string(name).lower(): field for field, name in (names or {}).items()}
    found: list[Edit] = []
    for history in histories:
        at = _when(history.get("created"))
        for item in mappings(history.get("items")) if at else ():
            name = string(item.get("field")).lower()
            field = string(item.get("fieldId")) or ids.get(name, name)
            if at and field in wanted:
                found.append(Edit(at, field, _said(item.get("fromString")), _said(item.get("toString"))))
    return tuple(sorted(found, key=lambda edit: edit.at))


def broken_until(edits: Iterable[Edit]) -> datetime | None:
    """The moment before which a field's edits do not follow from one another, because entries are missing."""
    last: dict[str, str] = {}
    broken: datetime | None = None
    for edit in edits:
        if edit.field in last and last[edit.field].split() != edit.before.split():
            broken = edit.at
        last[edit.field] = edit.after
    return broken


def issue_at(issue: Json, log: Changelog, at: datetime) -> Json | None:
    """The issue as it stood at a moment that the changelog reaches; None when it was not written yet."""
    fields = mapping(issue.get("fields"))
    created = moment(fields.get("created"))
    if created and created > at:
        return None
    before: dict[str, str] = {}
    for edit in log.edits:
        if edit.at > at:
            before.setdefault(edit.field, edit.before)
    rendered = {name: value for name, value in mapping(issue.get("renderedFields")).items() if name not in before}
    then: dict[str, Any] = {**fields, **before}
    if updated := max((edit.at for edit in log.edits if edit.at <= at), default=created):
        then["updated"] = updated.isoformat()
    if isinstance(listed := fields.get("comment"), Mapping):
        then["comment"] = _until(listed, at)
    return {**issue, "fields": then, "renderedFields": rendered}


def _until(listed: Json, at: datetime) -> Json:
    """The comments that existed then; the count of those that Jira did not give is kept."""
    given = list(mappings(listed.get("comments")))
    kept = [one for one in given if (written := moment(one.get("created"))) is None or written <= at]
    total = listed.get("total")
    return {**listed, "comments": kept, "total": total - len(given) + len(kept) if isinstance(total, int) else None}


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""


def _when(value: object) -> datetime | None:
    """A date as text, or in milliseconds since 1970, as `changelog/bulkfetch` has it though its page says otherwise."""
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return moment(value)


def entries_by_issue(answer: Json) -> Iterator[tuple[str, tuple[Json, ...]]]:
    """Issue id and changelog entries of a page of `changelog/bulkfetch`."""
    for log in mappings(answer.get("issueChangeLogs")):
        yield str(log.get("issueId", "")), tuple(mappings(log.get("changeHistories")))

"""Tickets as they stood at earlier moments: their issues and changelogs, a hundred at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot.errors import JiraError
from bot.jira.fields import Catalogue
from bot.jira.searching.earlier import (
    WORDS,
    Changelog,
    broken_until,
    changelog_of,
    edits_of,
    entries_by_issue,
    issue_at,
)
from bot.jira.searching.paging import issues_by_ids, tickets_of
from bot.jira.transport.connection import Connection
from bot.jira.transport.faults import LASTING
from bot.jira.values import Json, identifier
from bot.pages import Stood

CHUNK = 100
"""Issues asked for at a time (developer.atlassian.com: issue/bulkfetch)."""
MOST_FIELDS = 10
"""Fields asked about at a time."""
ENTRIES = 1000
"""Entries of a page of `changelog/bulkfetch`, whose limits are ten fields and a thousand issues (the same site)."""
MOST_PAGES = 10
"""Pages that a hundred issues may take; longer changelogs count as not reaching back."""
NOWHERE = Changelog((), datetime.max.replace(tzinfo=UTC))
"""A changelog that Jira does not give."""


async def stood(
    connection: Connection, catalogue: Catalogue, ids: Sequence[str], moments: Sequence[datetime]
) -> dict[str, tuple[Stood, ...]]:
    """By id, the tickets as they stood at each moment. Those that are gone or hidden from us are left out."""
    found: dict[str, tuple[Stood, ...]] = {}
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        cloud = connection.site.deployment == "cloud"
        issues = await issues_by_ids(connection, catalogue, some, expand=() if cloud else ("changelog",))
        logs = await _logs(connection, catalogue, some) if cloud else None
        found |= await asyncio.to_thread(partial(_restored, connection, catalogue, issues, logs, moments))
    return found


@dataclass(frozen=True, slots=True)
class _Logs:
    """Changelogs of a chunk by issue id; one without entries was never edited."""

    of: Mapping[str, Changelog]
    others: Changelog


async def _logs(connection: Connection, catalogue: Catalogue, ids: Sequence[str]) -> _Logs:
    """Fetch all changelogs of these issues. With an issue, Cloud gives its latest entries only, so they are fetched
    separately, ten fields at a time. It is all or none: what is missing must not look as if it had never been
    edited."""
    entries: dict[str, list[Json]] = {}
    fields = (*WORDS, *catalogue.criteria)
    try:
        for start in range(0, len(fields), MOST_FIELDS):
            found = await _entries(connection, ids, fields[start : start + MOST_FIELDS])
            if found is None:
                return _Logs({}, NOWHERE)
            for issue_id, some in found:
                entries.setdefault(issue_id, []).extend(some)
    except JiraError as error:
        if error.outcome not in LASTING:
            raise
        return _Logs({}, NOWHERE)
    return _Logs({name: _whole(some, catalogue) for name, some in entries.items()}, Changelog())


async def _entries(
    connection: Connection, ids: Sequence[str], fields: Sequence[str]
) -> list[tuple[str, tuple[Json, ...]]] | None:
    """Issue ids and entries about these fields; None where they go on after `MOST_PAGES`. Raises: JiraError."""
    body: dict[str, object] = {"issueIdsOrKeys": list(ids), "fieldIds": list(fields), "maxResults": ENTRIES}
    found: list[tuple[str, tuple[Json, ...]]] = []
    for _ in range(MOST_PAGES):
        answer = connection.checked(await connection.call("POST", "/changelog/bulkfetch", body=body))
        found.extend(entries_by_issue(answer))
        token = answer.get("nextPageToken")
        if not isinstance(token, str) or not token:
            return found
        body["nextPageToken"] = token
    return None


def _whole(entries: Sequence[Json], catalogue: Catalogue) -> Changelog:
    """An entry may be given twice, once for each of two fields: each edit counts once."""
    edits = tuple(dict.fromkeys(edits_of(entries, catalogue.criteria, catalogue.names)))
    return Changelog(edits, broken_until(edits))


def _restored(
    connection: Connection,
    catalogue: Catalogue,
    issues: Sequence[Json],
    logs: _Logs | None,
    moments: Sequence[datetime],
) -> dict[str, tuple[Stood, ...]]:
    found: dict[str, tuple[Stood, ...]] = {}
    for issue in issues:
        name = identifier(issue.get("id")) or ""
        if logs is None:
            log = changelog_of(issue, catalogue.criteria, catalogue.names)
        else:
            log = logs.of.get(name, logs.others)
        found[name] = tuple(_at(connection, catalogue, issue, log, moments))
    return found


def _at(
    connection: Connection, catalogue: Catalogue, issue: Json, log: Changelog, moments: Sequence[datetime]
) -> Iterator[Stood]:
    for moment in moments:
        if not log.reaches(moment):
            yield "unreached"
            continue
        then = issue_at(issue, log, moment)
        yield "unwritten" if then is None else tickets_of(connection, catalogue, [then])[0]

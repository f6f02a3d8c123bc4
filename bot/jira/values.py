"""Single values out of Jira's JSON. A value of a wrong type counts as absent; nothing raises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from checks.reading.hidden import visible
from checks.ticket import Attachment, Person

Json = Mapping[str, Any]

NOTHING: Json = {}
_OBJECT = (dict, Mapping)
"""What JSON gives is a dict; the test for any mapping is an abstract class's, and slow."""


def mapping(value: object) -> Json:
    return value if isinstance(value, _OBJECT) else NOTHING


def mappings(value: object) -> Iterator[Json]:
    """The objects of a list."""
    return (entry for entry in value if isinstance(entry, _OBJECT)) if isinstance(value, (list, tuple)) else iter(())


def string(value: object) -> str:
    """One line or more of words, without characters that a reader does not see."""
    return visible(value).strip() if isinstance(value, str) else ""


def identifier(value: object) -> str | None:
    """An id, which Jira writes as a string and some tools as a number."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return string(str(value)) or None


def names(value: object) -> tuple[str, ...]:
    """The names of a list of objects (components, versions) or of plain strings (labels)."""
    if not isinstance(value, (list, tuple)):
        return ()
    found = (string(entry.get("name")) if isinstance(entry, _OBJECT) else string(entry) for entry in value)
    return tuple(name for name in found if name)


def moment(value: object) -> datetime | None:
    """A date and time with its zone; one without a zone is taken as UTC."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def person(value: object) -> Person | None:
    """Cloud names people by `accountId`; Data Center by `key`, older ones by `name`."""
    found = mapping(value)
    if not found:
        return None
    account = next((read for key in ("accountId", "key", "name") if (read := string(found.get(key)))), "")
    name = string(found.get("displayName")) or string(found.get("name")) or account
    if not (account or name):
        return None
    return Person(account, name, found.get("active") is not False, string(found.get("emailAddress")) or None)


def attachment(value: Json) -> Attachment:
    return Attachment(string(value.get("filename")))


def is_done(status: object) -> bool | None:
    """Whether a status is in the category *done*; None when Jira did not say."""
    category = string(mapping(mapping(status).get("statusCategory")).get("key"))
    return category == "done" if category else None

"""What is written to tickets on behalf of people and projects, over all sites. Implements `Desk` and `Edits`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.conversation.answering import Change, Overtaken
from bot.errors import JiraError
from bot.jira import writing
from bot.jira.account import myself
from bot.jira.client import Jira
from bot.jira.connection import Connection
from bot.jira.values import mapping, string
from bot.requests import TicketRef
from checks.reading import adf

AROUND = 2
"""Lines of what stays that are shown around a change."""


class JiraDesk:
    def __init__(self, jira: Jira) -> None:
        self._jira = jira

    async def comment(self, site: str, key: str, text: str, *, known: str | None) -> str:
        connection, key = self._at(site, key)
        if known:
            try:
                return await writing.edit_comment(connection, key, known, text)
            except JiraError as error:
                if error.outcome not in ("not_found", "forbidden"):
                    raise
        return await self.say(site, key, text)

    async def say(self, site: str, key: str, text: str) -> str:
        """Comment; where customers of a service desk could read it, for its agents alone."""
        connection, key = self._at(site, key)
        fields = mapping((await connection.get_object(f"/issue/{key}", {"fields": "project"})).get("fields"))
        internal = string(mapping(fields.get("project")).get("projectTypeKey")) == "service_desk"
        return await writing.add_comment(connection, key, text, internal=internal)

    async def label(self, site: str, key: str, *, add: str, remove: str) -> None:
        connection, key = self._at(site, key)
        await writing.relabel(connection, key, add=add, remove=remove)

    async def link(self, site: str, key: str, url: str, title: str) -> None:
        connection, key = self._at(site, key)
        await writing.link_back(connection, key, url, title)

    async def keep(self, site: str, key: str, facts: Mapping[str, object]) -> None:
        connection, key = self._at(site, key)
        await writing.keep_property(connection, key, facts)

    async def preview(self, site: str, key: str, heading: str, text: str) -> Change:
        connection, key = self._at(site, key)
        found = await writing.description(connection, key)
        after = self._edited(connection, found.raw, heading, text)
        before, became = _hunk(_words(found.raw), _words(after))
        return Change(before, became, _stamp(found.raw))

    async def write(self, site: str, key: str, heading: str, text: str, *, stamp: str) -> Overtaken | None:
        connection, key = self._at(site, key)
        found = await writing.description(connection, key)
        if _stamp(found.raw) != stamp:
            return Overtaken(before=True)
        after = self._edited(connection, found.raw, heading, text)
        ours = (await myself(connection)).account
        await writing.edit_description(connection, key, after)
        if found.updated is None:
            return None
        for change in await writing.changes_since(connection, key, found.updated):
            theirs = change.author is None or change.author.account != ours
            if change.at > found.updated and theirs and change.field.lower() == "description":
                return Overtaken(before=False, theirs=change.text, ours=_words(after))
        return None

    def _edited(self, connection: Connection, raw: Any, heading: str, text: str) -> Any:
        try:
            return writing.edited(connection, raw, heading, text)
        except ValueError:
            raise JiraError("refused", site=connection.site.name) from None

    def _at(self, site: str, key: str) -> tuple[Connection, str]:
        client, known = self._jira.reach(TicketRef(site, key))
        return client.connection, known


def _words(raw: Any) -> str:
    """A description as a person reads it: wiki markup as it is, ADF as its text."""
    if raw is None:
        return ""
    return raw if isinstance(raw, str) else adf.read(raw).text


def _stamp(raw: Any) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()


def _hunk(before: str, after: str) -> tuple[str, str]:
    """Both sides of the one place that differs, with a little around it."""
    old, new = before.split("\n"), after.split("\n")
    same = next(
        (at for at, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), min(len(old), len(new))
    )
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start, keep = max(0, same - AROUND), max(0, tail - AROUND)
    return tuple("\n".join(lines[start : len(lines) - keep]).strip("\n") for lines in (old, new))  # type: ignore[return-value]

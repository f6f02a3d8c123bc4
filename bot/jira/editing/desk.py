"""What is written to tickets on behalf of people and projects, over all sites. Implements `Desk` and `Edits`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from bot.conversation.answering.edits import Back, Change, Landed, Spot, Where
from bot.errors import JiraError
from bot.jira.account import myself
from bot.jira.client import Jira
from bot.jira.connected.own import OwnAccounts
from bot.jira.editing import edit_wiki, rich_fields, stamps, writing
from bot.jira.editing.changes import changes_since
from bot.jira.editing.rich_fields import RichField
from bot.jira.transport.connection import Connection
from bot.jira.values import mapping, string
from bot.requests import TicketRef

DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class _Way:
    """What undoes an edit. With `both`, `raw` is somebody else's version, and both are wiki markup."""

    field: str
    raw: Any
    both: str | None = None

    @property
    def kept(self) -> str:
        return stamps.as_json({"field": self.field, "raw": self.raw, "both": self.both})


class JiraDesk:
    def __init__(
        self,
        jira: Jira,
        own: OwnAccounts | None = None,
        acting: Connection | None = None,
        turns: MutableMapping[tuple[str, str], asyncio.Lock] | None = None,
    ) -> None:
        """`acting`: a person's own connection, through which everything is done in their name. `turns`: of the desk that
        this one shares the tickets with."""
        self._jira = jira
        self._own = own
        self._acting = acting
        self._turns = WeakValueDictionary() if turns is None else turns

    async def of(self, workspace: str, user: str, site: str) -> tuple[JiraDesk, str]:
        own = await self._own.of(workspace, user, site) if self._own else None
        return (self, "") if own is None else (JiraDesk(self._jira, self._own, own[0], self._turns), own[1])

    def _turn(self, site: str, key: str) -> asyncio.Lock:
        """Edits of one ticket take turns: whatever is written between our reading and our writing would be lost."""
        return self._turns.setdefault((site, key), asyncio.Lock())

    async def comment(self, site: str, key: str, text: str, *, known: str | None, mark: str) -> str:
        connection, key = await self._at(site, key)
        # One that was posted by a run which died before it could note its id is kept current like a known one.
        known = known or await writing.marked_comment(connection, key, mark)
        if known:
            try:
                return await writing.edit_comment(connection, key, known, text)
            except JiraError as error:
                if error.outcome not in ("not_found", "forbidden"):
                    raise
        return await self._add(connection, key, text, mark)

    async def say(self, site: str, key: str, text: str, *, mark: str) -> str:
        connection, key = await self._at(site, key)
        return await writing.marked_comment(connection, key, mark) or await self._add(connection, key, text, mark)

    async def _add(self, connection: Connection, key: str, text: str, mark: str) -> str:
        """Comment; where customers of a service desk could read it, for its agents alone."""
        fields = mapping((await connection.get_object(f"/issue/{key}", {"fields": "project"})).get("fields"))
        internal = string(mapping(fields.get("project")).get("projectTypeKey")) == "service_desk"
        return await writing.add_comment(connection, key, text, internal=internal, mark=mark)

    async def label(self, site: str, key: str, *, add: str, remove: str) -> None:
        connection, key = await self._at(site, key)
        await writing.relabel(connection, key, add=add, remove=remove)

    async def link(self, site: str, key: str, url: str, title: str) -> None:
        connection, key = await self._at(site, key)
        await writing.link_back(connection, key, url, title)

    async def keep(self, site: str, key: str, facts: Mapping[str, object]) -> None:
        connection, key = await self._at(site, key)
        await writing.keep_property(connection, key, facts)

    async def preview(self, site: str, key: str, spot: Spot, text: str) -> Change | None:
        connection, key = await self._at(site, key)
        found = await self._found(site, connection, key, spot)
        if found is None:
            return None
        after = _edited(connection, found, spot, text)
        before, became = stamps.hunk(stamps.shown(found.raw), stamps.shown(after))
        return Change(_where(found), before, became, stamps.seen(found, stamps.words(after)))

    async def write(self, site: str, key: str, spot: Spot, text: str, *, stamp: str) -> Landed | None:
        async with self._turn(site, key):
            return await self._write(site, key, spot, text, stamp)

    async def _write(self, site: str, key: str, spot: Spot, text: str, stamp: str) -> Landed | None:
        connection, key = await self._at(site, key)
        found = await self._found(site, connection, key, spot)
        if found is None:
            return None
        if stamps.became(stamp) == stamps.digest(stamps.words(found.raw)):
            return Landed(_where(found), "", stamps.of(found))  # by a run that died before it could say so
        after = _edited(connection, found, spot, text)
        if stamps.seen(found, stamps.words(after)) != stamp:
            return None
        await writing.edit_field(connection, key, found.field, after)
        now = await rich_fields.rich_field(connection, key, found.field)
        theirs = await _theirs(connection, key, found, after)
        way = _Way(found.field, found.raw)
        if theirs is not None:
            way = _Way(found.field, theirs, _with(found, spot, theirs, text))
        return Landed(_where(found), way.kept, stamps.of(now), theirs, stamps.shown(now.raw))

    async def names(self, site: str, key: str, fields: Collection[str]) -> tuple[str, ...]:
        connection, key = await self._at(site, key)
        screen = await rich_fields.edit_screen(connection, key) or {}
        found = (string(mapping(screen.get(field)).get("name")) for field in fields)
        return tuple(name for name in found if name)

    async def put(self, site: str, key: str, way: str, *, both: bool, stamp: str) -> Back:
        async with self._turn(site, key):
            return await self._put(site, key, way, both, stamp)

    async def _put(self, site: str, key: str, way: str, both: bool, stamp: str) -> Back:
        connection, key = await self._at(site, key)
        back = _Way(**json.loads(way))
        found = await rich_fields.rich_field(connection, key, back.field)
        raw = back.both if both else back.raw
        if stamps.of(found) != stamp:
            # The same words stand there when a run put them back and died before it could say so.
            return "done" if stamps.said(found.raw) == stamps.said(raw) else "conflict"
        as_wiki = isinstance(raw, str) and back.both is not None
        await writing.edit_field(connection, key, back.field, raw, wiki=as_wiki)
        return "done" if await _theirs(connection, key, found, raw) is None else "overtaken"

    async def _found(self, site: str, connection: Connection, key: str, spot: Spot) -> RichField | None:
        screen = await rich_fields.edit_screen(connection, key)
        if spot.criteria:
            catalogue = await (await self._jira.client(site)).fields.catalogue()
            found = await rich_fields.criteria_field(connection, key, screen, catalogue.criteria)
            if found is not None:
                return found
        takes = spot.description and rich_fields.takes_description(screen)
        return await rich_fields.rich_field(connection, key) if takes else None

    async def _at(self, site: str, key: str) -> tuple[Connection, str]:
        client, known = await self._jira.reach(TicketRef(site, key))
        return self._acting or client.connection, known


async def _theirs(connection: Connection, key: str, found: RichField, after: Any) -> str | None:
    """What somebody else made of the field since it was read, in wiki markup; None when nobody did. Another of our
    processes writes by the same account: of our two changes the one before is its answer, unless it came after ours."""
    if found.updated is None:
        return None
    account = (await myself(connection)).account
    ours: list[str] = []
    for change in await changes_since(connection, key, found.updated):
        if change.at > found.updated and change.of(found.field):
            if not change.author or change.author.account != account:
                return change.text
            ours.append(change.text)
    return ours[-2] if len(ours) > 1 and stamps.said(ours[-2]) != stamps.said(after) else None


def _edited(connection: Connection, found: RichField, spot: Spot, text: str) -> Any:
    """A field of criteria has no sections: there the answer stands at the end."""
    heading = spot.heading if found.field == DESCRIPTION else ""
    try:
        return writing.edited(connection, found.raw, heading, text)
    except ValueError:
        raise JiraError("refused", site=connection.site.name) from None


def _with(found: RichField, spot: Spot, theirs: str, text: str) -> str:
    """Somebody's version, in wiki markup as the history has it, with the answer added."""
    if found.field == DESCRIPTION:
        return edit_wiki.add_to_section(theirs, spot.heading, text)
    return edit_wiki.add_at_end(theirs, text)


def _where(found: RichField) -> Where:
    return "description" if found.field == DESCRIPTION else "criteria"

"""Everything kept of a workspace, a channel or a person: read out, or deleted."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.seal import Seal
from bot.store.audits import note
from bot.store.installations import alone
from bot.store.privacy.inventory import HELD
from bot.store.privacy.scope import Scope, rows_of, said_by, shown_in, shown_nowhere
from bot.store.sql.statements import fetch_each
from bot.store.tables import metadata, verdicts
from bot.store.tables.installation import installations

ROWS = 500
"""Values bound in one statement."""
SOON_MS = 1_000
"""How long the write-ahead log is locked while somebody still reads an older state; nobody can write meanwhile."""
log = structlog.get_logger(__name__)


async def export(engine: AsyncEngine, scope: Scope, seal: Seal) -> AsyncGenerator[tuple[str, dict[str, Any]], None]:
    """Each row with its table's name. Sealed values are opened, or None where none of our keys opens them; tokens are
    left out."""
    for table in metadata.sorted_tables:
        where = rows_of(table, scope)
        if where is None:
            continue
        sealed = [column.name for column in table.columns if column.info.get("sealed")]
        untold = {column.name for column in table.columns if column.info.get("untold")}
        ordered = select(table).where(where).order_by(*table.primary_key)
        async with aclosing(fetch_each(engine, ordered)) as found:
            async for row in found:
                opened = {name: row[name] and seal.open(row[name]) for name in sealed}
                yield table.name, {name: value for name, value in {**row, **opened}.items() if name not in untold}


async def note_export(engine: AsyncEngine, scope: Scope, now: datetime) -> None:
    """Leave a line in the audit log of each workspace concerned."""
    async with engine.begin() as connection:
        for workspace in await _workspaces(connection, scope):
            await note(connection, workspace, "data_exported", user="", now=now, about=_about(scope))


async def erase(engine: AsyncEngine, scope: Scope, now: datetime) -> dict[str, int]:
    """Rows changed or deleted, by table. One transaction: all of it, or nothing. Of a workspace not even the line of
    its deletion stays."""
    done: dict[str, int] = {}
    async with engine.begin() as connection:
        told = await _workspaces(connection, scope) if scope.channel or scope.person else ()
        if scope.person:
            done = await _person(connection, scope)
        else:
            shown = list((await connection.execute(shown_in(scope))).scalars()) if scope.channel else []
            done = await _rows(connection, scope)
            if scope.channel:
                done["verdicts"] = await _orphans(connection, shown)
        for workspace in told:
            await note(connection, workspace, "data_deleted", user="", now=now, about=_about(scope))
    await _out_of_the_log(engine)
    return {name: rows for name, rows in done.items() if rows}


async def erase_left(engine: AsyncEngine, workspace: str, mark: str) -> dict[str, int] | None:
    """Everything of a workspace whose installation with this mark has ended; None, and nothing is deleted, where it was
    installed anew since. One transaction, which a new installation waits for."""
    async with engine.begin() as connection:
        await alone(connection, workspace)
        here = select(installations.c.mark).where(installations.c.workspace == workspace)
        if (await connection.execute(here)).scalar_one_or_none() not in (None, mark):
            return None
        done = await _rows(connection, Scope(workspace))
    await _out_of_the_log(engine)
    return {name: rows for name, rows in done.items() if rows}


async def _rows(connection: AsyncConnection, scope: Scope) -> dict[str, int]:
    """The rows of a workspace or channel, children first; verdicts of a channel may be shown elsewhere too, and stay."""
    done: dict[str, int] = {}
    for table in reversed(metadata.sorted_tables):
        where = rows_of(table, scope)
        if where is not None and not (scope.channel and table is verdicts):
            done[table.name] = (await connection.execute(delete(table).where(where))).rowcount
    return done


async def _workspaces(connection: AsyncConnection, scope: Scope) -> tuple[str, ...]:
    found: set[str] = set()
    for table in metadata.sorted_tables:
        where = rows_of(table, scope)
        if where is not None:
            found.update((await connection.execute(select(table.c.workspace).where(where).distinct())).scalars())
    return tuple(sorted(found))


def _about(scope: Scope) -> str:
    """The audit line about a deletion does not bring back the id of the person who was deleted."""
    return f"channel {scope.channel}" if scope.channel else "a person" if scope.person else "all"


async def _orphans(connection: AsyncConnection, shown: Sequence[int]) -> int:
    """Delete those of these verdicts that nothing shows any more."""
    gone = 0
    for start in range(0, len(shown), ROWS):
        these = verdicts.c.id.in_(shown[start : start + ROWS])
        gone += (await connection.execute(delete(verdicts).where(these, shown_nowhere()))).rowcount
    return gone


async def _person(connection: AsyncConnection, scope: Scope) -> dict[str, int]:
    """A row that is only about the person goes; one that others need stays, without the person's id."""
    done = {"verdicts": await _unsay(connection, scope)}
    for table in reversed(metadata.sorted_tables):
        within = [table.c.workspace == scope.workspace] if scope.workspace else []
        for name, how in HELD[table.name].people.items():
            mine = (*within, table.c[name] == scope.person)
            blank = update(table).where(*mine).values({name: None if how == "null" else ""})
            change = delete(table).where(*mine) if how == "row" else blank
            changed = (await connection.execute(change)).rowcount
            done[table.name] = done.get(table.name, 0) + changed
    return done


async def _unsay(connection: AsyncConnection, scope: Scope) -> int:
    """Take the person out of the waivers that verdicts hold."""
    within = [verdicts.c.workspace == scope.workspace] if scope.workspace else []
    found = select(verdicts.c.id, verdicts.c.verdict).where(said_by(scope), *within)
    rows = (await connection.execute(found)).all()
    for number, verdict in rows:
        without = json.loads(json.dumps(verdict).replace(json.dumps(f"slack:{scope.person}"), '"slack:"'))
        await connection.execute(update(verdicts).where(verdicts.c.id == number).values(verdict=without))
    return len(rows)


async def _out_of_the_log(engine: AsyncEngine) -> None:
    """SQLite keeps old pages in its write-ahead log until they are written back and nobody reads them any more."""
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            raw.detach()  # no other work is to wait so briefly: it is closed, not given back
            await driver.execute_fetchall(f"PRAGMA busy_timeout={SOON_MS}")
            ((busy, _, _),) = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")  # in no transaction
            if busy:
                log.warning("store.log_still_read")

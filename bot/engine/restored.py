"""Runs that a restored database holds as under way: most of them have ended since it was backed up, which it cannot know.

They are marked once, by whoever restores, and each process that starts reads the marks: what such a run is about to post
is looked for in Slack first. Every recovered run could be treated so; but Slack lets some apps read one page a minute, and
after a crash the rows themselves tell what may have been posted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import URL, TableClause, column, select, table, update

from bot.engine.rows import SCHEMA, UNFINISHED, engine_url
from bot.store.sql.database import connect_sync, is_sqlite, reading

MARK = "restored"


def mark_restored(url: URL) -> int:
    """Mark the runs that have not ended; how many. Before any process works on them. Blocking."""
    runs, engine = _runs(url), connect_sync(engine_url(url))
    try:
        with engine.begin() as connection:
            under_way = update(runs).where(runs.c.status.in_(UNFINISHED))
            return connection.execute(under_way.values(assumed_role=MARK)).rowcount
    finally:
        engine.dispose()


def restored(url: URL) -> Mapping[str, datetime]:
    """When each marked run was begun that has not ended, by its id. Blocking."""
    runs, engine = _runs(url), reading(connect_sync(engine_url(url)))
    marked = select(runs.c.workflow_uuid, runs.c.created_at)
    try:
        with engine.connect() as connection:
            found = connection.execute(marked.where(runs.c.status.in_(UNFINISHED), runs.c.assumed_role == MARK))
            return {run: datetime.fromtimestamp(begun / 1000, UTC) for run, begun in found}
    finally:
        engine.dispose()


def _runs(url: URL) -> TableClause:
    """The library's table. `assumed_role` is its column for who asked, of which we make no use."""
    names = ("workflow_uuid", "status", "created_at", "assumed_role")
    return table("workflow_status", *map(column, names), schema=None if is_sqlite(url) else SCHEMA)

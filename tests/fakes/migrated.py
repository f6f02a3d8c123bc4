"""A database with today's schema, without each test going through every migration again: those have tests of their own."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import URL

from bot.store.database import database_url, is_sqlite, own
from bot.store.migrate import migrate


def make_tables(url: URL) -> None:
    """What `bot.store.migrate.migrate` makes of an empty database: on SQLite a copy of one that it made before."""
    if not is_sqlite(url) or url.database is None:
        migrate(url)
        return
    file = Path(url.database)
    file.parent.mkdir(parents=True, exist_ok=True)
    own(file)
    file.write_bytes(_schema())


@cache
def _schema() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        url = database_url(Path(folder), None)
        migrate(url)
        assert [one.name for one in Path(folder).glob("*-wal")] == [], "all that was written stands in the one file"
        return Path(str(url.database)).read_bytes()

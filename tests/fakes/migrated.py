"""A database with today's schema, without each test going through every migration again: those have tests of their own."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import URL, create_engine, text

from bot.engine import migrate_engine
from bot.store.migrate import migrate
from bot.store.sql.database import database_url, is_sqlite, own


def make_tables(url: URL, *, engine: bool = False) -> None:
    """What `bot.store.migrate.migrate` makes of an empty database, with `engine` what a start of the bot does: a copy of one
    that was made before."""
    if not is_sqlite(url):
        maintenance = url.set(database="postgres")
        template = _template(maintenance, engine)
        ask(maintenance, f"DROP DATABASE {url.database}")
        ask(maintenance, f"CREATE DATABASE {url.database} TEMPLATE {template}")
        return
    folder = Path(str(url.database)).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in _files(engine).items():
        own(folder / name)
        (folder / name).write_bytes(content)


def ask(server: URL, statement: str) -> None:
    """Have Postgres do what stands outside every transaction."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


@cache
def _template(maintenance: URL, engine: bool) -> str:
    name = "handoff_with_engine" if engine else "handoff"
    ask(maintenance, f"CREATE DATABASE {name}")
    _migrate(maintenance.set(database=name), engine)
    return name


@cache
def _files(engine: bool) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _migrate(database_url(folder, None), engine)
        assert list(folder.glob("*-wal")) == [], "all that was written stands in the files themselves"
        return {file.name: file.read_bytes() for file in folder.glob("*.db")}


def _migrate(url: URL, engine: bool) -> None:
    migrate(url, also=migrate_engine if engine else None)

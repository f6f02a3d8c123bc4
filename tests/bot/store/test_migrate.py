"""The schema: brought up once whoever races, equal to the tables in code, refused when unknown."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, inspect, text

from bot.engine import migrate_engine
from bot.errors import SettingsError
from bot.store.migrate import check, migrate
from bot.store.sql.database import connect_sync, database_url, is_sqlite
from bot.store.tables import metadata
from tests.fakes.waiting import PATIENCE


def test_the_migrations_make_exactly_the_tables_in_code(database: URL) -> None:
    migrate(database)
    with connect_sync(database).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": not is_sqlite(database)})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(database: URL) -> None:
    migrate(database)
    migrate(database)
    check(database)


def test_three_processes_that_race_migrate_once(database: URL) -> None:
    script = (
        "import sys; from sqlalchemy import make_url; from bot.engine import migrate_engine;"
        "from bot.store.migrate import migrate; migrate(make_url(sys.argv[1]), also=migrate_engine)"
    )
    url = database.render_as_string(hide_password=False)
    racers = [subprocess.Popen([sys.executable, "-c", script, url]) for _ in range(3)]
    assert [racer.wait(PATIENCE) for racer in racers] == [0, 0, 0]
    check(database)


def test_a_schema_from_a_newer_version_is_refused_with_the_cure(database: URL) -> None:
    migrate(database)
    with connect_sync(database).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refuse in (migrate, check):
        with pytest.raises(SettingsError, match="newer version"):
            refuse(database)


def test_a_schema_not_yet_migrated_is_refused_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="handoff migrate"):
        check(database_url(tmp_path, None))


def test_every_row_carries_its_workspace(database: URL) -> None:
    migrate(database)
    found = inspect(connect_sync(database))
    for table in set(found.get_table_names()) - {"alembic_version"}:
        columns = {column["name"] for column in found.get_columns(table)}
        assert "workspace" in columns, table
        assert "issue_id" not in columns or "site" in columns, table


def test_the_files_are_their_owners_alone_to_read(tmp_path: Path) -> None:
    migrate(database_url(tmp_path, None), also=migrate_engine)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("*.db*")}
    assert modes.keys() >= {"handoff.db", "engine.db"}
    assert set(modes.values()) == {0o600}

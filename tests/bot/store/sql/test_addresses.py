"""The address of a database, as the settings give it and as it is opened."""

from __future__ import annotations

from pathlib import Path

from bot.store.sql.database import database_url


def test_a_postgres_that_says_nothing_is_given_up_after_seconds(tmp_path: Path) -> None:
    query = database_url(tmp_path, "postgresql://u:p@h/d").query
    assert int(str(query["connect_timeout"])) <= 10
    assert int(str(query["tcp_user_timeout"])) <= 30_000


def test_what_the_operator_says_of_connections_holds(tmp_path: Path) -> None:
    query = database_url(tmp_path, "postgres://u:p@h/d?connect_timeout=3&sslmode=require").query
    assert (query["connect_timeout"], query["sslmode"]) == ("3", "require")

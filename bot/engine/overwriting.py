"""What is deleted of the engine's rows on SQLite is overwritten, as that of the bot's own is (`bot.store.sql.database`)."""

from __future__ import annotations

from typing import Any

import structlog
from sqlalchemy import Engine, event

WAIT_BRIEFLY = "PRAGMA busy_timeout=1000"
"""Milliseconds for which the write-ahead log is locked while somebody still reads an older state; nobody can write
meanwhile."""
log = structlog.get_logger(__name__)


def overwrite(engine: Engine) -> None:
    """Make these connections overwrite what they delete. Does nothing except on SQLite."""
    if engine.dialect.name == "sqlite":
        # Not when it connects: the library has connected by the time that anybody can listen.
        event.listen(engine, "checkout", _overwriting)


def empty_log(engine: Engine) -> None:
    """Write the log back and cut it off: an older state of the rows stands in it until it is written over. Blocking."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        connection.detach()  # no other work is to wait so briefly: it is closed, not given back
        connection.exec_driver_sql(WAIT_BRIEFLY)
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if busy:
        log.warning("engine.log_still_read")


def _overwriting(connection: Any, _record: Any, _proxy: Any) -> None:
    connection.execute("PRAGMA secure_delete=ON")

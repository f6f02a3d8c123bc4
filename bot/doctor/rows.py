"""The bot's own rows, for the parts of the examination that look at what was kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.doctor.result import Result, failed, skipped
from bot.seal import Seal
from bot.settings import Settings
from bot.store import Store
from bot.store.database import is_sqlite
from bot.wiring.opening import DATABASE_ERRORS, database

CURE = "Do what is said of the database, then run this again."


async def examine_rows(
    settings: Settings, about: str, examine: Callable[[Store], Awaitable[list[Result]]]
) -> list[Result]:
    """What `examine` finds; nothing where nothing was ever kept, for no database is made by looking. A database that does
    not answer at all is told once, with its cure, where this machine is examined."""
    url = database(settings)
    if is_sqlite(url) and not (settings.data / "handoff.db").exists():
        return []
    store = Store.open(url, seal=Seal(settings.own_keys) if settings.own_keys else None)
    try:
        if not await _answers(store):
            return [skipped(about, "not looked at, for the database does not answer.")]
        return await examine(store)
    except DATABASE_ERRORS as error:
        return [failed(about, f"cannot be read ({type(error).__name__}).", CURE)]
    finally:
        await store.close()


async def _answers(store: Store) -> bool:
    try:
        await store.answers()
    except DATABASE_ERRORS:
        return False
    return True

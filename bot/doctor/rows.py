"""The bot's own rows, for the parts of the examination that look at stored data."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.doctor.result import Result, failed, skipped
from bot.errors import SettingsError
from bot.seal import Seal
from bot.settings import Settings
from bot.store import Store
from bot.store.migrate import check, revision
from bot.wiring.opening import DATABASE_ERRORS, database_of

CURE = "Follow the advice about the database, then run this again."


async def examine_rows(
    settings: Settings, about: str, examine: Callable[[Store], Awaitable[list[Result]]]
) -> list[Result]:
    """What `examine` finds; nothing where nothing was ever stored, because looking must not create a database. Problems
    of the database as a whole are reported once, with their cure, where this machine is examined."""
    try:
        with database_of(settings) as url:
            if await asyncio.to_thread(revision, url) is None:
                return []
            await asyncio.to_thread(check, url)
    except SettingsError:
        return [skipped(about, "not checked, because the database cannot be read as it is.")]
    store = Store.open(url, seal=Seal(settings.own_keys) if settings.own_keys else None)
    try:
        return await examine(store)
    except DATABASE_ERRORS as error:
        return [failed(about, f"cannot be read ({type(error).__name__}).", CURE)]
    finally:
        await store.close()

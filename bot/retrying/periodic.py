"""Work that comes round for as long as the process lives."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import kind_of

log = structlog.get_logger(__name__)


async def periodically(name: str, act: Callable[[], Awaitable[object]], every: float) -> None:
    """Act, then wait `every` seconds, until cancelled. A round that fails is logged as `NAME.failed` with the error's
    type only, and the next makes up for it: a loop that silently ends would be worse than any failure."""
    while True:
        try:
            await act()
        except Exception as error:  # whatever a round meets, the next makes up for it
            log.error(f"{name}.failed", error=kind_of(error))
        await asyncio.sleep(every)

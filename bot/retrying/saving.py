"""Keeping what cannot be had a second time: whatever the database says, it is tried some more before it is given up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import kind_of

TRIES = 5
PAUSE = 0.2
"""Seconds before the second try; longer by as much before each further one."""
log = structlog.get_logger(__name__)


async def save_with_retries(save: Callable[[], Awaitable[object]], failed: str, **ids: str) -> None:
    """Save, again and again. A try that fails is logged as `failed`, with the error's type alone; what the last one
    raises is raised."""
    for attempt in range(1, TRIES + 1):
        try:
            await save()
        except Exception as error:  # whatever the database says, it cannot be had a second time; the last is raised
            log.error(failed, error=kind_of(error), **ids)
            if attempt == TRIES:
                raise
            await asyncio.sleep(PAUSE * attempt)
        else:
            return

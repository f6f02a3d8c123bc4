"""Saving what cannot be fetched a second time: whatever the database says, it is tried some more before it is given
up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import kind_of

TRIES = 5
PAUSE = 0.2
"""Seconds before the second try; each further wait is longer by as much."""
log = structlog.get_logger(__name__)


async def save_with_retries(save: Callable[[], Awaitable[object]], failed: str, **ids: str) -> None:
    """Try to save several times. A failed try is logged as `failed`, with the error's type only; the last error is
    raised."""
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

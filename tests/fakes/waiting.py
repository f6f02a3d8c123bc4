"""Waiting for what another task, thread or process does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which what has not come true is taken for lost: no promise about speed, for the machine may be busy with others."""


async def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Raises TimeoutError where it does not come true in time."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - the other side knows no event of ours
            await asyncio.sleep(0.02)

"""Work waits while somebody waits for an acknowledgement, and not for ever."""

from __future__ import annotations

import asyncio

import pytest

from bot.engine.calm import Calm
from bot.engine.gate import Gate
from tests.fakes.waiting import PATIENCE


async def test_a_step_begins_once_no_start_is_under_way() -> None:
    calm = Calm(10 * PATIENCE)
    gate, began = Gate(1, calm), asyncio.Event()

    async def work() -> None:
        async with gate.step():
            began.set()

    with calm.disturbed():
        with calm.disturbed():
            step = asyncio.create_task(work())
        await asyncio.sleep(0.02)
        assert not began.is_set()
    await asyncio.wait_for(step, PATIENCE)


async def test_a_flood_without_end_slows_work_and_does_not_stop_it() -> None:
    gate = Gate(1, calm := Calm(0.02))
    with calm.disturbed():
        async with asyncio.timeout(PATIENCE), gate.step():
            pass


async def test_a_start_that_fails_is_waited_for_no_longer() -> None:
    calm = Calm(10 * PATIENCE)
    with pytest.raises(ValueError, match="no"), calm.disturbed():
        raise ValueError("no")
    async with asyncio.timeout(PATIENCE):
        await calm.come()

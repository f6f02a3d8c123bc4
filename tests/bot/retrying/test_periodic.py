"""What is done periodically goes on whatever a round of it does."""

from __future__ import annotations

import asyncio

import pytest

from bot.retrying.periodic import periodically


async def test_a_round_that_fails_is_logged_by_its_type_and_the_next_one_comes(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[int] = []
    enough = asyncio.Event()

    async def act() -> None:
        rounds.append(len(rounds))
        if len(rounds) == 3:
            enough.set()
        raise ValueError("words of a ticket")

    task = asyncio.create_task(periodically("sweep", act, 0))
    await enough.wait()
    task.cancel()
    said = capsys.readouterr().out + caplog.text
    assert "sweep.failed" in said
    assert "ValueError" in said
    assert "words of a ticket" not in said


async def test_cancelling_ends_it() -> None:
    task = asyncio.create_task(periodically("sweep", asyncio.Event().wait, 0))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

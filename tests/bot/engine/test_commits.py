"""Starts that wait for each other's commit share one, and one that fails takes no other with it."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from bot.engine.commits import MOST, Combiner
from bot.engine.engine import _system

if TYPE_CHECKING:
    from bot.engine.run import DurableRun
    from tests.bot.engine.conftest import Launch


class Rows:
    """A database that is busy until told, refuses the number 13, and keeps how it was asked."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.asked: list[list[int]] = []

    def together(self, numbers: list[int]) -> list[str]:
        if 13 in numbers:
            raise ValueError("13")
        self.asked.append(numbers)
        return [str(number) for number in numbers]

    def alone(self, number: int) -> str:
        self.asked.append([number])
        self.free.wait(5)
        if number == 13:
            raise ValueError("13")
        return str(number)


def told(numbers: list[int]) -> tuple[list[str | BaseException], list[list[int]]]:
    """What each was told, and how the database was asked, when all come while the first is under way."""
    rows = Rows()
    combined = Combiner(rows.together, rows.alone)
    with ThreadPoolExecutor(len(numbers)) as threads:
        futures = [threads.submit(combined, numbers[0])]
        while not rows.asked:
            time.sleep(0.001)
        futures += [threads.submit(combined, number) for number in numbers[1:]]
        while len(combined._waiting) < len(numbers) - 1:
            time.sleep(0.001)
        rows.free.set()
        return [future.exception() or future.result() for future in futures], rows.asked


def test_what_comes_while_a_commit_is_under_way_is_committed_together() -> None:
    answers, asked = told([1, 2, 3, 4])
    assert answers == ["1", "2", "3", "4"]
    assert [sorted(numbers) for numbers in asked] == [[1], [2, 3, 4]]


def test_one_that_fails_fails_alone() -> None:
    answers, _ = told([1, 12, 13, 14])
    assert [answer for answer in answers if isinstance(answer, str)] == ["1", "12", "14"]
    assert isinstance(answers[2], ValueError)


def test_a_commit_is_of_so_many_at_most() -> None:
    answers, asked = told([*range(100, 102 + MOST)])
    assert len(answers) == MOST + 2
    assert [len(numbers) for numbers in asked] == [1, MOST, 1]


async def test_many_starts_at_once_are_each_committed_when_they_return(launch: Launch) -> None:
    hold = asyncio.Event()

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        await hold.wait()

    engine = await launch(judge=judge)
    identities = [f"msg:{number:03}" for number in range(40)]
    await asyncio.gather(*(engine.start("judge", identity, {}) for identity in identities))
    assert sorted(await engine.unfinished()) == [f"judge:{identity}" for identity in identities]
    hold.set()


async def test_a_row_that_the_database_refuses_is_refused_alone(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    engine = await launch(judge=judge)
    system, refused = _system(), "judge:msg:7"
    insert = system._insert_workflow_status

    def inserting(status: dict[str, Any], *given: Any, **options: Any) -> Any:
        if status["workflow_uuid"] == refused:
            raise ValueError(refused)
        return insert(status, *given, **options)

    monkeypatch.setattr(system, "_insert_workflow_status", inserting)
    starts = (engine.start("judge", f"msg:{number}", {}) for number in range(20))
    ended = await asyncio.gather(*starts, return_exceptions=True)
    assert [number for number, end in enumerate(ended) if end is not None] == [7]
    assert len(await engine.unfinished()) == 19

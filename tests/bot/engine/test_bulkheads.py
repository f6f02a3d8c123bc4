"""Whoever is slow or noisy holds some of the places to work, never all: a site, a channel, a workspace."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.engine.gate import Gate, Lane
from bot.engine.run import DurableRun
from bot.requests import JudgeRequest, Place, TicketRef
from bot.runs import to_payload
from tests.fakes.waiting import PATIENCE, until

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch


def asks(number: int, site: str, *, channel: str = "", workspace: str = "T1") -> tuple[str, dict[str, Any]]:
    place = Place(workspace, channel or f"C{number}")
    identity = f"msg:{workspace}:{number}"
    return identity, to_payload(JudgeRequest(identity, place, "U1", "link", (TicketRef(site, "PAY-1"),)))


def test_a_run_is_known_by_its_channel_its_workspace_and_its_sites() -> None:
    assert Lane.of(asks(1, "main")[1]) == Lane("T1", "C1", frozenset({"main"}))
    change = {"workspace": "T1", "site": "main", "issue_id": "1", "key": "PAY-1"}
    assert Lane.of(change) == Lane("T1", "", frozenset({"main"}))
    assert Lane.of({"place": None, "tickets": "?", "site": 7}) == Lane()


class Slow:
    """A use case that hangs on whoever is sick, until told; keeps who was done, in order."""

    def __init__(self, sick: str) -> None:
        self.sick = sick
        self.well = asyncio.Event()
        self.done: list[str] = []

    async def __call__(self, run: DurableRun, payload: dict[str, Any]) -> None:
        async def work() -> None:
            if self.sick in str(payload):
                await self.well.wait()
            self.done.append(run.identity)

        await run.step("judge", work)


@pytest.mark.parametrize(
    ("sick", "healthy"),
    [
        ([asks(n, "sick-site") for n in range(20)], asks(99, "main")),
        ([asks(n, "main", channel="C-sick") for n in range(20)], asks(99, "main")),
        ([asks(n, "main", workspace="T-sick") for n in range(20)], asks(99, "main")),
    ],
    ids=["a hanging site", "a noisy channel", "a noisy workspace"],
)
async def test_others_cards_go_out_while_all_of_the_sick_ones_runs_still_hang(
    launch: Launch, sick: list[tuple[str, dict[str, Any]]], healthy: tuple[str, dict[str, Any]]
) -> None:
    slow = Slow("sick")
    engine = await launch(judge=slow)
    for identity, payload in sick:
        await engine.start("judge", identity, payload)
    await engine.start("judge", *healthy)
    await until(lambda: slow.done)
    assert slow.done == [healthy[0]]
    slow.well.set()
    await until(lambda: len(slow.done) == 21)


async def test_a_channel_alone_does_not_have_every_place_and_others_need_not_wait_for_it() -> None:
    gate, noisy, other = Gate(4), Lane("T1", "C1"), Lane("T1", "C2")
    entered = [asyncio.create_task(gate.enter(noisy)) for _ in range(5)]
    late = asyncio.create_task(gate.enter(other))
    await asyncio.sleep(0)
    assert [task.done() for task in (*entered, late)] == [True, True, False, False, False, True]
    gate.leave(noisy)
    await asyncio.sleep(0)
    assert [task.done() for task in entered] == [True, True, True, False, False]
    for task in entered:
        task.cancel()
    await asyncio.gather(*entered, return_exceptions=True)
    gate.leave(noisy)
    gate.leave(noisy)
    gate.leave(other)
    await asyncio.wait_for(gate.enter(noisy), PATIENCE)


async def test_who_gives_up_waiting_leaves_no_place_taken() -> None:
    gate, lane = Gate(1), Lane()
    await gate.enter(lane)
    waiting = asyncio.create_task(gate.enter(lane))
    await asyncio.sleep(0)
    gate.leave(lane)
    waiting.cancel()  # it has its place already, and does not know
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.wait_for(gate.enter(lane), PATIENCE)

"""A run in memory keeps the engine's promises, so that a use case which holds on the one holds on the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from bot.engine.run import DurableRun
from bot.errors import JiraError, SlackError, Trouble
from bot.ports import Run
from tests.fakes.runs import Clock, Crash, Journal
from tests.fakes.waiting import PATIENCE

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch

Act = Callable[[Run], Awaitable[Any]]


async def on_both(act: Act, launch: Launch) -> tuple[Any, Any]:
    """What an act comes to in memory, and on the engine."""
    done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        done.set_result(await act(run))

    engine = await launch(judge=judge)
    await engine.start("judge", "msg:1", {})
    async with asyncio.timeout(PATIENCE):
        return await act(Journal("msg:1", Clock()).execution()), await done


async def test_a_steps_result_is_given_as_it_is(launch: Launch) -> None:
    async def act(run: Run) -> Any:
        async def found() -> Any:
            return [1, {"two": [3, None]}]

        return await run.step("found", found)

    assert await on_both(act, launch) == ([1, {"two": [3, None]}],) * 2


async def test_in_memory_a_result_that_would_be_another_after_a_crash_is_refused() -> None:
    async def pair() -> tuple[int, int]:
        return 1, 2

    with pytest.raises(AssertionError, match="another value after a crash"):
        await Journal("msg:1", Clock()).execution().step("pair", pair)


@pytest.mark.parametrize(
    "error",
    [
        JiraError("throttled", site="main", status=429, retry_after=7.5, reason="jira-burst-based"),
        SlackError("channel_closed", "is_archived", method="chat.postMessage"),
        ValueError("the words of a ticket"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_step_fails_with_the_error_it_met_or_with_a_reference(launch: Launch, error: Exception) -> None:
    async def act(run: Run) -> Any:
        async def fail() -> None:
            raise error

        try:
            await run.step("fail", fail)
        except (JiraError, SlackError, Trouble) as met:
            kept = {name: value for name, value in vars(met).items() if name != "reference"}
            return type(met), kept, str(error) in str(met)

    memory, engine = await on_both(act, launch)
    assert memory == engine
    assert memory[0] is (Trouble if isinstance(error, ValueError) else type(error))


async def test_in_memory_a_recorded_step_is_not_done_again_and_an_execution_is_another() -> None:
    journal, done, executions = Journal("msg:1", Clock()), list[str](), list[str]()

    async def act(run: Run, *, crash: bool) -> None:
        executions.append(run.execution)

        async def first() -> None:
            done.append("first")

        async def second() -> None:
            if crash:
                raise Crash
            done.append("second")

        await run.step("first", first)
        await run.step("second", second)

    with pytest.raises(Crash):
        await act(journal.execution(), crash=True)
    await act(journal.execution(), crash=False)
    assert done == ["first", "second"]
    assert len(set(executions)) == 2

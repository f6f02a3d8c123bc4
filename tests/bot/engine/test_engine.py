"""The engine's promises, each on SQLite and on Postgres."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import URL, inspect, select, table, text

from bot.engine.rows import SCHEMA, engine_url
from bot.engine.run import DurableRun
from bot.errors import JiraError, Trouble
from bot.store.sql.database import connect_sync, is_sqlite
from tests.fakes.waiting import until

if TYPE_CHECKING:
    from tests.bot.engine.conftest import Launch


SECRET = "the words of a ticket"


async def test_one_identity_is_one_run_however_often_it_is_started(launch: Launch) -> None:
    seen: list[str] = []

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        async def note() -> None:
            seen.append(payload["ts"])

        await run.step("note", note)

    engine = await launch(judge=judge)
    await asyncio.gather(*(engine.start("judge", f"msg:{n % 3}", {"ts": f"{n % 3}"}) for n in range(30)))
    await until(lambda: len(seen) == 3)
    await engine.start("judge", "msg:0", {"ts": "0"})
    await asyncio.sleep(0.1)
    assert sorted(seen) == ["0", "1", "2"]


async def test_a_start_returns_after_the_run_is_committed(launch: Launch, database: URL) -> None:
    hold = asyncio.Event()

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        await hold.wait()

    engine = await launch(judge=judge)
    await engine.start("judge", "msg:1", {"ts": "1"})
    assert await engine.unfinished() == ["judge:msg:1"]
    assert await engine.works_on("judge", "msg:1")
    assert not await engine.works_on("judge", "msg:11") and not await engine.works_on("click", "msg:1")
    hold.set()


async def test_an_error_of_jira_is_met_as_itself_by_the_use_case(launch: Launch) -> None:
    met: list[JiraError] = []

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        async def fetch() -> None:
            raise JiraError("throttled", site="main", status=429, retry_after=7.5, reason="jira-burst-based")

        try:
            await run.step("fetch", fetch)
        except JiraError as error:
            met.append(error)

    engine = await launch(judge=judge)
    await engine.start("judge", "msg:1", {})
    await until(lambda: met)
    assert (met[0].outcome, met[0].retry_after, met[0].reason, met[0].transient) == (
        "throttled", 7.5, "jira-burst-based", True,
    )  # fmt: skip


async def test_an_unforeseen_error_is_a_reference_and_its_text_is_nowhere(
    launch: Launch, database: URL, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    met: list[Trouble] = []

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        async def fetch() -> None:
            raise ValueError(SECRET)

        try:
            await run.step("fetch", fetch)
        except Trouble as trouble:
            met.append(trouble)
        raise ValueError(SECRET)

    engine = await launch(judge=judge)
    await engine.start("judge", "msg:1", {})
    await until(lambda: met)
    await asyncio.sleep(0.2)
    said = "".join((*capfd.readouterr(), caplog.text))  # printed, or logged where another test has set logging up
    assert met[0].reference in said
    assert SECRET not in said
    assert SECRET not in everything_kept(database)


def everything_kept(database: URL) -> str:
    schema = None if is_sqlite(database) else SCHEMA
    connected = connect_sync(engine_url(database))
    with connected.connect() as connection:
        tables = inspect(connection).get_table_names(schema)
        rows = [select(text("*")).select_from(table(name, schema=schema)) for name in tables]
        kept = [str(connection.execute(statement).all()) for statement in rows]
    connected.dispose()
    assert "workflow_status" in tables
    return "".join(kept)


async def test_closing_lets_a_step_be_recorded_and_begins_no_other(launch: Launch) -> None:
    began, go, after = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        async def slow() -> None:
            began.set()
            await go.wait()

        async def next_one() -> None:
            after.set()

        await run.step("slow", slow)
        await run.step("next", next_one)

    engine = await launch(judge=judge)
    await engine.start("judge", "msg:1", {})
    await began.wait()
    drained = asyncio.create_task(engine._gate.drain(5))
    go.set()
    assert await drained
    await asyncio.sleep(0.1)
    assert not after.is_set()


async def test_finished_runs_are_cleaned_away_and_unfinished_ones_stay(launch: Launch) -> None:
    hold = asyncio.Event()
    done: list[str] = []

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        if payload["wait"]:
            await hold.wait()
        done.append(run.identity)

    engine = await launch(judge=judge)
    await engine.start("judge", "long", {"wait": True})
    await engine.start("judge", "short", {"wait": False})
    await until(lambda: done)
    await asyncio.sleep(0.1)
    later = datetime.now(UTC) + timedelta(days=8)
    assert await engine.clean(timedelta(days=30), now=later) == 0
    assert await engine.clean(timedelta(days=7), now=later) == 1
    assert await engine.unfinished() == ["judge:long"]
    hold.set()

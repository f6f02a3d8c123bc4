"""Of a ticket's changes the last one judges, and a run that dies over it is asked the same question again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import URL

from bot.store import Store
from bot.store.migrate import migrate
from checks.ticket import TicketId

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TICKET = TicketId("main", "10001")


async def test_a_run_that_died_over_a_change_is_told_again_that_it_is_to_judge(database: URL) -> None:
    migrate(database)
    store = Store.open(database)
    stirs = store.talk.stirs
    await stirs.stir("T1", TICKET, "first", now=NOW)
    await stirs.stir("T1", TICKET, "second", now=NOW + timedelta(seconds=1))
    assert not await stirs.settle("T1", TICKET, "first", force=False)
    assert await stirs.settle("T1", TICKET, "second", force=False)
    assert await stirs.settle("T1", TICKET, "second", force=False), "the process died before this was recorded"
    await stirs.rest("T1", TICKET, "second")
    assert not await stirs.settle("T1", TICKET, "second", force=False)
    await store.close()


async def test_a_change_that_comes_while_another_is_judged_is_judged_after_it(database: URL) -> None:
    migrate(database)
    store = Store.open(database)
    stirs = store.talk.stirs
    await stirs.stir("T1", TICKET, "first", now=NOW)
    assert await stirs.settle("T1", TICKET, "first", force=True)
    await stirs.stir("T1", TICKET, "second", now=NOW)
    await stirs.rest("T1", TICKET, "first")
    assert await stirs.settle("T1", TICKET, "second", force=False)
    await store.close()

"""A person's word counts once: a run that died after its commit says nothing twice and is told the same as before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.conversation.deciding import Deciding
from bot.conversation.judgements import Judgement
from bot.store import Store
from bot.store.tables.conversation import judgements
from checks.ticket import TicketId
from tests.fakes.runs import Clock, Crash, FakeRun, Journal
from tests.fakes.showing import Redrawn, WrittenBack

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TICKET = TicketId("main", "10001")
WRONG = Judgement(TICKET, "PAY-1", "PAY", "CON202", "wrong", "Said to be wrong.", date(2027, 1, 1), "U1")


class Killed(FakeRun):
    """Its process dies once a step has done its work, before the engine notes it."""

    async def step(self, name: str, work: Any) -> Any:
        await work()
        raise Crash


async def test_an_undo_that_is_taken_up_again_is_done_and_draws_the_card(store: Store) -> None:
    said, redrawn = store.talk.judgements, Redrawn()
    living: Any = redrawn
    write_back: Any = WrittenBack()
    nobody: Any = None
    deciding = Deciding(said, nobody, living, write_back, nobody, lambda: None, Clock(NOW))
    kept: Any = SimpleNamespace(ticket_id=TICKET, verdict=SimpleNamespace(key="PAY-1"))
    pressed: Any = SimpleNamespace(place=SimpleNamespace(workspace="T1"), user="U1")
    await said.say("T1", WRONG, run="said", now=NOW)
    journal = Journal("undo", Clock(NOW))
    with pytest.raises(Crash):
        await deciding.undo(Killed(journal), pressed, kept, "CON202")
    assert redrawn.tickets == []
    assert await deciding.undo(journal.execution(), pressed, kept, "CON202")
    assert redrawn.tickets == [TICKET]
    assert not await deciding.undo(Journal("another", Clock(NOW)).execution(), pressed, kept, "CON202")
    assert [line.act for line in await store.audits.latest("T1")] == ["gap_restored", "gap_wrong"]


async def test_a_word_that_was_taken_back_is_not_said_again_by_the_run_that_said_it(store: Store) -> None:
    said = store.talk.judgements
    await said.say("T1", WRONG, run="said", now=NOW)
    assert await said.take_back("T1", TICKET, "CON202", user="U2", run="undo", now=NOW)
    await said.say("T1", WRONG, run="said", now=NOW)
    assert await standing(store) == []
    await said.say("T1", WRONG, run="once more", now=NOW)
    await said.say("T2", WRONG, run="said", now=NOW)
    assert await standing(store) == ["once more", "said"]


async def test_a_later_word_takes_the_place_of_an_earlier_one(store: Store) -> None:
    for run in ("first", "second", "second"):
        await store.talk.judgements.say("T1", WRONG, run=run, now=NOW)
    assert await standing(store) == ["second"]
    async with store.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(judgements)) == 2


async def test_a_demotion_that_is_taken_up_again_is_told_of_and_no_other_is(store: Store) -> None:
    said = store.talk.judgements
    assert [await said.demote("T1", "PAY", "CON202", run=run, now=NOW) for run in ("a", "a", "b")] == [
        True,
        True,
        False,
    ]
    assert [line.act for line in await store.audits.latest("T1")] == ["rule_demoted"]


async def standing(store: Store) -> list[str | None]:
    rows = select(judgements.c.run).where(judgements.c.undone_at.is_(None)).order_by(judgements.c.id)
    async with store.engine.connect() as connection:
        return list((await connection.execute(rows)).scalars())

"""Questions put to people: whose reply closes which, and what a turn is told that is taken again after a crash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.asking.asked import Asked
from bot.requests import Place
from bot.store import Store
from bot.store.talk.asks import REMIND_AFTER
from checks.evaluate import evaluate
from checks.ticket import Ticket, TicketId

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
THREAD = Place("T1", "C1", "1.1")


async def asked(store: Store, place: Place = THREAD, person: str = "U1", question: str = "Q1") -> Asked:
    ticket = Ticket("PAY-1", summary="Do it", project="PAY", site="main", issue_id="1")
    kept = await store.verdicts.record(place.workspace, evaluate(ticket), ticket, asker="U9", now=NOW)
    return Asked(place, TicketId("main", "1"), question, person, kept, NOW)


async def is_open(store: Store, one: Asked) -> bool:
    """Whether a reminder would still be due."""
    waits = await store.talk.asks.waiting(before=NOW + timedelta(days=9), since=NOW + timedelta(days=9), enough=9)
    return one in [each.asked for each in waits]


@pytest.mark.parametrize(
    ("place", "person"),
    [
        pytest.param(THREAD, "U2", id="of somebody else"),
        pytest.param(Place("T1", "C1", "2.2"), "U1", id="in another thread"),
        pytest.param(Place("T1", "C2", "1.1"), "U1", id="in another channel"),
        pytest.param(Place("T2", "C1", "1.1"), "U1", id="in another workspace"),
    ],
)
async def test_a_reply_closes_only_the_questions_of_its_author_in_that_thread(
    store: Store, place: Place, person: str
) -> None:
    own, other = await asked(store), await asked(store, place, person, question="Q2")
    for one in (own, other):
        assert await store.talk.asks.first(one, run=f"R {one.question}", now=NOW) == "ask"
    assert await is_open(store, own) and await is_open(store, other)
    await store.talk.asks.replied(THREAD, "U1", now=NOW)
    assert not await is_open(store, own)
    assert await is_open(store, other)


async def test_a_turn_that_is_taken_again_is_told_the_same_ask_or_remind(store: Store) -> None:
    one, later = await asked(store), NOW + REMIND_AFTER
    assert [await store.talk.asks.first(one, run="R1", now=NOW) for _ in range(2)] == ["ask", "ask"]
    assert [await store.talk.asks.first(one, run="R2", now=later) for _ in range(2)] == ["remind", "remind"]
    assert await store.talk.asks.first(one, run="R3", now=later) == "over"


async def test_whoever_is_asked_instead_is_asked_and_reminded_as_the_first_was(store: Store) -> None:
    asks, later = store.talk.asks, NOW + REMIND_AFTER
    one, other = await asked(store), await asked(store, person="U2")
    assert await asks.first(one, run="R1", now=NOW) == "ask"
    assert await asks.remind(one, run="R2", now=later) and not await asks.remind(one, run="R3", now=later)
    await asks.close(one, now=later)
    assert await asks.first(other, run="R4", now=later) == "ask"
    assert await asks.remind(other, run="R5", now=later) and not await asks.remind(other, run="R6", now=later)


async def test_how_often_a_person_was_reached_lately_counts_theirs_alone_asked_or_reminded(store: Store) -> None:
    asks, hour = store.talk.asks, timedelta(hours=1)
    for number, (workspace, person) in enumerate([("T1", "U1"), ("T1", "U1"), ("T1", "U2"), ("T2", "U1")]):
        one = await asked(store, Place(workspace, "C1", "1.1"), person, f"Q{number}")
        await asks.first(one, run=f"R{number}", now=NOW + number * hour)
    assert await asks.today("T1", "U1", since=NOW) == 2
    assert await asks.today("T1", "U1", since=NOW, run="R0") == 1, "the one that is being put is not counted"
    assert await asks.today("T1", "U1", since=NOW + 2 * hour) == 0
    assert await asks.today("T1", "U9", since=NOW) == 0
    await asks.remind(await asked(store, question="Q0"), run="R9", now=NOW + 9 * hour)
    assert await asks.today("T1", "U1", since=NOW + 2 * hour) == 1

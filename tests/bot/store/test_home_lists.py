"""What App Home lists: each ticket once, and every question that still waits, however many wait no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.conversation.asking.asked import Asked
from bot.ports import ChannelSettings
from bot.requests import Place
from bot.store import Store
from bot.store.talk.living import MOST_CHANNELS
from checks.evaluate import evaluate
from checks.ticket import Ticket, TicketId

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def card(store: Store, number: int, *, done: bool = False, answered: bool = False, thread: str = "1.1") -> None:
    """A card of U1's about a ticket that waits for U2's answer, unless it is done or answered."""
    ticket = Ticket(f"PAY-{number}", summary="Do it", project="PAY", site="main", issue_id=f"{number}", done=done)
    verdict = evaluate(ticket)
    assert verdict.questions
    verdict = verdict.model_copy(update={"questions": ()}) if answered else verdict
    kept = await store.verdicts.record("T1", verdict, ticket, asker="U1", now=NOW)
    place = Place("T1", "C1", thread)
    one = await store.cards.intend(place, kept, execution="E1", asker="U1", now=NOW)
    await store.cards.shows(one, kept, asker="U1", show="full")
    asked = Asked(place, TicketId("main", f"{number}"), "Q1", "U2", kept, NOW)
    await store.talk.asks.first(asked, run="R1", now=NOW)


async def waiting(store: Store, limit: int = 5) -> list[str]:
    return [one.verdict.key for one in await store.talk.living.waiting_for("T1", "U2", limit=limit)]


async def test_questions_that_wait_are_listed_however_many_later_ones_are_done_or_answered(store: Store) -> None:
    for number in (1, 2):
        await card(store, number)
    for number in range(3, 9):
        await card(store, number, done=number % 2 == 0, answered=number % 2 == 1)
    assert await waiting(store) == ["PAY-2", "PAY-1"]
    assert await waiting(store, limit=1) == ["PAY-2"]


async def test_a_ticket_whose_latest_card_is_done_waits_no_more(store: Store) -> None:
    await card(store, 1)
    await card(store, 1, thread="2.2", done=True)
    assert await waiting(store) == []


async def test_a_ticket_that_was_asked_about_in_many_threads_is_listed_once(store: Store) -> None:
    await card(store, 1)
    await card(store, 2)
    for thread in ("2.2", "3.3", "4.4", "5.5", "6.6"):
        await card(store, 1, thread=thread)
    assert [one.verdict.key for one in await store.talk.living.asked_by("T1", "U1", limit=5)] == ["PAY-1", "PAY-2"]


async def test_of_many_channels_those_changed_last_are_listed_first_and_a_closed_one_never(store: Store) -> None:
    many = MOST_CHANNELS + 3
    moments = {f"C{number:03}": number * 7 % many for number in range(many)}
    for channel, minute in moments.items():
        await store.channels.invited("T1", channel, "U1", now=NOW + timedelta(minutes=minute))
    await store.channels.closed("T1", "C001", "is_archived", now=NOW + timedelta(days=1))
    del moments["C001"]
    latest = sorted(moments, key=lambda channel: -moments[channel])[:MOST_CHANNELS]
    assert await store.talk.living.channels("T1") == tuple((channel, "U1") for channel in latest)


async def test_channels_changed_at_the_same_moment_keep_one_order(store: Store) -> None:
    for channel in ("C3", "C1", "C2"):
        await store.channels.invited("T1", channel, None, now=NOW)
    agreed = ChannelSettings(watching=True, projects=frozenset({"PAY"}))
    await store.channels.agree("T1", "D7", agreed, user="U7", now=NOW)  # a direct message is its person's alone
    assert await store.talk.living.channels("T1") == (("C1", None), ("C2", None), ("C3", None))

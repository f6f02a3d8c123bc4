"""Which tickets have a gap that counts again, for what was said of it has ended."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.conversation.judgements import Judgement
from bot.store import Store
from checks.ticket import TicketId

NOW = datetime(2026, 11, 25, 0, 5, tzinfo=UTC)
YESTERDAY, TODAY = date(2026, 11, 24), date(2026, 11, 25)


async def test_what_ended_since_is_told_and_what_stands_or_was_taken_back_is_not(store: Store) -> None:
    judgements = store.talk.judgements
    days = {"1": YESTERDAY, "2": TODAY, "3": date(2026, 11, 23), "4": YESTERDAY}
    for issue, until in days.items():
        ticket = TicketId("main", issue)
        said = Judgement(ticket, f"PAY-{issue}", "PAY", "DOD302", "accepted", "Known", until, "U1")
        await judgements.say("T1", said, run=f"say:{issue}", now=NOW)
    await judgements.take_back("T1", TicketId("main", "4"), "DOD302", user="U1", run="back:4", now=NOW)
    assert await judgements.ended("T1", "main", since=YESTERDAY, until=TODAY) == {"1"}
    assert await judgements.ended("T1", "main", since=TODAY, until=TODAY) == frozenset()
    assert await judgements.ended("T1", "other", since=YESTERDAY, until=TODAY) == frozenset()

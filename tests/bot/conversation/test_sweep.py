"""The look for changes reaches every ticket with a living card, in as few questions as there are sites."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from bot.conversation.ports import LivingCards
from bot.conversation.sweep import Reminders, Sweep
from tests.bot.conversation.waiting import Began

WATCHED, CHANGED = 10_000, (1, 5_000, 10_000)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Cards:
    asked = 0

    async def living(self, workspace: str, site: str, *, since: datetime, limit: int) -> Sequence[tuple[str, str]]:
        self.asked += 1
        return [(str(number), f"PAY-{number}") for number in range(WATCHED, 0, -1)][:limit]


class Jira:
    asked: list[str]

    def __init__(self) -> None:
        self.asked = []

    async def ids(self, site: str, jql: str) -> AsyncIterator[tuple[str, ...]]:
        self.asked.append(jql)
        yield tuple(str(number) for number in CHANGED)


class Sites:
    async def pairs(self) -> tuple[tuple[str, str], ...]:
        return (("T1", "main"),)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


class Rows:
    async def forget(self, now: datetime) -> int:
        return 0


async def test_the_oldest_of_ten_thousand_watched_tickets_is_looked_after_too() -> None:
    cards, jira, began = Cards(), Jira(), Began()
    sweep = Sweep(cast("LivingCards", cards), jira, began, Sites(), Rows(), lambda: NOW, cast("Reminders", None))
    assert await sweep.sweep() == len(CHANGED)
    assert {run["key"] for run in began.runs.values()} == {f"PAY-{number}" for number in CHANGED}
    assert cards.asked == 1 and len(jira.asked) == 1

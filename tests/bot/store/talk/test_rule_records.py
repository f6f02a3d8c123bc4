"""How often each rule's gap was shown and what people said of it, counted by the database."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.conversation.judgements import Judgement, Opinion, RuleRecord
from bot.store import Store
from bot.store.tables import verdicts
from checks.ticket import TicketId
from tests.fakes.rows import row_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=180)


async def judged(store: Store, key: str, *gaps: str, at: datetime = NOW, workspace: str = "T1") -> None:
    """A verdict on a ticket, its id the key's number."""
    project, _, number = key.partition("-")
    named = {"workspace": workspace, "site": "main", "issue_id": number, "key": key, "project": project}
    row = row_of(verdicts, at, gaps=list(gaps), **named)
    async with store.talk.judgements._engine.begin() as connection:
        await connection.execute(insert(verdicts).values(row))


async def say(store: Store, key: str, code: str, kind: Opinion = "wrong", *, workspace: str = "T1") -> None:
    project, _, number = key.partition("-")
    said = Judgement(TicketId("main", number), key, project, code, kind, "", date(2027, 1, 1), "U1")
    await store.talk.judgements.say(workspace, said, run=f"{workspace}:{key}:{code}", now=NOW)


async def test_a_gap_counts_once_a_ticket_however_often_the_ticket_was_judged(store: Store) -> None:
    await judged(store, "PAY-1", "CTX101", "CON202")
    await judged(store, "PAY-1", "CTX101", at=NOW - timedelta(days=1))
    await judged(store, "PAY-2", "CTX101")
    await judged(store, "PAY-3")
    await judged(store, "PAY-4", "CTX101", at=SINCE - timedelta(seconds=1))
    await judged(store, "PAY-5", "CTX101", workspace="T2")
    await judged(store, "WEB-6", "DOD301")
    await say(store, "PAY-1", "CON202")
    await say(store, "PAY-2", "CTX101", "accepted")
    await say(store, "PAY-5", "CTX101", workspace="T2")
    records = store.talk.judgements.records
    assert await records("T1", since=SINCE) == (
        RuleRecord("CON202", 1, 1, 0),
        RuleRecord("CTX101", 2, 0, 1),
        RuleRecord("DOD301", 1, 0, 0),
    )
    assert await records("T1", since=SINCE, project="WEB") == (RuleRecord("DOD301", 1, 0, 0),)
    assert await records(None, since=SINCE, project="PAY") == (
        RuleRecord("CTX101", 3, 1, 1),
        RuleRecord("CON202", 1, 1, 0),
    )


async def test_of_rules_that_nobody_said_anything_of_nothing_is_counted_where_that_is_not_wanted(store: Store) -> None:
    await judged(store, "PAY-1", "CTX101", "CON202")
    records = store.talk.judgements.records
    assert await records("T1", since=SINCE, judged=True) == ()
    await say(store, "PAY-1", "CON202")
    assert await records("T1", since=SINCE, judged=True) == (RuleRecord("CON202", 1, 1, 0),)


async def test_the_process_reads_no_verdict_for_it_and_goes_on_acknowledging(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 300,000 verdicts reading them here held everybody up for four seconds."""
    for number in range(1, 30):
        await judged(store, f"PAY-{number}", "CTX101", "CON202")
    read: list[Any] = []
    loads = json.loads

    def noted(text: Any, **how: Any) -> Any:
        read.append(text)
        return loads(text, **how)

    monkeypatch.setattr(json, "loads", noted)
    assert [one.shown for one in await store.talk.judgements.records("T1", since=SINCE)] == [29, 29]
    assert read == []

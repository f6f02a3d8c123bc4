"""The use cases over a real store, with Slack, Jira and the gate in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.judging.judge import Judge
from bot.judging.looking import Looking
from bot.judging.recheck import Clicked
from bot.policies.in_force import Policies
from bot.ports import ChannelSettings, Run, Show
from bot.posting.delivery import Delivery
from bot.posting.once import Once
from bot.posting.replies import Replies
from bot.posts import Card
from bot.requests import JudgeRequest, Place, TicketRef
from bot.runs import Request, from_payload, to_payload
from bot.store import Store
from bot.store.sql.database import database_url
from bot.upkeep.admins import Admins
from tests.fakes.jira import FakeJira
from tests.fakes.migrated import make_tables
from tests.fakes.ports import FakeGate, FakePoster
from tests.fakes.runs import Clock, Crash, Journal

THREAD = Place("T1", "C1", "1700000000.000100")
SECRET = "the words of the ticket"


@dataclass
class World:
    """Everything around the use cases."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    slack: FakePoster = field(default_factory=FakePoster)
    jira: FakeJira = field(default_factory=FakeJira)
    gate: FakeGate = field(default_factory=FakeGate)
    missed: list[str] = field(default_factory=list)
    """Keys of cards' tickets that Jira did not give again."""
    turned: list[tuple[str, int, Show]] = field(default_factory=list)
    """Cards that a question or a click drew anew: their stamp, verdict, and how much of it they show."""

    def delivery(self) -> Delivery:
        return Delivery(self.store.posts, self.slack, self.clock)

    def looking(self) -> Looking:
        store = self.store
        return Looking(self.jira, Policies(None), self.gate, store.channels, store.verdicts, self.clock)

    def judge(self) -> Judge:
        store = self.store
        admins = Admins(("UADMIN",), store.notices, self.slack, self.clock)
        return Judge(
            self.looking(),
            self.delivery(),
            Replies(self.slack),
            admins,
            store.verdicts,
            store.posts,
            store.cards,
            store.summaries,
            store.reactions,
            self.note_turned,
        )

    def clicked(self) -> Clicked:
        store = self.store
        return Clicked(
            self.looking(),
            self.delivery(),
            Replies(self.slack),
            store.verdicts,
            store.posts,
            store.cards,
            store.summaries,
            Once(store.posts, self.clock),
            self.note_missed,
            self.note_turned,
        )

    async def note_turned(
        self, run: Run, place: Place, ts: str, verdict_id: int, show: Show, asker: str | None
    ) -> None:
        self.turned.append((ts, verdict_id, show))

    async def note_missed(self, run: Run, card: Card, key: str) -> None:
        self.missed.append(key)

    def journal(self, identity: str = "msg:1") -> Journal:
        return Journal(identity, self.clock)

    async def run(self, use_case: Any, request: Request, journal: Journal | None = None) -> Journal:
        """Run it to its end, from the start again after every crash, and once more: a process may die before the engine
        notes the end, and by then all that the run reads is as the run left it."""
        journal = journal or self.journal(request.identity)
        for _ in range(10):
            try:
                await use_case(journal.execution(), from_payload(type(request), to_payload(request)))
            except Crash:
                continue
            await self._again(use_case, request, journal)
            return journal
        raise AssertionError("it never ends")

    async def _again(self, use_case: Any, request: Request, journal: Journal) -> None:
        steps, told = list(journal.steps), (list(self.missed), list(self.turned))
        with capture_logs():
            await use_case(journal.execution(), request)
        assert journal.steps == steps, "a run that is repeated from its records takes the same steps and none anew"
        self.missed, self.turned = told


async def made_world(folder: Path) -> AsyncIterator[World]:
    url = database_url(folder, None)
    make_tables(url)
    store = Store.open(url, {"C1": ChannelSettings(watching=True, projects=frozenset({"PAY"}))})
    made = World(store)
    made.jira.has("PAY-1", "Just do it.")
    yield made
    await store.close()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async for made in made_world(tmp_path):
        yield made


def asks(*keys: str, identity: str = "ask:1", trigger: str = "mention", **fields: Any) -> JudgeRequest:
    refs = tuple(TicketRef("main", key) for key in keys)
    place = fields.pop("place", THREAD)
    return JudgeRequest(identity, place, "UASKER", trigger, refs, message_ts=THREAD.thread, **fields)  # type: ignore[arg-type]

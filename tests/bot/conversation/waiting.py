"""A question that was put to somebody, over a real store; Slack, Jira and the gate in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from bot.conversation.asking.asking import Asking
from bot.conversation.asking.reminding import Reminders, Reminding
from bot.conversation.requests import ActRequest, RemindRequest
from bot.conversation.silence import Silence
from bot.engine import outcomes
from bot.policies.in_force import Policies
from bot.ports import Kept
from bot.requests import Place
from bot.runs import from_payload
from bot.schedule import QuietHours
from checks.ticket import Person, TicketId
from tests.bot.judging.conftest import THREAD, World, made_world
from tests.bot.judging.conftest import asks as judge_request
from tests.fakes.runs import Crash, FakeRun

ASKER, REPORTER = "UASKER", "UREPORTER"
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
MAIJA = Person("acc-maija", "Maija", email="maija@example.com")


class Crashing(FakeRun):
    """Does the work of these steps, and is gone before it is kept; once each."""

    lost: ClassVar[set[str]]

    async def _outcome(self, name: str, work: Callable[[], Awaitable[Any]]) -> outcomes.Outcome:
        outcome = await super()._outcome(name, work)
        if name in self.lost:
            self.lost.discard(name)
            raise Crash
        return outcome


class Addresses:
    async def by_email(self, workspace: str, email: str) -> str | None:
        return REPORTER if email == MAIJA.email else None


@dataclass
class Began:
    """Runs begun, each once by its identity."""

    runs: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        self.runs.setdefault(f"{name}:{identity}", payload)


@dataclass
class Waiting:
    world: World
    began: Began = field(default_factory=Began)

    def asking(self) -> Asking:
        world, talk = self.world, self.world.store.talk
        return Asking(world.jira, talk.asks, talk.mutes, Addresses(), world.store.posts, world.delivery(), world.clock)

    def reminding(self) -> Reminding:
        world, store = self.world, self.world.store
        return Reminding(
            world.jira,
            Policies(None),
            world.gate,
            store.verdicts,
            store.talk.asks,
            Silence(store.channels, store.talk.mutes, None),
            Addresses(),
            store.posts,
            world.delivery(),
            world.clock,
        )

    async def kept(self, key: str) -> Kept:
        await self.world.run(self.world.judge(), judge_request(key, identity=f"judge:{key}"))
        [card] = await self.world.store.talk.living.of_ticket("T1", TicketId("main", f"1{key[-1]}"))
        kept = await self.world.store.verdicts.get("T1", card.verdict_id)
        assert kept is not None and kept.verdict.questions
        return kept

    async def ask(self, key: str = "PAY-1", *, place: Place = THREAD, identity: str = "") -> str:
        """Press *Ask*; what the presser is told."""
        kept = await self.kept(key)
        request = ActRequest(identity or f"ask:{key}", place, ASKER, "ask", f"v{kept.id}")
        journal = self.world.journal(request.identity)
        return (await self.asking().ask(journal.execution(), request, kept)).text

    async def look(self, hours: QuietHours | None = None) -> int:
        return await Reminders(self.world.store.talk.asks, hours, self.began, self.world.clock).begin()

    async def work(self) -> None:
        """Run everything that was begun."""
        for identity, payload in self.began.runs.items():
            journal = self.world.journal(identity)
            await self.reminding()(journal.execution(), from_payload(RemindRequest, payload))

    async def reminders(self, hours: QuietHours | None = None) -> int:
        """How many times the question was put again, a look and its work later."""
        await self.look(hours)
        await self.work()
        return sum("still waits" in said.message.text for said in self.world.slack.said)


async def made_waiting(folder: Path) -> AsyncIterator[Waiting]:
    async for world in made_world(folder):
        world.jira.has("PAY-1", "Just do it.", reporter=MAIJA)
        world.clock.now = WEDNESDAY
        yield Waiting(world)

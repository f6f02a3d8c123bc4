"""A durable run in memory: recorded steps are not done again, and a crash loses only the step under way."""

from __future__ import annotations

import json
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.engine import outcomes

T = TypeVar("T")


class Crash(BaseException):
    """The process is gone."""


class Clock:
    """Time that moves when told to."""

    def __init__(self, now: datetime = datetime(2026, 11, 25, 12, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Journal:
    """What the engine keeps of a run. `steps`: names of the steps that were really done, in order."""

    def __init__(self, identity: str, clock: Clock) -> None:
        self.identity = identity
        self.clock = clock
        self.kept: list[tuple[str, str]] = []
        self.steps: list[str] = []
        self.slept = 0.0

    def execution(self) -> FakeRun:
        """A run from the start, as after a crash: what is kept is not done again."""
        return FakeRun(self)

    @property
    def text(self) -> str:
        return "".join(kept for _, kept in self.kept)


class FakeRun:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._at = 0
        self.identity = journal.identity
        self.execution = uuid.uuid4().hex
        self.unsure_since: datetime | None = None

    async def step(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        """The engine gives a result as it is at first and as JSON after a crash, so here it must be both."""
        journal = self._journal
        if self._at == len(journal.kept):
            journal.steps.append(name)
            outcome = await self._outcome(name, work)
            journal.kept.append((name, json.dumps(outcome)))
            assert json.loads(journal.kept[-1][1]) == outcome, f"{name} gives what is another value after a crash"
        kept_name, kept = journal.kept[self._at]
        assert kept_name == name, f"step {self._at} was {kept_name} and is {name}"
        self._at += 1
        result: T = outcomes.unpack(json.loads(kept))
        return result

    async def sleep(self, seconds: float) -> None:
        """One that is recorded is over."""
        anew = self._at == len(self._journal.kept)
        await self.step("sleep", self._nothing)
        if anew:
            self._journal.slept += seconds
            self._journal.clock.advance(seconds)

    async def _outcome(self, name: str, work: Callable[[], Awaitable[Any]]) -> outcomes.Outcome:
        try:
            return outcomes.value(await work())
        except Exception as error:
            return outcomes.failure(error, identity=self.identity, step=name)

    async def _nothing(self) -> None:
        return None

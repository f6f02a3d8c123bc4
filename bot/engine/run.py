"""A durable run, as a use case holds it (`bot.ports.Run`)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from dbos import DBOS

from bot.engine import outcomes
from bot.engine.gate import Gate, Lane
from bot.store.sql.away import is_away
from bot.telemetry import metrics, tracing

T = TypeVar("T")
OVER = 60.0
"""Seconds that a sleep may take beyond its time, including the database's time to record it."""


class LaidDown(asyncio.CancelledError):
    """The database went down during a run. Nothing of that is recorded, so the run is like one whose process died: it
    begins again from its last recorded step."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


class DurableRun:
    """The steps and sleeps of one run, each recorded once done. While entered it holds a place to work; while it
    sleeps it holds none."""

    def __init__(
        self,
        name: str,
        identity: str,
        execution: str,
        gate: Gate,
        lane: Lane,
        *,
        unsure_since: datetime | None = None,
    ) -> None:
        self._name = name
        self._identity = identity
        self._execution = execution
        self._gate = gate
        self._lane = lane
        self._unsure_since = unsure_since
        self._placed = False

    async def __aenter__(self) -> Self:
        await self._gate.enter(self._lane)
        self._placed = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._placed:
            self._leave()

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def execution(self) -> str:
        return self._execution

    @property
    def unsure_since(self) -> datetime | None:
        return self._unsure_since

    async def step(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        async def recorded() -> outcomes.Outcome:
            began = time.perf_counter()
            try:
                with tracing.span(f"step {name}"):
                    outcome = outcomes.value(await work())
            except Exception as error:  # a step's failure is recorded as a value without its text
                if is_away(error):
                    raise LaidDown(error) from None
                outcome = outcomes.failure(error, identity=self._identity, step=name)
            result = next(iter(outcome))
            metrics.STEP_SECONDS.labels(self._name, name, result).observe(time.perf_counter() - began)
            return outcome

        async with self._gate.step():
            outcome = await DBOS.run_step_async({"name": name}, recorded)
        result: T = outcomes.unpack(outcome)
        return result

    async def sleep(self, seconds: float) -> None:
        self._leave()
        # The library sleeps until a moment of the wall clock, which may be set back before the run is taken up again.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds + OVER):
                await DBOS.sleep_async(seconds)
        await self.__aenter__()

    def _leave(self) -> None:
        self._placed = False
        self._gate.leave(self._lane)


Handler = Callable[[DurableRun, dict[str, Any]], Awaitable[None]]

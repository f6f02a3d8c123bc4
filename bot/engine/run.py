"""A durable run, as a use case holds it (`bot.ports.Run`)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from dbos import DBOS

from bot import metrics
from bot.engine import outcomes

T = TypeVar("T")


class Gate:
    """How many runs work at once, and whether steps are begun at all: none are once the process drains.

    The rest of the runs wait, so that acknowledgements, which need the same database and the same processor, do not.
    """

    def __init__(self, width: int) -> None:
        self._places = asyncio.Semaphore(width)
        self._open = True
        self._inside = 0
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def inside(self) -> int:
        """Steps under way."""
        return self._inside

    async def enter(self) -> None:
        """Wait for a place to work."""
        await self._places.acquire()

    def leave(self) -> None:
        self._places.release()

    @asynccontextmanager
    async def step(self) -> AsyncIterator[None]:
        if not self._open:
            await asyncio.Event().wait()  # never: the run is taken up again by whoever starts next
        self._inside += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    async def drain(self, grace: float) -> bool:
        """Begin no further step and wait for those inside, `grace` seconds at most; says whether all came out."""
        self._open = False
        try:
            async with asyncio.timeout(grace):
                await self._empty.wait()
        except TimeoutError:
            return False
        return True


class DurableRun:
    """Steps and sleeps of one run, each recorded once done. Entered, it has a place to work; asleep, it has none."""

    def __init__(self, name: str, identity: str, execution: str, gate: Gate) -> None:
        self._name = name
        self._identity = identity
        self._execution = execution
        self._gate = gate
        self._placed = False

    async def __aenter__(self) -> Self:
        await self._gate.enter()
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

    async def step(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        async def recorded() -> outcomes.Outcome:
            began = time.perf_counter()
            try:
                outcome = outcomes.value(await work())
            except Exception as error:  # a step's failure is recorded as a value without its text
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
        await DBOS.sleep_async(seconds)
        await self.__aenter__()

    def _leave(self) -> None:
        self._placed = False
        self._gate.leave()


Handler = Callable[[DurableRun, dict[str, Any]], Awaitable[None]]

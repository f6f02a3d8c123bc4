"""Group commit: runs that are begun while another's commit is under way are committed together, in one transaction.

A flood of events would otherwise be as many transactions, each with its own wait for the disk and its own connection.
Each start still returns after the commit its row is in.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeAlias, TypeVar

import structlog

from bot.errors import kind_of

log = structlog.get_logger(__name__)
Asked = TypeVar("Asked")
Told = TypeVar("Told")
Start: TypeAlias = tuple[dict[str, Any], dict[str, Any]]
"""A run's first row, and the options beside it."""
Started: TypeAlias = tuple[str, bool]
"""A run's state, and whether it is this start that begins it."""
MOST = 64
"""Most starts in one commit: the last of them waits for the statements of all."""


class Combiner(Generic[Asked, Told]):
    """Batches calls from many threads: whichever thread comes first does all that are waiting meanwhile."""

    def __init__(self, together: Callable[[list[Asked]], list[Told]], alone: Callable[[Asked], Told]) -> None:
        """`together` does all of them, or raises and has done none; then each is done `alone`, and succeeds or fails
        by itself."""
        self._together = together
        self._alone = alone
        self._turn = threading.Lock()
        self._waiting: deque[tuple[Asked, Future[Told]]] = deque()

    def __call__(self, asked: Asked) -> Told:
        """Blocking. Returns once the call is done, or raises what it raised by itself."""
        mine: Future[Told] = Future()
        self._waiting.append((asked, mine))
        while not mine.done():
            with self._turn:
                if not mine.done():
                    self._do([self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))])
        return mine.result()

    def _do(self, taken: list[tuple[Asked, Future[Told]]]) -> None:
        if len(taken) > 1:
            try:
                told = self._together([asked for asked, _ in taken])
            except Exception as error:  # caused by one of them or by the database: each finds out by itself
                log.warning("engine.commit_split", starts=len(taken), error=kind_of(error))
            else:
                for (_, future), one in zip(taken, told, strict=True):
                    future.set_result(one)
                return
        for asked, future in taken:
            try:
                future.set_result(self._alone(asked))
            except Exception as error:  # handed to the thread that asked, which raises it
                future.set_exception(error)


def commit_together(system: Any) -> None:
    """Have the engine's library commit starts together; `system` is its own database object, once launched.

    It offers a start within a transaction of the caller's (`init_workflow_with_connection`) and does not use it itself.
    """
    begin = system.init_workflow

    def together(asked: list[Start]) -> list[Started]:
        told: dict[int, Started] = {}
        with system.engine.begin() as connection:
            # In one order everywhere: two processes would otherwise wait for each other's rows.
            for place in sorted(range(len(asked)), key=lambda place: str(asked[place][0]["workflow_uuid"])):
                status, options = asked[place]
                told[place] = system.init_workflow_with_connection(status, connection, **options)
        return [told[place] for place in range(len(asked))]

    def alone(asked: Start) -> Started:
        started: Started = begin(asked[0], **asked[1])
        return started

    combined = Combiner(together, alone)
    system.init_workflow = lambda status, **options: combined((status, options))

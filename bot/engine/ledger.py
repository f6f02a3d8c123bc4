"""The engine's rows as an operator sees them, from outside the processes: what waits, what was buried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, Self

from sqlalchemy import URL

from bot.engine.rows import BURIED, client_of

State = Literal["waiting", "working", "buried", "failed"]
STATES: Mapping[str, State] = {"ENQUEUED": "waiting", "PENDING": "working", BURIED: "buried", "ERROR": "failed"}
"""A buried run took too many processes down with it. A failed one ended in a trouble, whose reference is in the log."""
AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run that did not end well, or has not ended. `id` is its name and its identity."""

    id: str
    state: State
    begun_at: datetime


class Ledger:
    """Opens the engine's database for as long as it is entered. Blocking."""

    def __init__(self, url: URL) -> None:
        self._url = url

    def __enter__(self) -> Self:
        self._client = client_of(self._url)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.destroy()

    def runs(self, *states: State) -> tuple[RunRow, ...]:
        """Runs in these states, oldest first; at most `AT_MOST`."""
        wanted = [status for status, state in STATES.items() if state in states]
        found = self._client.list_workflows(status=wanted, limit=AT_MOST, load_input=False, load_output=False)
        return tuple(
            RunRow(run.workflow_id, STATES[run.status], datetime.fromtimestamp((run.created_at or 0) / 1000, UTC))
            for run in found
        )

    def replay(self, run_id: str) -> bool:
        """Begin a buried run again, in whichever process is free; False when there is no buried run of this id."""
        if not self._buried(run_id):
            return False
        self._client.resume_workflow(run_id)
        return True

    def discard(self, run_id: str) -> bool:
        """Discard a buried run; False when there is none of this id. Its identity stays taken as long as a finished
        run's, so that a redelivered event does not begin it again."""
        if not self._buried(run_id):
            return False
        self._client.cancel_workflow(run_id)
        return True

    def _buried(self, run_id: str) -> bool:
        return bool(
            self._client.list_workflows(workflow_ids=[run_id], status=BURIED, load_input=False, load_output=False)
        )

"""The runs that the library knows, of every process: listed without their inputs and outputs, and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from dbos import DBOS

BATCH = 500


async def list_runs(status: Sequence[str], **options: Any) -> list[Any]:
    """Oldest first. `options` are those of the library's own list."""
    return await DBOS.list_workflows_async(status=list(status), load_input=False, load_output=False, **options)


async def delete_runs(status: Sequence[str], before: datetime) -> int:
    """Those that began before then; how many."""
    deleted = 0
    while old := await list_runs(status, end_time=before.isoformat(), limit=BATCH):
        await DBOS.delete_workflows_async([found.workflow_id for found in old])
        deleted += len(old)
    return deleted


def age(run: Any) -> float:
    """Seconds since a run was begun, by the wall clock."""
    return datetime.now(UTC).timestamp() - (run.created_at or 0) / 1000

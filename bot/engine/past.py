"""The engine's rows of ended runs, by whom or what their requests name: read out, or deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import URL

from bot.engine.overwriting import empty_log, overwrite
from bot.engine.rows import UNFINISHED, client_of

PAGE = 500


def holds(told: str, name: str) -> bool:
    """Whether the text holds the whole id: one workspace's may be the beginning of another's."""
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])", told) is not None


class Past:
    """Blocking. Runs under way are left alone: they end by themselves, and are deleted the next time."""

    def __init__(self, url: URL) -> None:
        self._client = client_of(url)
        self._engine = self._client._sys_db.engine
        overwrite(self._engine)

    def close(self) -> None:
        self._client.destroy()

    def naming(self, names: Collection[str]) -> Iterator[dict[str, Any]]:
        """Runs whose request holds each of these ids as a value, or as a part of a longer one."""
        for run in self._all():
            told = f"{run.workflow_id} {json.dumps(run.input, default=str)}"
            if all(holds(told, name) for name in names):
                yield {
                    "id": run.workflow_id,
                    "status": run.status,
                    "begun_at": datetime.fromtimestamp((run.created_at or 0) / 1000, UTC),
                    "request": run.input,
                }

    def delete(self, names: Collection[str]) -> tuple[int, int]:
        """How many such runs were deleted, and how many are still under way. On SQLite nothing of the deleted stays
        behind in the files."""
        found = list(self.naming(names))
        ended = [run["id"] for run in found if run["status"] not in UNFINISHED]
        for start in range(0, len(ended), PAGE):
            self._client.delete_workflows(ended[start : start + PAGE])
        empty_log(self._engine)
        return len(ended), len(found) - len(ended)

    def _all(self) -> Iterator[Any]:
        offset = 0
        while page := self._client.list_workflows(limit=PAGE, offset=offset, load_output=False):
            yield from page
            offset += len(page)

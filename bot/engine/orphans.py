"""Runs that are this process's own and that nobody works on: why one is left so, and how it begins again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from itertools import count
from typing import Any

import structlog
from dbos import DBOS

from bot.engine.listing import age, list_runs
from bot.errors import kind_of

log = structlog.get_logger(__name__)

YOUNG = 60.0
"""Seconds that a committed run may take to begin."""
PAGE = 200


class Orphans:
    """Of one process."""

    def __init__(self, attempts: int) -> None:
        """`attempts`: how often a run may be left because the database is down."""
        self._attempts = attempts
        self._laid_down: Counter[str] = Counter()
        """How often each run was left."""
        self._left: set[str] = set()
        """Those of them that have not begun again since: if one began twice, it would run beside itself."""
        self._found: frozenset[str] = frozenset()
        """Those that the last look found."""

    def leaves(self, run: str, error: BaseException) -> bool:
        """Whether a run whose database is down is left as it is, to begin again; not for ever, because the run itself
        may be what brings the database down."""
        self._laid_down[run] += 1
        if self._laid_down[run] > self._attempts:
            del self._laid_down[run]
            return False
        self._left.add(run)
        log.warning("engine.laid_down", error=kind_of(error))
        return True

    def ended(self, run: str) -> None:
        """It has ended, and need not be counted any more."""
        self._laid_down.pop(run, None)

    async def adopt(self, slot: str, running: Set[str]) -> None:
        """Begin them again: those left here, and those that two looks in a row found. A run that has just ended is
        briefly neither worked on nor marked as ended, so one look is not enough."""
        found: list[str] = []
        for offset in count(0, PAGE):
            mine = await list_runs(["PENDING"], executor_id=slot, limit=PAGE, offset=offset)
            strangers = (run for run in mine if run.workflow_id not in running)
            # In the future: the clock was set back since, so they are as old as those in the past.
            found += [run.workflow_id for run in strangers if self._is_orphan(run)]
            if len(mine) < PAGE:
                break
        orphans = [run for run in found if run in self._left or run in self._found]
        self._found = frozenset(found)
        if orphans:
            await DBOS.resume_workflows_async(orphans)
            self._left.difference_update(orphans)
            log.warning("engine.adopted", runs=len(orphans))

    def _is_orphan(self, run: Any) -> bool:
        return run.workflow_id in self._left or abs(age(run)) > YOUNG

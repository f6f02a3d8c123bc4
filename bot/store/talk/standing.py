"""What people said that stands now, as judging needs it: read on the thread that judges, and remembered for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import URL, select

from bot.site_names import owner_of
from bot.store.sql.database import connect_sync, reading
from bot.store.tables.conversation import demotions, judgements
from checks.policy import Waiver

FRESH = 2.0
"""Seconds after which another process's words are heard too."""


@dataclass(frozen=True, slots=True)
class Said:
    """Waivers by site and issue id, a site being one workspace's, and demoted rules by workspace and project."""

    waivers: dict[tuple[str, str], tuple[Waiver, ...]] = field(default_factory=dict)
    demoted: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    sole: str = ""
    """The workspace that the operator's sites belong to, where there is only one."""

    def demoted_in(self, site: str, project: str) -> frozenset[str]:
        """Rules that only advise on the tickets of a site's project."""
        return self.demoted.get((owner_of(site) or self.sole, project), frozenset())


class StandingStore:
    def __init__(self, url: URL, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is connected yet."""
        self._engine = reading(connect_sync(url))
        self._clock = clock
        self._lock = Lock()
        self._known = Said()
        self._until = float("-inf")
        self._workspace: Callable[[], str | None] = lambda: None

    def serve(self, workspace: Callable[[], str | None]) -> None:
        """Whose words count: those of this workspace alone, as soon as it is known; while it gives None, of each
        workspace on the tickets of its own sites."""
        self._workspace = workspace

    def said(self) -> Said:
        """Blocking: call it on a worker thread."""
        with self._lock:
            if self._clock() >= self._until:
                self._known = self._read()
                self._until = self._clock() + FRESH
            return self._known

    def forget(self) -> None:
        """Something was said in this process: look again next time."""
        self._until = float("-inf")

    def close(self) -> None:
        self._engine.dispose()

    def _read(self) -> Said:
        waivers: dict[tuple[str, str], tuple[Waiver, ...]] = {}
        demoted: dict[tuple[str, str], frozenset[str]] = {}
        columns = (
            *(judgements.c.site, judgements.c.issue_id, judgements.c.key, judgements.c.code),
            *(judgements.c.kind, judgements.c.reason, judgements.c.until, judgements.c.user),
        )
        standing = select(*columns).where(judgements.c.undone_at.is_(None)).order_by(judgements.c.id)
        lowered = select(demotions.c.workspace, demotions.c.project, demotions.c.code).where(
            demotions.c.lifted_at.is_(None)
        )
        if (workspace := self._workspace()) is not None:
            standing = standing.where(judgements.c.workspace == workspace)
            lowered = lowered.where(demotions.c.workspace == workspace)
        with self._engine.connect() as connection:
            for site, issue, key, code, kind, reason, until, user in connection.execute(standing):
                waiver = Waiver(code, frozenset({key}), reason, until, f"slack:{user}", wrong=kind == "wrong")
                waivers[site, issue] = (*waivers.get((site, issue), ()), waiver)
            for owner, project, code in connection.execute(lowered):
                demoted[owner, project] = demoted.get((owner, project), frozenset()) | {code}
        return Said(waivers, demoted, workspace or "")

"""Keys of the projects that the bot may read on a site, kept for minutes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from bot.jira.transport.connection import Connection
from bot.jira.values import mappings, string

_KEPT = 600.0
"""Seconds."""
_PAGE = 100
_MOST_PAGES = 100


class Projects:
    """Projects named in the settings need no call; else all that the account can browse."""

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection = connection
        self._clock = clock
        self._lock = asyncio.Lock()
        self._known: frozenset[str] = frozenset()
        self._asked_at = float("-inf")

    async def keys(self, oldest: float = _KEPT) -> frozenset[str]:
        """As Jira said at most `oldest` seconds ago."""
        if self._connection.site.projects:
            return self._connection.site.projects
        async with self._lock:
            if self._clock() - self._asked_at >= min(oldest, _KEPT):
                self._known = await self.browsable()
                self._asked_at = self._clock()
            return self._known

    async def browsable(self) -> frozenset[str]:
        """All that the account can browse, whatever the settings name. Asked for anew."""
        if self._connection.site.deployment == "datacenter":
            return _keys(await self._connection.get("/project"))
        found: frozenset[str] = frozenset()
        for page in range(_MOST_PAGES):
            params = {"startAt": page * _PAGE, "maxResults": _PAGE}
            answer = await self._connection.get_object("/project/search", params)
            keys = _keys(answer.get("values"))
            found |= keys
            if not keys or answer.get("isLast") is not False:
                break
        return found


def _keys(listed: object) -> frozenset[str]:
    return frozenset(key for entry in mappings(listed) if (key := string(entry.get("key"))))

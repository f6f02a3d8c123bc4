"""The access token of one OAuth connection, renewed before it expires, by one process only: a refresh token works
once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from pydantic import SecretStr

from bot.connecting.connections import Grant
from bot.errors import APP_REFUSED, JiraError
from bot.jira.connected.atlassian import ENDED
from bot.retrying.saving import save_with_retries

EARLY = timedelta(minutes=5)
"""How long before it expires an access token is renewed, so that no call is under way when it does."""
LONGEST = timedelta(minutes=65)
"""More than any access token has left. If one seems to have more, the clock was set back, and its expiry cannot be
trusted."""
HELD = 30.0
"""Seconds after which the stored token is read again: another process may have connected another account in its
place."""
LOOK = 0.1
"""Seconds between two checks whether another process has renewed it."""
PATIENCE = 15.0
"""Seconds to wait for another process's renewal."""
log = structlog.get_logger()


class Tokens(Protocol):
    """What is kept of a connection's tokens (`bot.store.jira.tokens.TokenStore`)."""

    async def access(self, workspace: str, site: str, person: str = "") -> tuple[SecretStr, datetime]: ...
    async def claim(
        self, workspace: str, site: str, person: str = "", *, now: datetime, due: datetime
    ) -> SecretStr | None: ...
    async def renewed(
        self, workspace: str, site: str, person: str = "", *, claimed: datetime, grant: Grant
    ) -> None: ...
    async def refused(self, workspace: str, site: str, person: str = "", *, claimed: datetime) -> None: ...
    async def unclaim(self, workspace: str, site: str, person: str = "", *, claimed: datetime) -> None: ...


class Renewing:
    """Gives the access token for each call to Jira, of one workspace's connection to a site or of one person's."""

    def __init__(
        self,
        tokens: Tokens,
        renew: Callable[[SecretStr], Awaitable[Grant]],
        clock: Callable[[], datetime],
        workspace: str,
        site: str,
        person: str = "",
        *,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """`renew` exchanges a refresh token. Raises: JiraError; only the reason `ENDED` ends the connection. `steady` gives
        seconds that only grow."""
        self._tokens = tokens
        self._renew = renew
        self._clock = clock
        self._whose = (workspace, site, person)
        self._steady = steady
        self._known: tuple[SecretStr, datetime] | None = None
        self._read_at = 0.0
        self._seen_until = 0.0
        self._lock = asyncio.Lock()

    async def __call__(self) -> str:
        """Raises: JiraError; `unauthorized` when it must be connected again, or with the reason `APP_REFUSED` when the
        operator must correct the app's secret."""
        async with self._lock:
            if self._known is None or self._due(self._known) or self._is_old():
                # Shielded: if the caller gives up, the successor of a used-up token must be stored all the same.
                found = await asyncio.shield(self._fresh())
                self._read_at = self._steady()
                if self._known is None or found[0] != self._known[0]:
                    self._seen_until = self._read_at + min(found[1] - self._clock(), LONGEST).total_seconds()
                self._known = found
            return self._known[0].get_secret_value()

    async def _fresh(self) -> tuple[SecretStr, datetime]:
        known = await self._tokens.access(*self._whose)
        for _ in range(round(PATIENCE / LOOK)):
            if not self._due(known):
                return known
            now = self._clock()
            refresh = await self._tokens.claim(*self._whose, now=now, due=max(now + EARLY, known[1]))
            if refresh is not None:
                return await self._renewed(refresh, now)
            await asyncio.sleep(LOOK)
            known = await self._tokens.access(*self._whose)
        raise JiraError("timeout", site=self._whose[1])

    async def _renewed(self, refresh: SecretStr, claimed: datetime) -> tuple[SecretStr, datetime]:
        try:
            grant = await self._renew(refresh)
        except JiraError as error:
            log.warning("jira.not_renewed", site=self._whose[1], outcome=error.outcome, reason=error.reason)
            settle = self._tokens.refused if error.reason == ENDED else self._tokens.unclaim
            await settle(*self._whose, claimed=claimed)
            reason = APP_REFUSED if error.reason == APP_REFUSED else None
            raise JiraError(error.outcome, site=self._whose[1], retry_after=error.retry_after, reason=reason) from None
        await save_with_retries(
            partial(self._tokens.renewed, *self._whose, claimed=claimed, grant=grant),
            "jira.not_kept",
            site=self._whose[1],
        )
        log.info("jira.renewed", site=self._whose[1])
        return grant.access, grant.expires_at

    def _due(self, known: tuple[SecretStr, datetime]) -> bool:
        """Whether it must be renewed, by the wall clock, and for a token seen before also by a clock that nobody
        sets."""
        left = known[1] - self._clock()
        if self._known is not None and known[0] == self._known[0]:
            left = min(left, timedelta(seconds=self._seen_until - self._steady()))
        return left <= EARLY or left > LONGEST

    def _is_old(self) -> bool:
        return self._steady() - self._read_at >= HELD

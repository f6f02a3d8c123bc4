"""Tokens that rotate, renewed ahead of their end, each by one process at a time: a refresh token can be spent once
(docs.slack.dev/authentication/using-token-rotation)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from pydantic import SecretStr

from bot.errors import SlackError
from bot.installed import Installed, InstalledStore, Token
from bot.retrying.periodic import periodically
from bot.retrying.saving import save_with_retries
from bot.telemetry import metrics

AHEAD = timedelta(hours=2)
"""Before a token's end the round renews it; Slack's tokens live twelve hours."""
LATE = timedelta(minutes=5)
"""Before its end whoever needs the token renews it, should no round have done so."""
LONGEST = timedelta(hours=13)
"""More than is left of any token: where it seems so, the clock was set back since, and its end is not to be trusted."""
HOLD = timedelta(seconds=60)
"""For so long a process that died while it renewed keeps others from it; longer than any call to Slack takes."""
ROUND = 600.0
WAIT, LOOK = 10.0, 0.25
"""Seconds to wait, with no token that works, for another process to renew it; and between two looks."""
FATAL = frozenset({"invalid_refresh_token"})
"""Names beside those of a dead installation. A wrong client secret is the operator's to mend, and kills nothing."""
log = structlog.get_logger(__name__)


class Renewer(Protocol):
    async def renew(self, refresh: SecretStr) -> Token:
        """Raises `SlackError`."""
        ...


class Renewal:
    def __init__(self, store: InstalledStore, oauth: Renewer, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._oauth = oauth
        self._clock = clock
        self._under_way: dict[str, asyncio.Task[Installed]] = {}

    async def fresh(self, seen: Installed) -> Installed:
        """The installation as seen while its token lives a while yet, else with the next token. Raises `SlackError` when
        there is none that works."""
        if LATE < self._left(seen) <= LONGEST or not self._ends(seen):
            return seen
        return await self._once(seen.installation.workspace, LATE)

    async def once(self) -> int:
        """Renew what ends soon, whosever it is; how many were looked at."""
        now = self._clock()
        due = await self._store.due(now + AHEAD, now + LONGEST)
        for workspace in due:
            try:
                await self._once(workspace, AHEAD)
            except SlackError as error:
                log.warning("renewal.not_yet", workspace=workspace, error=error.error)
        return len(due)

    async def keep_renewing(self) -> None:
        await periodically("renewal", self.once, ROUND)

    async def close(self) -> None:
        """Let what Slack has been asked for be kept."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _left(self, seen: Installed) -> timedelta:
        ends = seen.token.expires_at
        return timedelta.max if ends is None else ends - self._clock()

    @staticmethod
    def _ends(seen: Installed) -> bool:
        return seen.token.expires_at is not None

    async def _once(self, workspace: str, margin: timedelta) -> Installed:
        """In this process one renewal at a time; whoever asks meanwhile gets what it brings, also when the one who asked
        first has gone away."""
        task = self._under_way.get(workspace)
        if task is None:
            task = asyncio.create_task(self._renewed(workspace, margin))
            self._under_way[workspace] = task
            task.add_done_callback(lambda _: self._under_way.pop(workspace, None))
        return await asyncio.shield(task)

    async def _renewed(self, workspace: str, margin: timedelta) -> Installed:
        seen = await self._store.of(workspace)
        if seen is None:
            raise SlackError("install_dead", "not_installed")
        if margin < self._left(seen) <= LONGEST or not self._ends(seen):
            return seen
        now = self._clock()
        refresh = seen.token.refresh
        if seen.dead or refresh is None:
            return self._as_it_is(seen, SlackError("install_dead", seen.dead or "token_expired"))
        if not await self._store.claim(seen, now=now, hold=HOLD):
            return await self._another(seen)
        try:
            token = await self._oauth.renew(refresh)
        except SlackError as error:
            return await self._failed(seen, error, now)
        await save_with_retries(partial(self._store.renewed, seen, token), "renewal.not_kept", workspace=workspace)
        metrics.TOKEN_RENEWALS.labels("ok").inc()
        log.info("renewal.done", workspace=workspace)
        return replace(seen, token=token, dead=None)

    async def _failed(self, seen: Installed, error: SlackError, claimed_at: datetime) -> Installed:
        workspace = seen.installation.workspace
        fatal = error.outcome == "install_dead" or error.error in FATAL
        metrics.TOKEN_RENEWALS.labels("refused" if fatal else error.outcome).inc()
        if not fatal:
            await self._store.let_go(seen, now=claimed_at)
            log.warning("renewal.failed", workspace=workspace, error=error.error)
            return self._as_it_is(seen, error)
        await self._store.died(seen, error.error)
        log.error("renewal.refused", workspace=workspace, error=error.error)
        dead = replace(seen, dead=error.error)
        return self._as_it_is(dead, SlackError("install_dead", error.error))

    async def _another(self, seen: Installed) -> Installed:
        """Another process is at it: its token is waited for only where the one seen works no more."""
        for _ in range(int(WAIT / LOOK)):
            if self._left(seen) > timedelta(0):
                return seen
            await asyncio.sleep(LOOK)
            found = await self._store.of(seen.installation.workspace)
            if found is None:
                raise SlackError("install_dead", "not_installed")
            seen = found
        raise SlackError("unavailable", "token_expired")

    def _as_it_is(self, seen: Installed, error: SlackError) -> Installed:
        """A token that could not be renewed serves until its end."""
        if self._left(seen) > timedelta(0):
            return seen
        raise error

"""A site's connection for the event loop: its own threads, a bound on calls at once, a deadline, a breaker."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from bot.errors import JiraError
from bot.jira.sites import Site
from bot.jira.transport.breaker import Breaker
from bot.jira.transport.wire import Method, Wire

AT_ONCE = 8
"""Calls to one site at once, so that one slow site cannot hold up another. The session keeps ten connections."""
CALL_DEADLINE = 20.0
"""Seconds one call may take in all, waiting for its turn included."""
Bearer = Callable[[], Awaitable[str]]
"""Gives the access token of an `oauth` site as it is now. Raises: JiraError."""


class Connection:
    def __init__(
        self,
        site: Site,
        *,
        bearer: Bearer | None = None,
        beside: Connection | None = None,
        deadline: float = CALL_DEADLINE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`beside`: the site's own connection, whose threads and turns another person's connection to it shares."""
        self.site = site
        self._bearer = bearer
        self.beside = beside
        self._deadline = deadline
        self._wire = Wire(site)
        self._breaker = Breaker(site.name, clock)
        self._turns: asyncio.Semaphore = beside._turns if beside else asyncio.Semaphore(AT_ONCE)
        self._threads = self._new_threads()

    async def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        return await self.call("GET", path, params=params)

    async def call(
        self, method: Method, path: str, *, params: Mapping[str, str | int] | None = None, body: object = None
    ) -> Any:
        """The JSON of an answer, None when it is empty. Raises: JiraError."""
        self._breaker.check()
        ends = time.monotonic() + self._deadline
        try:
            async with asyncio.timeout(self._deadline):
                bearer = await self._bearer() if self._bearer else ""
                work = partial(self._wire.call, method, path, params=params, body=body, bearer=bearer, deadline=ends)
                async with self._turns:
                    threads = (self.beside or self)._threads
                    answer = await asyncio.get_running_loop().run_in_executor(threads, work)
        except TimeoutError:
            error = JiraError("timeout", site=self.site.name)
            self._breaker.failed(error)
            raise error from None
        except JiraError as error:
            self._breaker.failed(error)
            raise
        self._breaker.succeeded()
        return answer

    async def get_object(self, path: str, params: Mapping[str, str | int] | None = None) -> dict[str, Any]:
        """As `get`, for an answer that must be an object."""
        return self.checked(await self.get(path, params))

    def checked(self, answer: Any) -> dict[str, Any]:
        if not isinstance(answer, dict):
            raise JiraError("unreadable", site=self.site.name)
        return answer

    async def close(self) -> None:
        """Let go of threads and sockets; calls that still run end on their own by their deadline. Whoever holds it still
        may go on: what is opened anew for them goes with them."""
        if self.beside is None:
            threads, self._threads = self._threads, self._new_threads()
            threads.shutdown(wait=False)
        await asyncio.to_thread(self._wire.close)

    def _new_threads(self) -> ThreadPoolExecutor:
        """None is begun before the first call."""
        return ThreadPoolExecutor(AT_ONCE, f"jira-{self.site.name}")

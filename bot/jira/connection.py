"""A site's connection for the event loop: its own threads, a bound on calls at once, a deadline, a breaker."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from bot.errors import JiraError
from bot.jira.breaker import Breaker
from bot.jira.sites import Site
from bot.jira.wire import Method, Wire

AT_ONCE = 8
"""Calls to one site at once, so that one slow site cannot hold up another. The session keeps ten connections."""
CALL_DEADLINE = 20.0
"""Seconds one call may take in all, waiting for its turn included."""


class Connection:
    def __init__(
        self, site: Site, *, deadline: float = CALL_DEADLINE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.site = site
        self._deadline = deadline
        self._wire = Wire(site)
        self._breaker = Breaker(site.name, clock)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"jira-{site.name}")

    async def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        return await self.call("GET", path, params=params)

    async def call(
        self, method: Method, path: str, *, params: Mapping[str, str | int] | None = None, body: object = None
    ) -> Any:
        """The JSON of an answer, None when it is empty. Raises: JiraError."""
        self._breaker.check()
        work = partial(
            self._wire.call, method, path, params=params, body=body, deadline=time.monotonic() + self._deadline
        )
        try:
            async with asyncio.timeout(self._deadline), self._turns:
                answer = await asyncio.get_running_loop().run_in_executor(self._threads, work)
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
        """Let go of threads and sockets; calls that still run end on their own by their deadline."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._wire.close)

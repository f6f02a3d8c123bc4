"""Faults on demand: what the next calls of a kind answer instead of the real answer."""

from __future__ import annotations

import asyncio
import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(slots=True)
class Fault:
    """One fault. `where` is a pattern on a method name (Slack) or on "GET /rest/…" (Jira); `times` None is for ever."""

    where: str
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    """Seconds before the answer."""
    after: bool = False
    """The call takes effect first, and only its answer is lost, which makes a client post twice."""
    passes: bool = False
    """Only the delay: the answer is the real one."""
    hangup: bool = False
    """The connection is cut without an answer."""
    times: int | None = 1
    until: asyncio.Event | None = None
    """No answer before this is set: whatever a test does meanwhile happens before the answer."""

    async def answer(self, request: web.Request) -> web.Response:
        if self.hangup and request.transport is not None:
            request.transport.abort()
        return web.Response(
            status=self.status, body=self.body, content_type=self.content_type, headers=dict(self.headers)
        )


class Faults:
    """The faults waiting for their call, first come first served."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        self._waiting.clear()

    async def take(self, what: str) -> Fault | None:
        """The fault that is due for this call, after its delay."""
        for fault in self._waiting:
            if not fnmatch.fnmatchcase(what, fault.where):
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
            if fault.delay:
                await asyncio.sleep(fault.delay)
            if fault.until is not None:
                await fault.until.wait()
            return fault
        return None

"""What the bot asked of the sandbox, call by call, for tests to count."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `what` is a method name (Slack) or "GET /rest/…" (Jira); `answer` an error name or HTTP status."""

    what: str
    args: Mapping[str, Any]
    answer: str
    at: float = field(default_factory=time.time)


class Calls:
    """The latest calls, oldest first; all but the last 10,000 are only counted."""

    def __init__(self) -> None:
        self._kept: deque[Call] = deque(maxlen=KEPT)
        self.total = 0

    def add(self, what: str, args: Mapping[str, Any], answer: str) -> None:
        self._kept.append(Call(what, args, answer))
        self.total += 1

    def of(self, what: str) -> list[Call]:
        """The calls whose name is, or starts with, this text."""
        return [call for call in self._kept if call.what.startswith(what)]

    def count(self, what: str) -> int:
        return len(self.of(what))

    def clear(self) -> None:
        self._kept.clear()
        self.total = 0

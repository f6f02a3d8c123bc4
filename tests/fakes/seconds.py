"""A clock of seconds, as `time.monotonic` is one, that moves when told to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Seconds:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now

"""How long to wait before trying again: what the other side asks, else longer each time, never all at once. Pure."""

from __future__ import annotations

import zlib

FIRST = 2.0
LONGEST = 60.0


def pause(attempt: int, asked: float | None, identity: str) -> float:
    """Seconds before attempt number `attempt` (the first retry is 1). `asked` is what the other side asked for. The
    jitter, up to a quarter, comes of the identity, so that a replay waits as long and a crowd does not wait as one."""
    wait = asked if asked is not None else min(FIRST * 3 ** (attempt - 1), LONGEST)
    share = zlib.crc32(f"{identity}:{attempt}".encode()) / 2**32
    return wait + max(wait, 1.0) * share / 4

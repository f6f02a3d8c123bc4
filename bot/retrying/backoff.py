"""How long to wait before trying again: as long as the other side asks, else longer each time, and never all at once.
Pure."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST = 2.0
LONGEST = 60.0
LONGEST_OBEYED = 3600.0
"""Longest wait in seconds, even where the other side asks for more."""
REST = 900.0
"""Seconds between two attempts at something that can wait for hours."""
SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)


def backoff(attempt: int, asked: float | None, identity: str) -> float:
    """Seconds before attempt number `attempt` (the first retry is 1). `asked` is what the other side asked for. The
    jitter, up to a quarter, is derived from the identity, so that a replay waits as long as before and many runs do
    not all wait equally long."""
    wait = min(asked, LONGEST_OBEYED) if asked is not None else min(FIRST * 3 ** (attempt - 1), LONGEST)
    share = zlib.crc32(f"{identity}:{attempt}".encode()) / 2**32
    return wait + max(wait, 1.0) * share / 4


def retry_after_of(given: str, now: datetime | None) -> float | None:
    """Seconds that a `Retry-After` asks for, as a number or as an HTTP date (RFC 9110, 10.2.3); None when it says neither,
    or a date where nobody knows what time it was. Never negative."""
    if SECONDS.fullmatch(given):
        return float(given)
    until = http_date(given)
    return max((until - now).total_seconds(), 0.0) if until and now else None


def http_date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)

"""How long is waited: as long as the other side asks, within a bound, and never all at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.retrying.backoff import FIRST, LONGEST, LONGEST_OBEYED, backoff, retry_after_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("30", 30.0),
        ("0.5", 0.5),
        ("Wed, 25 Nov 2026 12:00:30 GMT", 30.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("inf", None),
        ("nan", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_what_is_asked_for_is_read_as_seconds_and_as_a_date(given: str, seconds: float | None) -> None:
    assert retry_after_of(given, NOW) == seconds


def test_a_date_says_nothing_where_nobody_knows_what_time_it_was() -> None:
    assert retry_after_of("Wed, 25 Nov 2026 12:00:30 GMT", None) is None


def test_nobody_is_obeyed_for_longer_than_an_hour_or_so() -> None:
    assert LONGEST_OBEYED <= backoff(1, 999_999_999.0, "msg:1") <= LONGEST_OBEYED * 1.25


def test_tries_are_further_and_further_apart_within_a_bound_and_a_crowd_does_not_wait_as_one() -> None:
    waits = [backoff(attempt, None, "msg:1") for attempt in range(1, 12)]
    for wait, least in zip(waits, (FIRST, FIRST * 3, FIRST * 9, FIRST * 27, *[LONGEST] * 7), strict=True):
        assert least <= wait <= least * 1.25, "thrice as long each time, and up to a quarter on top"
    assert len({backoff(3, None, f"msg:{number}") for number in range(50)}) > 40

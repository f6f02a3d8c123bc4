"""A weekly local time comes once a week, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import WEEK, latest_due, local_date, moment, next_due

ZONES = ("Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "UTC")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
times = st.times().map(lambda at: at.strftime("%H:%M"))


@given(st.integers(0, 6), times, st.sampled_from(ZONES), moments)
def test_next_and_latest_stand_on_both_sides_of_now(weekday: int, at: str, zone: str, now: datetime) -> None:
    last, coming = latest_due(weekday, at, zone, now), next_due(weekday, at, zone, now)
    assert last <= now < coming
    assert local_date(coming, zone) - local_date(last, zone) == WEEK
    assert local_date(coming, zone).weekday() == weekday


@given(st.integers(0, 6), times, st.sampled_from(ZONES), moments)
def test_following_the_due_moments_visits_every_week_once(weekday: int, at: str, zone: str, start: datetime) -> None:
    days, now = [], start
    for _ in range(60):
        now = next_due(weekday, at, zone, now)
        days.append(local_date(now, zone))
    assert days == [days[0] + WEEK * number for number in range(60)]


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 3, 23), "09:00", "07:00"),  # winter
        (date(2026, 3, 30), "09:00", "06:00"),  # summer
        (date(2026, 3, 29), "03:30", "01:30"),  # the clock jumps from 03:00 to 04:00: half an hour after the jump
        (date(2026, 10, 25), "03:30", "00:30"),  # shown twice: the first
        (date(2026, 12, 31), "23:59", "21:59"),
    ],
)
def test_helsinki(day: date, at: str, utc: str) -> None:
    assert moment(day, at, "Europe/Helsinki").strftime("%H:%M") == utc


def test_a_due_moment_keeps_its_local_time_over_both_changes() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(52):
        now = next_due(0, "09:00", "Europe/Helsinki", now)
        assert now.astimezone(ZoneInfo("Europe/Helsinki")).strftime("%a %H:%M") == "Mon 09:00"
        now += timedelta(seconds=1)

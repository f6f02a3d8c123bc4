"""When a weekly local time comes, and which hours are quiet, whatever the clocks of a time zone do. Pure."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


def moment(day: date, at: str, zone: str) -> datetime:
    """The moment, in UTC, at which this local date's clock shows `at` (HH:MM): the first of two where the clock goes
    back, and as much later as the clock jumps where it never shows it."""
    local = datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone))
    return local.astimezone(UTC)


def next_due(weekday: int, at: str, zone: str, after: datetime) -> datetime:
    """The first due moment later than `after`. Monday is 0."""
    day = after.astimezone(ZoneInfo(zone)).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    due = moment(day, at, zone)
    return due if due > after else moment(day + WEEK, at, zone)


def lag(workspace: str, channel: str, crowd: int) -> timedelta:
    """How much later than due a channel's digest begins, where `crowd` channels chose the same time: a minute for each
    further one, an hour at most, always the same for a channel."""
    window = min(60 * (crowd - 1), 3600)
    return timedelta(seconds=zlib.crc32(f"{workspace}:{channel}".encode()) % window if window > 0 else 0)


def local_date(due: datetime, zone: str) -> date:
    """The local date that a due moment is for."""
    return due.astimezone(ZoneInfo(zone)).date()


def latest_due(weekday: int, at: str, zone: str, now: datetime) -> datetime:
    """The last due moment not later than `now`: the only one worth making up for after an outage."""
    day = now.astimezone(ZoneInfo(zone)).date()
    day -= timedelta(days=(day.weekday() - weekday) % 7)
    due = moment(day, at, zone)
    return due if due <= now else moment(day - WEEK, at, zone)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From a local time until another, over midnight where the second is the earlier."""

    start: time
    end: time
    zone: str

    def holds(self, now: datetime) -> bool:
        local = now.astimezone(ZoneInfo(self.zone)).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

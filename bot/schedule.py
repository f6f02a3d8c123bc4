"""When a weekly local time comes, and which hours are quiet, whatever the clocks of a time zone do. Pure."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEK = timedelta(days=7)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SATURDAY = 5


def moment(day: date, at: str, zone: str) -> datetime:
    """The moment, in UTC, at which the clock of this zone shows `at` (HH:MM) on this date: the first of two where the
    clock is set back, and later by as much as it is set forward where it never shows it."""
    local = datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone))
    return local.astimezone(UTC)


def next_due(weekday: int, at: str, zone: str, after: datetime) -> datetime:
    """The first due moment later than `after`. Monday is 0."""
    day = after.astimezone(ZoneInfo(zone)).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    due = moment(day, at, zone)
    return due if due > after else moment(day + WEEK, at, zone)


def lag(workspace: str, channel: str, crowd: int) -> timedelta:
    """How much later than due a channel's digest begins when `crowd` channels chose the same time: a minute for each
    further channel, an hour at most, and always the same for one channel."""
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


def worked(since: datetime, days: int, zone: str, now: datetime) -> bool:
    """Whether this many working days have passed, and today is one: Monday to Friday by this zone's calendar, counted
    to the same time of day."""
    local = now.astimezone(ZoneInfo(zone))
    back, left = local.date(), days
    if back.weekday() >= SATURDAY:
        return False
    while left:
        back -= timedelta(days=1)
        left -= back.weekday() < SATURDAY
    return since <= datetime.combine(back, local.time(), ZoneInfo(zone))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one local time to another, past midnight where the second is earlier. The same time twice means never."""

    start: time
    end: time
    zone: str

    @classmethod
    def read(cls, text: str) -> QuietHours:
        """`18:00-08:00 Europe/Helsinki`. Raises: ValueError."""
        try:
            hours, zone = text.split()
            start, end = (time.fromisoformat(part) for part in hours.split("-"))
            ZoneInfo(zone)
        except (ValueError, ZoneInfoNotFoundError):
            raise ValueError("is not like 18:00-08:00 Europe/Helsinki") from None
        return cls(start, end, zone)

    @property
    def text(self) -> str:
        """As `read` takes it."""
        return f"{self.span} {self.zone}"

    @property
    def span(self) -> str:
        return "-".join(at.isoformat("minutes" if not at.second else "auto") for at in (self.start, self.end))

    @property
    def never(self) -> bool:
        return self.start == self.end

    def holds(self, now: datetime) -> bool:
        local = now.astimezone(ZoneInfo(self.zone)).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


NEVER_QUIET = QuietHours(time(0), time(0), "UTC")

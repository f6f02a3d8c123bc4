"""What keeps the bot from saying anything that nobody asked for."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.conversation.silence import Reason, Silence
from bot.ports import ChannelSettings
from bot.requests import Place
from bot.schedule import NEVER_QUIET, QuietHours

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
BY_DAY, BY_NIGHT = QuietHours(time(8), time(18), "UTC"), QuietHours(time(18), time(8), "UTC")
THREAD, CHANNEL = Place("T1", "C1", "17.1"), Place("T1", "C1")


class Muted(set[tuple[str, str]]):
    async def muted(self, workspace: str, channel: str, subject: str) -> bool:
        return (channel, subject) in self

    async def put(self, workspace: str, channel: str, subject: str, on: bool, *, user: str, now: datetime) -> None:
        (self.add if on else self.discard)((channel, subject))


class Agreed:
    def __init__(self, hours: QuietHours | None) -> None:
        self.hours = hours

    async def channel(self, workspace: str, channel: str) -> ChannelSettings:
        return ChannelSettings(hours=self.hours)


@pytest.mark.parametrize(
    ("mute", "place", "silent"),
    [
        (("C1", "17.1"), THREAD, True),
        (("C1", "17.1"), CHANNEL, False),
        (("C1", ""), CHANNEL, True),
        (("C1", ""), THREAD, True),
        (("", "ULEAD"), CHANNEL, True),
        (("", "UOTHER"), CHANNEL, False),
        (("C2", ""), CHANNEL, False),
    ],
)
async def test_a_mute_holds_for_its_thread_its_whole_channel_or_its_person(
    mute: tuple[str, str], place: Place, silent: bool
) -> None:
    wanted = await Silence(Agreed(None), Muted({mute}), None).wanted(place, "ULEAD", NOON)
    assert wanted == ("muted" if silent else None)


@pytest.mark.parametrize(
    ("own", "operators", "why"),
    [
        (None, None, None),
        (None, BY_DAY, "quiet_hours"),
        (BY_NIGHT, BY_DAY, None),
        (NEVER_QUIET, BY_DAY, None),
        (BY_DAY, None, "quiet_hours"),
    ],
)
async def test_a_channels_own_quiet_hours_count_before_the_operators(
    own: QuietHours | None, operators: QuietHours | None, why: Reason | None
) -> None:
    assert await Silence(Agreed(own), Muted(), operators).wanted(CHANNEL, "ULEAD", NOON) == why

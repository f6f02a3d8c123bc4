"""A link that nobody asked about gets no second card in a channel for a while, and not for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.hush import Hush
from bot.conversation.silence import Silence
from bot.requests import Place
from tests.bot.conversation.test_silence import Agreed, Muted
from tests.bot.judging.conftest import World, asks, made_world

HOURS = timedelta(hours=4)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async for made in made_world(tmp_path):
        made.jira.has("PAY-2", "Just do that.")
        yield made


async def linked(world: World, thread: str, *keys: str, cooldown: timedelta = HOURS, channel: str = "C1") -> list[str]:
    """Links in a thread of their own, and the first words of what they get there."""
    hush = Hush(world.judge(), Silence(Agreed(None), Muted(), None), world.store.talk.living, world.clock, cooldown)
    place = Place("T1", channel, thread)
    await world.run(hush, asks(*keys, place=place, trigger="link", identity=f"msg:{channel}:{thread}"))
    return [said.message.text.split(" ")[0] for said in world.slack.said if said.place == place]


async def test_a_second_link_gets_no_card_until_the_cooldown_is_over(world: World) -> None:
    assert await linked(world, "1.0", "PAY-1") == ["PAY-1"]
    world.clock.advance(HOURS.total_seconds() - 1)
    assert await linked(world, "2.0", "PAY-1") == []
    world.clock.advance(2)
    assert await linked(world, "3.0", "PAY-1") == ["PAY-1"]


async def test_of_several_links_those_that_have_no_card_there_get_one(world: World) -> None:
    await linked(world, "1.0", "PAY-1")
    assert await linked(world, "2.0", "PAY-1", "PAY-2") == ["PAY-2"]


async def test_a_card_in_one_channel_keeps_no_other_channel_waiting(world: World) -> None:
    await linked(world, "1.0", "PAY-1")
    assert await linked(world, "2.0", "PAY-1", channel="C2") == ["PAY-1"]


async def test_without_a_cooldown_every_link_gets_its_card(world: World) -> None:
    for thread in ("1.0", "2.0"):
        assert await linked(world, thread, "PAY-1", cooldown=timedelta()) == ["PAY-1"]


async def test_a_card_that_a_clock_set_back_has_left_in_the_future_keeps_nobody_waiting(world: World) -> None:
    await linked(world, "1.0", "PAY-1")
    world.clock.advance(-86400)
    assert await linked(world, "2.0", "PAY-1") == ["PAY-1"]

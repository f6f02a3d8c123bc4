"""A channel with another id is the same channel: its settings, its cards and its digest go with it."""

from __future__ import annotations

from bot.channels.channel import ChannelMoved
from bot.ports import ChannelSettings
from bot.requests import MovedRequest, Place
from tests.bot.judging.conftest import World, asks

AGREED = ChannelSettings(watching=True, projects=frozenset({"PAY"}), receiver="agent", quiet="condensed")
MOVED = MovedRequest("moved:T1:C1:C9", Place("T1", "C9"), "C1")


async def test_everything_kept_of_a_channel_moves_with_it(world: World) -> None:
    channels = world.store.channels
    await channels.agree("T1", "C1", AGREED, user="U1", now=world.clock())
    await world.run(world.judge(), asks("PAY-1"))
    [card] = world.slack.said
    await world.run(ChannelMoved(channels), MOVED)
    assert await channels.channel("T1", "C9") == AGREED
    post = await world.store.posts.at("T1", "C9", card.ts)
    assert post is not None
    assert await world.store.posts.at("T1", "C1", card.ts) is None
    assert await world.store.cards.of_post("T1", post.id) is not None


async def test_another_workspaces_channel_of_the_same_id_stays(world: World) -> None:
    channels = world.store.channels
    await channels.agree("T2", "C1", AGREED, user="U1", now=world.clock())
    await world.run(ChannelMoved(channels), MOVED)
    assert await channels.channel("T2", "C1") == AGREED


async def test_what_the_new_id_has_already_stays(world: World) -> None:
    channels = world.store.channels
    newer = ChannelSettings(watching=True, projects=frozenset({"WEB"}))
    await channels.agree("T1", "C1", AGREED, user="U1", now=world.clock())
    await channels.agree("T1", "C9", newer, user="U1", now=world.clock())
    await world.run(ChannelMoved(channels), MOVED)
    assert await channels.channel("T1", "C9") == newer

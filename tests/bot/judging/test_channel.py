"""What a channel agreed to, the welcome, and words that answer words."""

from __future__ import annotations

from bot.channels.channel import ChannelAgreement, Say, Welcome
from bot.ports import ChannelSettings
from bot.posting.replies import Replies
from bot.requests import Place, SayRequest, SettingsRequest, WelcomeRequest
from tests.bot.judging.conftest import World
from tests.fakes.ports import FakePeople
from tests.fakes.sites import GivenSites

CHANNEL = Place("T1", "C7")


def agreement(world: World, *, managing: bool = True) -> ChannelAgreement:
    return ChannelAgreement(world.store.channels, FakePeople(managing), Replies(world.slack), world.clock)


def settings(action: str, number: int, **fields: object) -> SettingsRequest:
    return SettingsRequest(f"cmd:{number}", CHANNEL, "U1", action, reply="sealed", **fields)  # type: ignore[arg-type]


def welcome(world: World) -> Welcome:
    replies = Replies(world.slack)
    return Welcome(
        world.store.channels,
        world.jira,
        GivenSites(["main"]),
        world.gate,
        world.store.posts,
        world.delivery(),
        replies,
        world.clock,
    )


async def test_a_channel_never_heard_of_agreed_to_nothing(world: World) -> None:
    assert await world.store.channels.channel("T1", "C7") == ChannelSettings()


async def test_on_opts_in_for_these_projects_and_says_so(world: World) -> None:
    await world.run(agreement(world), settings("watch", 1, projects=("PAY", "WEB"), receiver="agent"))
    agreed = await world.store.channels.channel("T1", "C7")
    assert (agreed.watching, agreed.projects, agreed.receiver) == (True, frozenset({"PAY", "WEB"}), "agent")
    assert "PAY, WEB" in world.slack.replies[0][1].text


async def test_who_does_not_manage_the_channel_shows_it_no_more_projects(world: World) -> None:
    await world.run(agreement(world, managing=False), settings("watch", 1, projects=("PAY",)))
    assert await world.store.channels.channel("T1", "C7") == ChannelSettings()


async def test_off_ends_unasked_answers_and_keeps_the_projects(world: World) -> None:
    await world.run(agreement(world), settings("watch", 1, projects=("PAY",)))
    await world.run(agreement(world), settings("unwatch", 2))
    agreed = await world.store.channels.channel("T1", "C7")
    assert (agreed.watching, agreed.projects) == (False, frozenset({"PAY"}))


async def test_off_holds_against_what_the_operator_turned_on(world: World) -> None:
    await world.run(agreement(world), SettingsRequest("cmd:1", Place("T1", "C1"), "U1", "unwatch", reply="sealed"))
    assert not (await world.store.channels.channel("T1", "C1")).watching


async def test_an_invitation_is_answered_with_one_welcome_that_names_real_projects(world: World) -> None:
    request = WelcomeRequest("join:1", CHANNEL, "UINVITER")
    await world.run(welcome(world), request)
    await world.run(welcome(world), request)
    (said,) = world.slack.said
    assert "PAY" in said.message.text
    assert (await world.store.channels.channel("T1", "C7")).inviter == "UINVITER"


async def test_a_welcome_where_strangers_read_goes_to_the_inviter_alone(world: World) -> None:
    world.gate.where = "shared"
    await world.run(welcome(world), WelcomeRequest("join:1", CHANNEL, "UINVITER"))
    assert world.slack.said == []
    assert [user for user, _ in world.slack.whispers] == ["UINVITER"]


async def test_words_that_name_no_ticket_are_answered_to_their_author_alone(world: World) -> None:
    say = Say(world.store.posts, world.delivery(), Replies(world.slack))
    await world.run(say, SayRequest("ask:1", CHANNEL, "U1", "no_ticket"))
    assert (world.slack.said, len(world.slack.whispers)) == ([], 1)


async def test_help_in_a_direct_message_is_a_message(world: World) -> None:
    say = Say(world.store.posts, world.delivery(), Replies(world.slack))
    await world.run(say, SayRequest("ask:1", Place("T1", "D1", "1.1"), "U1", "help"))
    (said,) = world.slack.said
    assert "/handoff" in said.message.text

"""What a channel agreed to, the welcome, and words that answer words."""

from __future__ import annotations

import pytest

from bot.channels.channel import ChannelAgreement, Say, Welcome
from bot.channels.surroundings import Surroundings
from bot.errors import JiraError
from bot.ports import ChannelSettings, Reach
from bot.posting.replies import Replies
from bot.requests import Place, SayRequest, SettingsRequest, WelcomeRequest
from tests.bot.judging.conftest import World
from tests.fakes.ports import FakePeople
from tests.fakes.sites import GivenSites

CHANNEL = Place("T1", "C7")


def around(world: World) -> Surroundings:
    return Surroundings(world.gate, world.jira, GivenSites(["main"]))


def agreement(world: World, *, managing: bool = True) -> ChannelAgreement:
    people, replies = FakePeople(managing), Replies(world.slack)
    return ChannelAgreement(world.store.channels, people, replies, around(world), world.clock)


def settings(action: str, number: int, **fields: object) -> SettingsRequest:
    return SettingsRequest(f"cmd:{number}", CHANNEL, "U1", action, reply="sealed", **fields)  # type: ignore[arg-type] # each test gives the fields of its action


def welcome(world: World) -> Welcome:
    replies = Replies(world.slack)
    return Welcome(
        world.store.channels,
        around(world),
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


@pytest.mark.parametrize(
    ("channel", "member", "reach", "said"),
    [
        ("C7", False, "unknown", "/invite @handoff"),
        ("C7", True, "shared", "People outside your organisation read this channel"),
        ("C7", True, "pending", "People outside your organisation read this channel"),
        ("C7", True, "guests", "Guests read this channel"),
        ("C7", True, "unknown", "Slack does not say who reads this channel"),
        ("D7", True, "internal", "In a direct message I answer whatever you write"),
        ("D7", False, "unknown", "I am not in this conversation"),
    ],
)
async def test_on_claims_no_answers_where_none_are_given_and_says_what_to_do(
    world: World, channel: str, member: bool, reach: Reach, said: str
) -> None:
    world.gate.member, world.gate.where = member, reach
    request = SettingsRequest("cmd:1", Place("T1", channel), "U1", "watch", ("PAY",), reply="sealed")
    await world.run(agreement(world), request)
    [(_, message, _, _)] = world.slack.replies
    assert "I answer links" not in message.text
    assert said in message.text


async def test_on_names_the_projects_that_no_jira_has(world: World) -> None:
    await world.run(agreement(world), settings("watch", 1, projects=("PAY", "NOPE")))
    assert "I cannot see NOPE in Jira." in world.slack.replies[0][1].text


async def test_a_project_that_the_account_was_let_into_a_moment_ago_is_not_called_missing(world: World) -> None:
    async def projects(site: str, oldest: float) -> frozenset[str]:
        return frozenset({"PAY", "NEW"} if oldest < 60 else {"PAY"})

    world.jira.projects = projects  # type: ignore[method-assign,assignment] # what is remembered lags behind what Jira says now
    await world.run(agreement(world), settings("watch", 1, projects=("PAY", "NEW")))
    assert "I see no project" not in world.slack.replies[0][1].text


async def test_on_adds_its_projects_and_names_all_with_how_to_leave_one_out(world: World) -> None:
    """A card says "type /handoff on OPS here": that must not end the answers about the others."""
    await world.run(agreement(world), settings("watch", 1, projects=("PAY",)))
    await world.run(agreement(world), settings("watch", 2, projects=("OPS",)))
    said = [message.text for _, message, _, _ in world.slack.replies]
    assert "/handoff off PAY" not in said[0], "of one there is nothing to leave out"
    assert "tickets of OPS, PAY" in said[1]
    assert "`/handoff off OPS` leaves OPS out." in said[1]
    assert (await world.store.channels.channel("T1", "C7")).projects == frozenset({"OPS", "PAY"})


async def test_a_mistyped_project_takes_none_away_and_is_the_one_to_leave_out(world: World) -> None:
    await world.run(agreement(world), settings("watch", 1, projects=("PAY",)))
    await world.run(agreement(world), settings("watch", 2, projects=("PAYMENTS",)))
    said = world.slack.replies[-1][1].text
    assert "I cannot see PAYMENTS in Jira." in said and "`/handoff off PAYMENTS` leaves PAYMENTS out." in said
    await world.run(agreement(world), settings("unwatch", 3, projects=("PAYMENTS",)))
    agreed = await world.store.channels.channel("T1", "C7")
    assert (agreed.watching, agreed.projects) == (True, frozenset({"PAY"}))


@pytest.mark.parametrize(
    ("off", "watching", "left"),
    [
        (("PAY",), True, {"WEB"}),
        (("PAY", "WEB"), False, set()),
        (("NOW",), False, {"PAY", "WEB"}),
        ((), False, {"PAY", "WEB"}),
    ],
)
async def test_off_leaves_out_what_it_names_and_ends_all_where_it_names_none_of_the_channel(
    world: World, off: tuple[str, ...], watching: bool, left: set[str]
) -> None:
    await world.run(agreement(world), settings("watch", 1, projects=("PAY", "WEB")))
    await world.run(agreement(world, managing=False), settings("unwatch", 2, projects=off))
    agreed = await world.store.channels.channel("T1", "C7")
    assert (agreed.watching, agreed.projects) == (watching, frozenset(left))


async def test_off_in_a_direct_message_promises_no_silence(world: World) -> None:
    direct = Place("T1", "D1")
    await world.run(agreement(world), SettingsRequest("cmd:1", direct, "U1", "unwatch", reply="sealed"))
    said = world.slack.replies[-1][1].text
    assert "only when asked" not in said and "whatever you write" in said and "Send me nothing" in said


async def test_off_says_how_to_have_the_same_projects_back(world: World) -> None:
    await world.run(agreement(world), settings("watch", 1, projects=("OPS", "PAY")))
    await world.run(agreement(world), settings("unwatch", 2))
    assert "`/handoff on OPS,PAY` lets me answer" in world.slack.replies[-1][1].text


async def test_while_jira_is_silent_no_project_is_said_to_be_missing(world: World) -> None:
    def silent(site: str, oldest: float) -> None:
        raise JiraError("timeout", site=site)

    world.jira.projects = silent  # type: ignore[method-assign,assignment] # this one site alone fails
    await world.run(agreement(world), settings("watch", 1, projects=("NOPE",)))
    assert "I cannot see NOPE" not in world.slack.replies[0][1].text


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


async def test_a_bot_that_is_invited_again_does_not_say_that_it_waits_to_be_asked(world: World) -> None:
    await world.run(agreement(world), settings("watch", 1, projects=("PAY", "WEB")))
    await world.run(welcome(world), WelcomeRequest("join:1", CHANNEL, "UINVITER"))
    (said,) = world.slack.said
    assert "Links to tickets of PAY, WEB are answered here" in said.message.text
    assert "silent until asked" not in said.message.text and "/handoff off" in said.message.text


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

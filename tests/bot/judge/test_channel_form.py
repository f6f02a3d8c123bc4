"""The settings modal: filled with what holds, kept by who may, and what quietness does to a link."""

from __future__ import annotations

from typing import Any

from bot.admins import Admins
from bot.channel_form import ChannelForms, ChannelSaving
from bot.digest.compose import digesting
from bot.judge import Judge
from bot.looking import Looking
from bot.ports import ChannelSettings
from bot.render.settings_modal import settings_form
from bot.replies import Replies
from bot.requests import FormRequest, Place, SaveRequest
from bot.views import ChannelForm
from tests.bot.judge.conftest import World, asks
from tests.bot.render.test_settings_modal import untouched
from tests.fakes.ports import FakePeople, FakePolicies
from tests.fakes.sites import GivenSites

CHANNEL = Place("T1", "C1")


def forms(world: World, *, managing: bool = True) -> ChannelForms:
    store = world.store
    return ChannelForms(
        store.channels, store.digests, world.jira, FakePeople(managing), world.slack, GivenSites(["main"])
    )


def saving(world: World, *, managing: bool = True) -> ChannelSaving:
    store, replies = world.store, Replies(world.slack)
    admins = Admins((), store.notices, world.slack, world.clock)
    uses = (FakePolicies(), world.gate, world.slack, world.delivery(), admins, world.clock)
    digest = digesting(store, world.jira, *uses).settings
    return ChannelSaving(store.channels, FakePeople(managing), digest, replies, world.clock)


def save(number: int, **changes: Any) -> SaveRequest:
    fields = {"watching": True, "projects": ("PAY", "WEB"), "receiver": "agent", "quiet": "condensed"} | changes
    return SaveRequest(f"save:{number}", CHANNEL, "U1", **fields)


async def test_the_modal_shows_what_holds(world: World) -> None:
    await world.run(saving(world), save(1, weekday=0, at="09:30", zone="Europe/Helsinki", jql="x = 1", site="main"))
    await world.run(forms(world), FormRequest("form:1", CHANNEL, "U1", "V1"))
    [(view_id, view)] = world.slack.views
    form = settings_form(untouched(view), ("Europe/Helsinki",))
    assert view_id == "V1"
    assert form == ChannelForm("C1", True, ("PAY", "WEB"), "agent", "condensed", 0, "09:30", "Europe/Helsinki", "x = 1")


async def test_who_does_not_manage_the_channel_is_shown_and_may_not_change(world: World) -> None:
    await world.run(forms(world, managing=False), FormRequest("form:1", CHANNEL, "U1", "V1"))
    [(_, view)] = world.slack.views
    assert "submit" not in view
    await world.run(saving(world, managing=False), save(1))
    assert (await world.store.channels.channel("T1", "C1")).projects == {"PAY"}


async def test_no_weekday_ends_the_digest(world: World) -> None:
    await world.run(saving(world), save(1, weekday=0, at="09:30", zone="Europe/Helsinki", jql="x = 1", site="main"))
    assert await world.store.digests.plan("T1", "C1") is not None
    await world.run(saving(world), save(2))
    assert await world.store.digests.plan("T1", "C1") is None


def judging_ready(world: World) -> Judge:
    """PAY-1 is ready."""
    store = world.store
    policies = FakePolicies({"PAY-1": "ready"})
    looking = Looking(world.jira, policies, world.gate, store.channels, store.verdicts, world.clock)
    admins = Admins((), store.notices, world.slack, world.clock)
    shown = (store.verdicts, store.posts, store.cards, store.summaries)
    return Judge(looking, world.delivery(), Replies(world.slack), admins, *shown)


async def agreed(world: World, quiet: Any) -> None:
    settings = ChannelSettings(watching=True, projects=frozenset({"PAY"}), quiet=quiet)
    await world.store.channels.agree("T1", "C1", settings, user="U1", now=world.clock())


async def test_a_ready_ticket_gets_a_reaction_where_the_channel_wants_no_more(world: World) -> None:
    await agreed(world, "reaction")
    await world.run(judging_ready(world), asks("PAY-1", trigger="link"))
    assert [name for *_, name in world.slack.reactions] == ["white_check_mark"]
    assert world.slack.said == []


async def test_a_ticket_that_is_not_ready_gets_its_card_all_the_same(world: World) -> None:
    await agreed(world, "reaction")
    await world.run(world.judge(), asks("PAY-1", trigger="link"))
    assert len(world.slack.said) == 1


async def test_whoever_asks_gets_the_whole_answer(world: World) -> None:
    await agreed(world, "reaction")
    await world.run(judging_ready(world), asks("PAY-1", trigger="mention"))
    assert len(world.slack.said) == 1


async def test_a_condensed_card_is_shorter(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", trigger="link"))
    whole = str(world.slack.said[0].message)
    await agreed(world, "condensed")
    await world.run(world.judge(), asks("PAY-1", trigger="link", identity="msg:2"))
    [card] = world.slack.said
    assert len(str(card.message)) < len(whole)


async def test_saving_without_a_change_of_the_digest_says_nothing_of_it(world: World) -> None:
    await world.run(saving(world), save(1))
    assert len(world.slack.whispers) == 1

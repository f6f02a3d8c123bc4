"""The settings modal: filled with what holds, kept by who may, and what quietness does to a link."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time
from typing import Any

from bot.channels.form import ChannelForms
from bot.channels.overlap import FIELDS
from bot.channels.saving import ChannelSaving
from bot.channels.surroundings import Surroundings
from bot.channels.trying import Trying
from bot.channels.views import ChannelForm, SettingsView
from bot.errors import JiraError
from bot.judging.judge import Judge
from bot.judging.looking import Looking
from bot.policies.in_force import Policies
from bot.ports import ChannelSettings
from bot.posting.replies import Replies
from bot.render.modals.settings import settings_form, settings_modal
from bot.requests import FormRequest, Place, SaveRequest, TryRequest
from bot.schedule import NEVER_QUIET, QuietHours
from bot.upkeep.admins import Admins
from bot.wiring.digests import DigestUseCases, digest_use_cases
from tests.bot.judging.conftest import World, asks
from tests.bot.render.modals.test_settings import untouched
from tests.fakes.ports import FakePeople, FakePolicies
from tests.fakes.sites import GivenSites

CHANNEL = Place("T1", "C1")
NIGHT = QuietHours(time(18), time(8), "Europe/Helsinki")


def around(world: World) -> Surroundings:
    return Surroundings(world.gate, world.jira, GivenSites(["main"]))


def digests(world: World, *, managing: bool = True) -> DigestUseCases:
    admins = Admins((), world.store.notices, world.slack, world.clock)
    uses = (FakePolicies(), world.gate, world.slack, world.delivery(), admins, FakePeople(managing), world.clock)
    return digest_use_cases(world.store, world.jira, *uses)


def forms(world: World, *, managing: bool = True) -> ChannelForms:
    store = world.store
    trying = Trying(world.jira, Policies(None), world.gate, store.talk.living, world.clock)
    people, sites, preview = FakePeople(managing), GivenSites(["main"]), digests(world).preview
    return ChannelForms(
        store.channels, store.digests, around(world), people, world.slack, sites, trying, NIGHT, preview
    )


def saving(world: World, *, managing: bool = True) -> ChannelSaving:
    store, replies, digest = world.store, Replies(world.slack), digests(world, managing=managing).settings
    return ChannelSaving(store.channels, FakePeople(managing), digest, replies, around(world), world.clock)


def save(number: int, **changes: Any) -> SaveRequest:
    fields: dict[str, Any] = {
        "watching": True,
        "projects": ("PAY", "WEB"),
        "receiver": "agent",
        "quiet": "condensed",
    } | changes
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


async def opened(world: World, number: int) -> dict[str, Any]:
    """The modal that somebody opened."""
    await world.run(forms(world), FormRequest(f"form:{number}", CHANNEL, "U1", f"V{number}"))
    return untouched(world.slack.views[-1][1])


def saved(view: dict[str, Any], number: int, **touched: Any) -> SaveRequest:
    """Sent with these of its fields touched."""
    form = settings_form(view, ("Europe/Helsinki", "UTC"))
    assert isinstance(form, ChannelForm)
    fields = {name: getattr(form, name) for name in (*FIELDS, "opened")}
    return SaveRequest(f"save:{number}", CHANNEL, f"U{number}", site="main", **{**fields, **touched})


async def test_of_two_who_save_each_changes_what_they_touched_and_the_second_hears_of_the_first(world: World) -> None:
    first, second = await opened(world, 1), await opened(world, 2)
    digest = {"weekday": 2, "zone": "UTC", "jql": "project = PAY"}
    await world.run(saving(world), saved(first, 1, projects=("PAY", "OPS"), receiver="agent", **digest))
    await world.run(saving(world), saved(second, 2, quiet="condensed", receiver="teammate"))
    now = await world.store.channels.channel("T1", "C1")
    assert (sorted(now.projects), now.quiet, now.receiver) == (["OPS", "PAY"], "condensed", "teammate")
    plan = await world.store.digests.plan("T1", "C1")
    assert plan is not None and (plan.weekday, plan.zone) == (2, "UTC"), "the digest is not ended by an older form"
    told = next(message.text for user, message in world.slack.whispers if user == "U2")
    stays, holds = told.split("\n")[-2:]
    assert "“Projects that may be discussed here”" in stays and "“Weekly digest”" in stays
    assert "“Who usually takes the tickets”" in holds and "“How I answer”" not in told
    assert not any("somebody else" in message.text for user, message in world.slack.whispers if user == "U1")


async def test_what_the_form_showed_comes_back_after_a_value_was_tried(world: World) -> None:
    view = await opened(world, 1)
    chosen = saved(view, 1, quiet="condensed")
    await world.run(forms(world).changed, TryRequest("try:1", CHANNEL, "U1", "V1", chosen))
    assert saved(untouched(world.slack.views[-1][1]), 2).opened == chosen.opened


async def test_who_saves_twice_and_a_form_of_an_older_version_hear_of_nobody_else(world: World) -> None:
    view = await opened(world, 1)
    await world.run(saving(world), saved(view, 1, receiver="agent"))
    await world.run(saving(world), saved(view, 2, receiver="agent"))
    await world.run(saving(world), saved(view, 3, receiver="teammate", opened=""))
    assert not any("somebody else" in message.text for _, message in world.slack.whispers)
    assert (await world.store.channels.channel("T1", "C1")).receiver == "teammate"


async def test_no_weekday_ends_the_digest(world: World) -> None:
    await world.run(saving(world), save(1, weekday=0, at="09:30", zone="Europe/Helsinki", jql="x = 1", site="main"))
    assert await world.store.digests.plan("T1", "C1") is not None
    await world.run(saving(world), save(2))
    assert await world.store.digests.plan("T1", "C1") is None


async def test_a_board_that_the_digest_looks_at_stays_until_a_query_is_given_for_it(world: World) -> None:
    weekly: dict[str, Any] = {"weekday": 0, "at": "09:30", "zone": "Europe/Helsinki", "site": "main"}
    await world.run(saving(world), save(1, **weekly))
    plan = await world.store.digests.plan("T1", "C1")
    assert plan is not None
    await world.store.digests.set(replace(plan, source="sprint", board="12"), now=world.clock())
    seen = []
    changes: list[dict[str, Any]] = [{"weekday": 3}, {"weekday": 3, "jql": "project = PAY"}]
    for number, changed in enumerate(changes, start=2):
        await world.run(saving(world), save(number, **weekly | changed))
        plan = await world.store.digests.plan("T1", "C1")
        assert plan is not None
        seen.append((plan.weekday, plan.source, plan.board, plan.jql))
    assert seen == [(3, "sprint", "12", ""), (3, "jql", "", "project = PAY")]


async def test_the_digest_speaks_the_language_that_was_chosen(world: World) -> None:
    weekly: dict[str, Any] = {"weekday": 0, "at": "09:30", "zone": "Europe/Helsinki", "site": "main"}
    for number, language in enumerate(("fi", "en")):
        await world.run(saving(world), save(number, **weekly, language=language))
        plan = await world.store.digests.plan("T1", "C1")
        assert plan is not None and plan.language == language


def judging_ready(world: World) -> Judge:
    """PAY-1 is ready."""
    store = world.store
    policies = FakePolicies({"PAY-1": "ready"})
    looking = Looking(world.jira, policies, world.gate, store.channels, store.verdicts, world.clock)
    admins = Admins((), store.notices, world.slack, world.clock)
    shown = (store.verdicts, store.posts, store.cards, store.summaries)
    rest = (world.store.reactions, world.note_turned)
    return Judge(looking, world.delivery(), Replies(world.slack), admins, *shown, *rest)


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


async def test_quiet_hours_are_kept_and_shown_again(world: World) -> None:
    own = QuietHours(time(19, 30), time(7), "Europe/Helsinki")
    for number, hours in enumerate((own, NEVER_QUIET, None)):
        await world.run(saving(world), save(number, hours=hours))
        assert (await world.store.channels.channel("T1", "C1")).hours == hours
        await world.run(forms(world), FormRequest(f"form:{number}", CHANNEL, "U1", "V1"))
        form = settings_form(untouched(world.slack.views[-1][1]), ("Europe/Helsinki",))
        assert isinstance(form, ChannelForm) and form.hours == hours
    told = [message.text for _, message in world.slack.whispers]
    assert "Between 19:30-07:00 (Europe/Helsinki) I say nothing" in told[0]
    assert "no quiet hours" in told[1] and "quiet" not in told[2]
    assert "The usual ones (18:00-08:00 Europe/Helsinki)" in json.dumps(world.slack.views[-1][1])


async def discussed(world: World) -> None:
    """Two tickets with cards in the channel."""
    world.jira.has("WEB-2", "Just do it.")
    await world.run(world.judge(), asks("PAY-1", identity="ask:1"))
    await world.run(world.judge(), asks("WEB-2", identity="ask:2"))


def lines(world: World) -> str:
    return json.dumps(world.slack.views[-1][1], ensure_ascii=False)


async def tried(world: World, **chosen: Any) -> str:
    """The modal after a value was changed."""
    await world.run(
        forms(world).changed, TryRequest(f"try:{len(world.slack.views)}", CHANNEL, "U1", "V1", save(1, **chosen))
    )
    return lines(world)


async def test_the_modal_says_ticket_by_ticket_what_its_values_would_do(world: World) -> None:
    await discussed(world)
    await world.run(forms(world), FormRequest("form:1", CHANNEL, "U1", "V1"))
    assert "PAY-1: not ready; a link gets a card" in lines(world)
    assert "WEB-2: not ready; not answered: its project is not chosen" in lines(world)
    said = await tried(world, projects=("PAY", "WEB"), quiet="condensed")
    assert "WEB-2: not ready; a link gets two lines" in said
    assert "only answered when somebody asks" in await tried(world, watching=False)
    form = settings_form(untouched(world.slack.views[-1][1]), ())
    assert isinstance(form, ChannelForm) and not form.watching, "what was chosen stays in its fields"


async def test_the_modal_says_what_a_digest_by_its_values_would_have_said_and_opens_though_jira_is_silent(
    world: World,
) -> None:
    await world.run(forms(world), FormRequest("form:1", CHANNEL, "U1", "V1"))
    assert "these settings would have said" in lines(world)
    world.jira.has("PAY-1", "Just do it.")
    world.jira.failures["search"] = [JiraError("timeout")]
    await world.run(forms(world), FormRequest("form:2", CHANNEL, "U1", "V2"))
    assert len(world.slack.views) == 2 and "these settings would have said" not in lines(world)


async def test_another_receiver_is_another_verdict(world: World) -> None:
    await discussed(world)
    store, policies = world.store, FakePolicies({"PAY-1": "ready"})
    trying = Trying(world.jira, policies, world.gate, store.talk.living, world.clock)
    found = await trying.tried(CHANNEL, "U1", ChannelForm("C1", True, ("PAY",), "agent", "reaction"))
    [web, pay] = found.tickets
    assert (pay.now, pay.then, pay.answer) == ("not_ready", "ready", "reaction")
    assert (web.now, web.answer) == ("not_ready", "nothing")
    modal = settings_modal(SettingsView(ChannelForm("C1"), tried=found))
    assert "PAY-1: not ready → ready; a link gets a reaction" in json.dumps(modal.view, ensure_ascii=False)


async def test_what_may_not_be_named_is_only_counted(world: World) -> None:
    await discussed(world)
    world.gate.otherwise["PAY-1"] = "silent"
    world.jira.failures["WEB-2"] = [JiraError("timeout")]
    await world.run(forms(world), FormRequest("form:1", CHANNEL, "U1", "V1"))
    assert "2 more tickets that I cannot look at now" in lines(world) and "PAY-1" not in lines(world)


async def test_who_may_not_change_the_settings_tries_nothing(world: World) -> None:
    await discussed(world)
    await world.run(forms(world, managing=False).changed, TryRequest("try:1", CHANNEL, "U1", "V1", save(1)))
    assert world.slack.views == []

"""What a channel sets of its digest is kept, answered and holds from the next one on."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.digest.presenting.presenter import Presented, Presenter
from bot.digest.values import DigestPlan, DigestRun
from bot.errors import JiraError, SlackError, Trouble
from bot.ports import Reach
from tests.bot.digest.digests import MONDAY, NEXT, asked, latest, make, plan, settings, uses
from tests.bot.judging.conftest import World
from tests.fakes.ports import FakePolicies


async def test_setting_a_digest_says_when_the_next_one_comes(world: World) -> None:
    request = asked("set", weekday=2, at="08:30", zone="Europe/Berlin", site="main", jql="project = PAY")
    await world.run(settings(world), request)
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None
    assert (kept.weekday, kept.at, kept.zone, kept.jql) == (2, "08:30", "Europe/Berlin", "project = PAY")
    assert "Wednesday" in world.slack.replies[0][1].text


@pytest.mark.parametrize(
    "where",
    [
        {"jql": "project = SEC AND text ~ merger"},
        {"source": "backlog", "board": "12"},
        {"source": "sprint", "board": "12"},
    ],
)
async def test_who_manages_no_channel_has_nobody_count_what_they_may_not_see(
    world: World, where: dict[str, Any]
) -> None:
    """A count of hidden tickets answers whether there are any: asked with words of one's own, it reads them aloud."""
    request = asked("set", weekday=2, at="08:30", zone="Europe/Berlin", site="main", **where)
    asked_before = list(world.jira.calls)
    await world.run(uses(world, managing=False).settings, request)
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and (kept.weekday, kept.jql, kept.source) == (0, plan(world).jql, plan(world).source)
    assert "can point the digest at a query or a board" in world.slack.replies[0][1].text
    assert world.jira.calls == asked_before


async def test_who_manages_no_channel_may_have_its_own_projects_told_another_day(world: World) -> None:
    request = asked("set", weekday=2, at="08:30", zone="Europe/Berlin", site="main")
    await world.run(uses(world, managing=False).settings, request)
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and kept.weekday == 2


async def test_a_query_that_jira_refuses_is_not_kept(world: World) -> None:
    world.jira.failures["search"] = [JiraError("refused", site="main", status=400)]
    request = asked("set", weekday=2, at="08:30", zone="Europe/Berlin", site="main", jql="projekt = PAY")
    await world.run(settings(world), request)
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and kept.weekday == 0
    assert "query" in world.slack.replies[0][1].text


async def test_now_posts_todays_digest_and_a_second_now_says_that_it_is_there(world: World) -> None:
    await world.run(settings(world), asked("now", 1))
    await world.run(settings(world), asked("now", 2))
    assert len(world.slack.said) == 1
    assert [message.text for _, message, _, _ in world.slack.replies][1].startswith(
        "Today's digest is already in this channel"
    )


async def test_a_digest_that_was_not_posted_can_be_asked_for_again(world: World) -> None:
    world.jira.failures["search"] = [JiraError("forbidden", site="main", status=403)]
    await make(world)
    await make(world, NEXT)
    assert "since" not in world.slack.said[1].message.text, "it was never seen, so nothing is compared with it"
    world.clock.now += timedelta(days=7)
    world.slack.before = [SlackError("refused", "restricted_action", method="chat.postMessage")]
    await world.run(settings(world), asked("now", 1))
    await world.run(settings(world), asked("now", 2))
    assert [message.text[:26] for _, message, _, _ in world.slack.replies] == [
        "There is no digest: Slack ",
        "Today's digest is in this ",
    ]
    assert len(world.slack.said) == 3


async def test_an_idle_digest_that_was_passed_over_is_posted_for_whoever_asks_the_same_day(world: World) -> None:
    policies = FakePolicies()
    await make(world, policies=policies)
    await world.store.digests.set(replace(plan(world), idle="skip"), now=world.clock())
    await make(world, NEXT, policies=policies)
    assert len(world.slack.said) == 1
    world.clock.now = datetime(2026, 12, 7, 10, tzinfo=UTC)
    await world.run(uses(world, policies).settings, asked("now", 1))
    await world.run(uses(world, policies).settings, asked("now", 2))
    assert [said.message.text.count("Nothing became ready or slipped") for said in world.slack.said] == [0, 1]
    assert [message.text[:36] for _, message, _, _ in world.slack.replies] == [
        "Today's digest is in this channel no",
        "Today's digest is already in this ch",
    ]


async def test_a_digest_passed_over_is_compared_with_though_posting_it_failed(world: World) -> None:
    await make(world)
    await world.store.digests.set(replace(plan(world), idle="skip"), now=world.clock())
    await make(world, NEXT)
    passed = await latest(world)
    world.clock.now = datetime(2026, 12, 7, 10, tzinfo=UTC)
    world.slack.before = [SlackError("refused", "restricted_action", method="chat.postMessage")]
    await world.run(settings(world), asked("now", 1))
    assert (await latest(world)).id == passed.id and passed.day == NEXT
    assert len(world.slack.said) == 1


async def test_a_scheduled_run_does_not_take_what_was_passed_over(world: World) -> None:
    await make(world)
    await world.store.digests.set(replace(plan(world), idle="skip"), now=world.clock())
    await make(world, NEXT)
    await world.store.digests.set(plan(world), now=world.clock())
    await make(world, NEXT, journal=world.journal("another run"))
    assert len(world.slack.said) == 1


@pytest.mark.parametrize("weeks", [0, 1])
async def test_a_digest_that_is_still_read_is_said_to_be_under_way(world: World, weeks: int) -> None:
    if weeks:
        await make(world)
    world.clock.now = datetime(2026, 11, 30, 7, tzinfo=UTC) + timedelta(days=7 * weeks)
    day = MONDAY + timedelta(days=7 * weeks)
    await world.store.digests.begin("T1", "C1", day, "digest:T1:C1", now=world.clock())
    await world.run(settings(world), asked("now"))
    assert world.slack.replies[0][1].text.startswith("Today's digest is being made")


async def test_a_slack_that_is_away_is_not_told_as_a_missing_invitation(world: World) -> None:
    world.slack.before = [SlackError("unavailable", "http_503", method="chat.postMessage")] * 7
    await world.run(settings(world), asked("now", 1))
    await world.run(settings(world), asked("now", 2))
    assert [message.text[:20] for _, message, _, _ in world.slack.replies] == [
        "There is no digest: ",
        "Today's digest is in",
    ]
    assert len(world.slack.said) == 1


async def test_a_digest_that_met_our_own_fault_can_be_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: Presenter, run: DigestRun, plan: DigestPlan | None) -> Presented:
        raise RuntimeError("a fault of ours")

    world.clock.now = datetime(2026, 11, 30, 7, tzinfo=UTC)
    with monkeypatch.context() as patch, pytest.raises(Trouble):
        patch.setattr(Presenter, "present", broken)
        await make(world)
    assert world.slack.said == [] and await world.store.digests.latest("T1", "C1") is None
    await world.run(settings(world), asked("now"))
    assert len(world.slack.said) == 1
    assert world.slack.replies[0][1].text.startswith("Today's digest is in this channel now")


@pytest.mark.usefixtures("drawn_by_a_process")
async def test_a_digest_is_posted_without_its_picture_where_no_process_can_be_started(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*arguments: object, **options: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    await make(world)
    assert len(world.slack.said) == 1 and world.slack.files == []


async def test_off_ends_it(world: World) -> None:
    await world.run(settings(world), asked("off"))
    assert await world.store.digests.plan("T1", "C1") is None
    await make(world)
    assert world.slack.said == []


async def test_a_preview_is_for_whoever_asks_and_keeps_nothing(world: World) -> None:
    world.jira.has("PAY-1", "the words of the ticket", summary="Partial refunds", updated=world.clock())
    journal = await world.run(settings(world), asked("preview"))
    (_, message, in_channel, _) = world.slack.replies[0]
    assert "Preview" in message.text and "Partial refunds" in message.text and "0 of 1 ticket ready" in message.text
    assert not in_channel
    assert world.slack.said == []
    assert "Partial" not in journal.text
    assert await world.store.digests.latest("T1", "C1") is None


async def test_a_preview_has_no_last_digest_to_be_held_against(world: World) -> None:
    for number in (1, 2):
        world.jira.has(f"PAY-{number}", "Do it.", updated=world.clock())
    await make(world)
    world.jira.has("PAY-3", "Do it too.", updated=world.clock())
    await world.run(settings(world), asked("preview"))
    text = world.slack.replies[0][1].text
    assert "0 ready, 3 nearly ready." in text


async def test_a_language_holds_from_the_next_digest_on(world: World) -> None:
    await world.run(settings(world), asked("language", language="fi"))
    await make(world)
    assert "Ready to hand off" not in world.slack.said[0].message.text


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("show", {}, "Viikkokooste tulee tänne: maanantaisin klo 09:00"),
        ("pause", {}, "Se on keskeytetty"),
        ("language", {"language": "tlh"}, "Puhun näitä: en, fi"),
        ("now", {}, "Tämän päivän kooste on nyt"),
        ("set", {"weekday": 2, "at": "08:30", "zone": "Europe/Berlin", "site": "main"}, "keskiviikkoisin klo 08:30"),
        ("set", {}, "Kerro päivä, kellonaika ja aikavyöhyke"),
        ("off", {}, "ei ole viikkokoostetta"),
    ],
)
async def test_whoever_asks_about_a_digest_is_answered_in_its_language(
    world: World, action: str, fields: dict[str, Any], said: str
) -> None:
    await world.run(settings(world), asked("language", language="fi"))
    await world.run(settings(world), asked(action, 2, **fields))
    assert said in world.slack.replies[-1][1].text


@pytest.mark.parametrize("action", ["set", "preview"])
async def test_what_jira_refuses_of_a_digest_is_told_in_its_language(world: World, action: str) -> None:
    await world.run(settings(world), asked("language", language="fi"))
    world.jira.failures["search"] = [JiraError("refused", site="main", status=400)]
    where = {"weekday": 2, "at": "08:30", "zone": "Europe/Berlin", "site": "main"} if action == "set" else {}
    await world.run(settings(world), asked(action, 2, **where))
    assert "Jira ei hyväksy sen kyselyä" in world.slack.replies[-1][1].text


async def test_a_language_we_do_not_speak_is_not_kept(world: World) -> None:
    await world.run(settings(world), asked("language", language="tlh"))
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and kept.language == "en"
    assert "I speak: en, fi" in world.slack.replies[0][1].text


@pytest.mark.parametrize(
    ("where", "member", "words"),
    [
        ("internal", False, "I am not in this channel, so it cannot come yet. Type `/invite @handoff`"),
        ("shared", True, "People outside your organisation read this channel"),
        ("unknown", True, "Slack does not say who reads this channel"),
    ],
)
async def test_whoever_sets_a_digest_hears_at_once_where_it_cannot_come_or_names_nothing(
    world: World, where: Reach, member: bool, words: str
) -> None:
    world.gate.where, world.gate.member = where, member
    await world.run(settings(world), asked("set", weekday=0, at="09:00", zone="Europe/Helsinki", site="main"))
    said = world.slack.replies[-1][1].text
    assert said.startswith("The weekly digest comes here every Monday") and words in said
    world.gate.where, world.gate.member = "internal", True
    await world.run(settings(world), asked("language", 2, language="en"))
    assert words not in world.slack.replies[-1][1].text

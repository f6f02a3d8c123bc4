"""A digest is made once, says what moved, and names nothing that its channel may not see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.digest.compose import Digesting, digesting
from bot.digest.ports import DigestPlan, DigestRun
from bot.digest.settings import DigestSettings
from bot.digest.source import default_jql
from bot.errors import JiraError, SlackError
from bot.ports import Policies
from bot.requests import DigestRequest, Place
from bot.schedule import next_due
from bot.upkeep.admins import Admins
from tests.bot.judging.conftest import World, made_world
from tests.fakes.ports import FakePeople, FakePolicies
from tests.fakes.runs import Crash, Journal

CHANNEL = Place("T1", "C1")
MONDAY = date(2026, 11, 30)
NEXT = MONDAY + timedelta(days=7)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async for made in made_world(tmp_path):
        await made.store.digests.set(plan(made), now=made.clock())
        yield made


def plan(world: World, jql: str = "") -> DigestPlan:
    due = next_due(0, "09:00", "Europe/Helsinki", world.clock())
    return DigestPlan("T1", "C1", 0, "09:00", "Europe/Helsinki", "main", jql, due, "USETTER")


def uses(world: World, policies: Policies | None = None, *, managing: bool = True) -> Digesting:
    admins = Admins(("UADMIN",), world.store.notices, world.slack, world.clock)
    return digesting(
        world.store,
        world.jira,
        policies or FakePolicies(),
        world.gate,
        world.slack,
        world.delivery(),
        admins,
        FakePeople(managing),
        world.clock,
    )


async def make(
    world: World, day: date = MONDAY, journal: Journal | None = None, policies: Policies | None = None
) -> Journal:
    if day > MONDAY:
        world.clock.now += timedelta(days=7)
    journal = journal or world.journal(f"digest:T1:C1:{day}")
    payload = {"workspace": "T1", "channel": "C1", "day": day.isoformat()}
    for _ in range(5):
        try:
            await uses(world, policies).maker(journal.execution(), payload)
        except Crash:
            continue
        return journal
    raise AssertionError("it never ends")


async def test_a_digest_is_posted_once_at_channel_level(world: World) -> None:
    await make(world)
    await make(world)
    (said,) = world.slack.said
    assert said.place == CHANNEL


async def test_a_crash_after_the_post_posts_no_second(world: World) -> None:
    world.slack.after = [Crash()]
    await make(world)
    assert len(world.slack.said) == 1


async def test_two_runs_for_one_date_are_one_digest(world: World) -> None:
    await make(world)
    await make(world, journal=world.journal("another run"))
    assert len(world.slack.said) == 1


async def test_what_became_ready_and_what_slipped_is_named(world: World) -> None:
    world.jira.has("PAY-1", summary="Partial refunds")
    world.jira.has("PAY-2", summary="Refund form")
    await make(world, policies=FakePolicies({"PAY-1": "questions", "PAY-2": "ready"}))
    await make(world, NEXT, policies=FakePolicies({"PAY-1": "ready", "PAY-2": "not_ready"}))
    text = world.slack.said[1].message.text
    assert 0 < text.index("Became ready") < text.index("Partial refunds")
    assert 0 < text.index("Slipped") < text.index("Refund form")


async def test_a_verdict_that_only_our_policy_changed_did_not_move(world: World) -> None:
    world.jira.has("PAY-1", summary="Partial refunds")
    await make(world, policies=FakePolicies({"PAY-1": "questions"}, "one"))
    await make(world, NEXT, policies=FakePolicies({"PAY-1": "ready"}, "two"))
    assert "Became ready" not in world.slack.said[1].message.text


async def test_the_tickets_that_one_edit_makes_ready_are_named_with_that_edit(world: World) -> None:
    world.jira.has("PAY-1", summary="Partial refunds")
    await make(world)
    assert "Partial refunds" in world.slack.said[0].message.text
    assert "Say what will be true" in world.slack.said[0].message.text


async def test_what_the_channel_may_not_see_is_counted_and_not_named(world: World) -> None:
    world.jira.has("SEC-9", "Do it.", summary="Secret summary")
    await make(world)
    (said,) = world.slack.said
    assert "SEC-9" not in repr(said.message)
    assert "Secret" not in repr(said.message)


async def test_done_tickets_are_left_out(world: World) -> None:
    world.jira.has("PAY-8", "Do it.", summary="Finished long ago", done=True)
    await make(world)
    assert "Finished" not in repr(world.slack.said[0].message)


async def test_the_run_keeps_no_word_of_a_ticket(world: World) -> None:
    world.jira.has("PAY-1", "the words of the ticket", summary="the words of the ticket")
    assert "the words" not in (await make(world)).text


async def test_a_jira_that_is_away_for_a_minute_delays_the_digest(world: World) -> None:
    world.jira.failures["search"] = [JiraError("unavailable", site="main", status=503)] * 2
    await make(world)
    assert len(world.slack.said) == 1


def settings(world: World) -> DigestSettings:
    return uses(world).settings


def asked(action: str, number: int = 1, **fields: object) -> DigestRequest:
    return DigestRequest(f"cmd:{number}", CHANNEL, "USETTER", action, reply="sealed", **fields)  # type: ignore[arg-type]


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
    world: World, where: dict[str, str]
) -> None:
    """A count of hidden tickets answers whether there are any: asked with words of one's own, it reads them aloud."""
    request = asked("set", weekday=2, at="08:30", zone="Europe/Berlin", site="main", **where)
    asked_before = list(world.jira.calls)
    await world.run(uses(world, managing=False).settings, request)
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and (kept.weekday, kept.jql, kept.source) == (0, plan(world).jql, plan(world).source)
    assert "can have the digest look at a query or a board" in world.slack.replies[0][1].text
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
        "Today's digest is in this channel already"
    )


async def test_a_digest_that_was_not_posted_can_be_asked_for_again(world: World) -> None:
    world.jira.failures["search"] = [JiraError("forbidden", site="main", status=403)]
    await make(world)
    assert world.slack.said == []
    await make(world, NEXT)
    assert "since" not in world.slack.said[0].message.text, "it was never seen, so nothing is compared with it"
    world.clock.now += timedelta(days=7)
    world.slack.before = [SlackError("refused", "restricted_action", method="chat.postMessage")]
    await world.run(settings(world), asked("now", 1))
    await world.run(settings(world), asked("now", 2))
    assert [message.text[:26] for _, message, _, _ in world.slack.replies] == [
        "I could not post the diges",
        "Today's digest is in this ",
    ]
    assert len(world.slack.said) == 2


async def test_off_ends_it(world: World) -> None:
    await world.run(settings(world), asked("off"))
    assert await world.store.digests.plan("T1", "C1") is None
    await make(world)
    assert world.slack.said == []


def test_the_default_query_is_the_open_tickets_of_the_channels_projects() -> None:
    assert default_jql(frozenset({"WEB", "PAY"})).startswith('project in ("PAY", "WEB") AND statusCategory != Done')


async def test_a_channel_that_is_gone_pauses_its_digest_and_whoever_can_mend_it_hears(world: World) -> None:
    world.slack.before = [SlackError("channel_closed", "channel_not_found", method="chat.postMessage")]
    await make(world)
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None
    assert (kept.paused, kept.stopped) == (True, "channel_not_found")
    assert [user for user, _ in world.slack.directs] == ["UADMIN", "USETTER"]
    assert "/handoff digest resume" in world.slack.directs[0][1].text
    await world.run(settings(world), asked("resume"))
    resumed = await world.store.digests.plan("T1", "C1")
    assert resumed is not None
    assert (resumed.paused, resumed.stopped) == (False, None)


async def test_an_idle_week_is_one_line_or_nothing_as_the_channel_wants(world: World) -> None:
    await make(world)
    await make(world, NEXT)
    assert "Nothing became ready or slipped" in world.slack.said[1].message.text
    assert len(world.slack.said[1].message.blocks) == 2
    await world.run(settings(world), asked("idle", idle="skip"))
    await make(world, NEXT + timedelta(days=7))
    assert len(world.slack.said) == 2


async def test_what_waits_longest_is_told_with_its_question_and_the_role_it_is_for(world: World) -> None:
    await make(world, policies=FakePolicies())
    await make(world, NEXT, policies=FakePolicies())
    world.jira.has("PAY-2", summary="Refund form", updated=world.clock())
    await make(world, NEXT + timedelta(days=7), policies=FakePolicies({"PAY-2": "not_ready"}))
    told = await uses(world).maker.telling.tell(await latest(world), None)
    (waits,) = told.view.waiting
    assert (waits.verdict.key, waits.role, waits.question) == ("PAY-1", "author", "When is it done?")


async def test_a_ticket_is_named_under_one_heading_only(world: World) -> None:
    for number in range(1, 5):
        world.jira.has(f"PAY-{number}", summary=f"Ticket {number}")
    await make(world, policies=FakePolicies({f"PAY-{number}": "ready" for number in range(1, 5)}))
    await make(world, NEXT, policies=FakePolicies({"PAY-4": "ready"}))
    text = world.slack.said[1].message.text
    assert [text.count(f"PAY-{number}") for number in range(1, 5)] == [1, 1, 1, 0]


async def test_a_picture_goes_with_the_digest_and_says_what_it_shows(world: World) -> None:
    await make(world)
    (name, png, place) = world.slack.files[0]
    assert (name, place) == ("readiness.png", None)
    assert png.startswith(b"\x89PNG") and len(png) < 100_000
    (image,) = [block for block in world.slack.said[0].message.blocks if block["type"] == "image"]
    assert image["slack_file"] == {"id": "F1"}
    assert "0 of 1 ready" in image["alt_text"]


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


async def test_a_language_we_do_not_speak_is_not_kept(world: World) -> None:
    await world.run(settings(world), asked("language", language="tlh"))
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and kept.language == "en"
    assert "I speak: en, fi" in world.slack.replies[0][1].text


async def latest(world: World) -> DigestRun:
    run = await world.store.digests.latest("T1", "C1")
    assert run is not None
    return run

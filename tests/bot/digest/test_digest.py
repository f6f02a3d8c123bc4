"""A digest is made once, says what moved, and names nothing that its channel may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.digest.reading.jql import default_jql
from bot.errors import JiraError, SlackError
from bot.store.tables.conversation import handoffs
from tests.bot.digest.digests import CHANNEL, NEXT, asked, latest, make, settings, uses
from tests.bot.judging.conftest import World
from tests.fakes.ports import FakePolicies
from tests.fakes.runs import Crash


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
    told = await uses(world).maker.presenter.present(await latest(world), None)
    (waits,) = told.view.waiting
    assert (waits.verdict.key, waits.role, waits.question) == ("PAY-1", "author", "When is it done?")


async def test_a_ticket_is_named_under_one_heading_only(world: World) -> None:
    for number in range(1, 5):
        world.jira.has(f"PAY-{number}", summary=f"Ticket {number}")
    await make(world, policies=FakePolicies({f"PAY-{number}": "ready" for number in range(1, 5)}))
    await make(world, NEXT, policies=FakePolicies({"PAY-4": "ready"}))
    text = world.slack.said[1].message.text
    assert [text.count(f"PAY-{number}") for number in range(1, 5)] == [1, 1, 1, 0]


async def test_all_that_came_back_are_counted_however_few_are_named(world: World) -> None:
    numbers = range(1, 9)
    for number in numbers:
        world.jira.has(f"PAY-{number}", summary=f"Ticket {number}")
    await make(world, policies=FakePolicies({f"PAY-{number}": "ready" for number in numbers}))
    given = {"workspace": "T1", "site": "main", "receiver": "contractor", "decision": "ready", "user": "U1"}
    days = {"at": world.clock() + timedelta(days=1), "asked_at": world.clock() + timedelta(days=2)}
    rows = [{**given, **days, "issue_id": f"1{number}", "key": f"PAY-{number}"} for number in numbers]
    async with world.store.engine.begin() as connection:
        await connection.execute(insert(handoffs), rows)
    world.jira.has("PAY-1", summary="Ticket 1", updated=world.clock() + timedelta(days=2))
    await make(world, NEXT, policies=FakePolicies({f"PAY-{number}": "ready" for number in numbers[1:]}))
    text = world.slack.said[1].message.text
    assert "Handed off since last time: 8 tickets; came back: 8." in text
    under = text[text.index("Handed off, and came back with questions") :]
    assert "and 3 more" in under, "five of eight are named under it, and one has slipped back above"


@pytest.mark.usefixtures("drawn_by_a_process")
async def test_a_picture_goes_with_the_digest_and_says_what_it_shows(world: World) -> None:
    await make(world)
    (name, png, place) = world.slack.files[0]
    assert (name, place) == ("readiness.png", None)
    assert png.startswith(b"\x89PNG") and len(png) < 100_000
    (image,) = [block for block in world.slack.said[0].message.blocks if block["type"] == "image"]
    assert image["slack_file"] == {"id": "F1"}
    assert "0 of 1 ready" in image["alt_text"]

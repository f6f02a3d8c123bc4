"""A digest that nobody waits for outlasts hours without Jira or Slack; whoever can mend what is wrong hears of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import JiraError, JiraOutcome, SlackError
from tests.bot.digest.digests import MONDAY, asked, make, settings
from tests.bot.judging.conftest import World
from tests.fakes.runs import Journal


def due(world: World) -> Journal:
    return world.journal(f"digest:T1:C1:{MONDAY}")


def away(world: World, outcome: JiraOutcome, until: datetime) -> None:
    def fail(jql: str) -> None:
        if world.clock() < until:
            raise JiraError(outcome, site="main", status=503)

    world.jira.searching = fail


@pytest.mark.parametrize("outcome", ["unavailable", "throttled", "timeout"])
async def test_a_jira_that_is_away_for_hours_delays_a_scheduled_digest(world: World, outcome: JiraOutcome) -> None:
    away(world, outcome, world.clock() + timedelta(hours=3))
    journal = await make(world, journal=due(world))
    (said,) = world.slack.said
    assert "Ready to hand off?" in said.message.text
    assert 3 * 3600 <= journal.slept < 3.5 * 3600
    assert journal.steps.count("judge") < 20, "a quarter of an hour lies between two looks"


async def test_a_channel_hears_in_one_sentence_that_jira_was_away_all_day(world: World) -> None:
    away(world, "unavailable", world.clock() + timedelta(days=1))
    journal = await make(world, journal=due(world))
    assert 5 * 3600 < journal.slept < 7 * 3600
    await make(world, journal=journal)
    (said,) = world.slack.said
    assert said.message.text.startswith("There is no digest: I could not get the tickets from Jira.")
    assert "`/handoff digest now`" in said.message.text
    assert world.slack.directs == []


async def test_whoever_asks_does_not_wait_for_hours(world: World) -> None:
    away(world, "unavailable", world.clock() + timedelta(days=1))
    journal = await world.run(settings(world), asked("now"))
    assert journal.slept < 200
    assert world.slack.said == [], "they alone asked, and are answered alone"
    assert world.slack.replies[0][1].text.startswith("There is no digest")


async def test_admins_hear_that_a_digest_failed_for_a_sign_in_that_jira_refuses(world: World) -> None:
    world.jira.failures["search"] = [JiraError("unauthorized", site="main", status=401)]
    journal = await make(world, journal=due(world))
    assert [user for user, _ in world.slack.directs] == ["UADMIN"]
    (said,) = world.slack.said
    assert said.message.text.startswith("There is no digest: Jira does not accept my sign-in.")
    assert journal.slept == 0
    world.clock.now = datetime(2026, 11, 30, 10, tzinfo=UTC)
    await world.run(settings(world), asked("now"))
    assert "Ready to hand off?" in world.slack.said[1].message.text, "the same date, once it is mended"


async def test_a_slack_that_is_away_for_hours_delays_a_scheduled_digest(world: World) -> None:
    world.slack.before = [SlackError("unavailable", "http_503", method="chat.postMessage")] * 12
    journal = await make(world, journal=due(world))
    (said,) = world.slack.said
    assert "Ready to hand off?" in said.message.text
    assert 3600 < journal.slept < 7200


async def test_a_slack_that_fails_all_day_ends_a_digest_and_leaves_its_date_free(world: World) -> None:
    world.slack.before = [SlackError("unavailable", "http_503", method="chat.postMessage")] * 29
    journal = await make(world, journal=due(world))
    assert journal.slept < 7 * 3600
    assert await world.store.digests.latest("T1", "C1") is None


REFUSALS = [
    SlackError("refused", "channel_type_not_supported", method="chat.postMessage"),
    SlackError("too_big", "msg_too_long", method="chat.postMessage"),
    SlackError("channel_closed", "restricted_action", method="chat.postMessage"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.error)
async def test_whatever_slack_refuses_a_digest_for_is_told_once_in_private_and_not_tried_for_ever(
    world: World, refusal: SlackError
) -> None:
    world.slack.before = [refusal]
    journal = await make(world, journal=due(world))
    await make(world, journal=journal)
    assert journal.slept == 0 and world.slack.said == []
    assert [user for user, _ in world.slack.directs] == ["UADMIN", "USETTER"]
    [told, _] = [message.text for _, message in world.slack.directs]
    closed = "The channel C1 no longer takes messages from me"
    assert told.startswith(
        closed if refusal.outcome == "channel_closed" else "Slack did not accept the weekly digest of C1"
    )
    assert "`/handoff digest resume`" in told and f"Slack's reason: {refusal.error}" in told
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and (kept.paused, kept.stopped) == (True, refusal.error)
    assert await world.store.digests.due(world.clock() + timedelta(days=30)) == ()


async def test_a_digest_of_a_workspace_whose_token_is_dead_goes_on_once_it_is_installed_anew(world: World) -> None:
    world.slack.before = [SlackError("install_dead", "token_revoked", method="chat.postMessage")]
    await make(world, journal=due(world))
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and (kept.paused, kept.stopped) == (False, None)
    assert world.slack.directs == [], "there is no token to say it with"
    await make(world, MONDAY + timedelta(days=7))
    assert len(world.slack.said) == 1


async def test_a_digest_that_is_perhaps_posted_is_told_of_and_goes_on(world: World) -> None:
    world.slack.before = [SlackError("refused", "thread_too_long", method="conversations.replies")]
    await make(world, journal=due(world))
    assert [user for user, _ in world.slack.directs] == ["UADMIN", "USETTER"]
    assert "I cannot tell whether this week's digest" in world.slack.directs[0][1].text
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and not kept.paused


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (REFUSALS[0], "There is no digest: Slack does not accept it from me here."),
        (REFUSALS[2], "I could not post the digest here. Invite me to this channel"),
    ],
)
async def test_whoever_asks_for_a_digest_that_slack_refuses_is_told_alone_and_the_weekly_one_goes_on(
    world: World, refusal: SlackError, words: str
) -> None:
    world.slack.before = [refusal]
    await world.run(settings(world), asked("now"))
    assert world.slack.directs == []
    assert world.slack.replies[0][1].text.startswith(words)
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and not kept.paused


async def test_a_channel_that_cannot_even_be_told_why_there_is_no_digest_stops_it(world: World) -> None:
    world.jira.failures["search"] = [JiraError("unauthorized", site="main", status=401)]
    world.slack.before = [SlackError("channel_closed", "is_archived", method="chat.postMessage")]
    await make(world, journal=due(world))
    kept = await world.store.digests.plan("T1", "C1")
    assert kept is not None and (kept.paused, kept.stopped) == (True, "is_archived")
    assert "USETTER" in [user for user, _ in world.slack.directs]

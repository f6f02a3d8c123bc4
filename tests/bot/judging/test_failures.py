"""What is said, and to whom, where Jira gives no ticket."""

from __future__ import annotations

import pytest

from bot.errors import APP_REFUSED, JiraError, JiraOutcome
from bot.ports import Reason
from bot.requests import Place
from tests.bot.judging.conftest import SECRET, World, asks

UNFOUND = "PAY-1: I cannot find this ticket in Jira, or one of us may not see it."


@pytest.mark.parametrize("trigger", ["mention", "command", "shortcut"])
async def test_a_wrong_key_is_told_to_whoever_typed_it_alone_with_nothing_to_pass_on(
    world: World, trigger: str
) -> None:
    world.jira.failures["PAY-1"] = [JiraError("not_found", site="main")]
    await world.run(world.judge(), asks("PAY-1", trigger=trigger))
    assert world.slack.said == []
    ((_, message),) = world.slack.whispers
    assert message.text.startswith(UNFOUND) and "reference" not in message.text


@pytest.mark.parametrize("missing", ["not_found", "gone", "forbidden", None])
@pytest.mark.parametrize("reason", ["asker_cannot_see", "asker_unknown"])
async def test_who_may_not_know_of_a_ticket_is_told_the_same_as_of_one_that_there_is_not(
    world: World, reason: Reason, missing: JiraOutcome | None
) -> None:
    world.jira.has("PAY-1", SECRET, summary=SECRET)
    if missing:
        world.jira.failures["PAY-1"] = [JiraError(missing, site="main")]
    world.gate.show, world.gate.reason = "silent", reason
    direct = Place("T1", "D1", "1700000000.000100")
    await world.run(world.judge(), asks("PAY-1", trigger="direct", place=direct))
    (said,) = world.slack.said
    assert (
        said.message.text
        == UNFOUND + " Check the key; if it is right, ask a Jira admin to give you and my account access."
    )
    assert SECRET not in repr(said.message) and world.slack.whispers == []


@pytest.mark.parametrize("outcome", ["forbidden", "unauthorized", "unreadable", "timeout"])
async def test_a_failure_is_one_sentence_and_a_reference_to_whoever_asked(world: World, outcome: str) -> None:
    world.jira.failures["PAY-1"] = [JiraError(outcome, site="main")] * 9  # type: ignore[arg-type]
    await world.run(world.judge(), asks("PAY-1"))
    (said,) = world.slack.said
    assert "PAY-1" in said.message.text
    assert "reference" in said.message.text


async def test_a_ticket_that_nobody_asked_about_and_we_cannot_see_is_not_spoken_of(world: World) -> None:
    await world.run(world.judge(), asks("PAY-404", trigger="link"))
    assert (world.slack.said, world.slack.whispers) == ([], [])


async def test_a_refused_credential_is_told_to_the_admin_once(world: World) -> None:
    world.jira.failures["PAY-1"] = [JiraError("unauthorized", site="main", status=401)] * 3
    for number in range(3):
        await world.run(world.judge(), asks("PAY-1", identity=f"ask:{number}"))
    assert [user for user, _ in world.slack.directs] == ["UADMIN"]


async def test_a_credential_that_fails_again_later_is_told_again(world: World) -> None:
    judge = world.judge()
    for number in range(2):
        world.jira.failures["PAY-1"] = [JiraError("unauthorized", site="main", status=401)]
        await world.run(judge, asks("PAY-1", identity=f"fail:{number}"))
        await world.run(judge, asks("PAY-1", identity=f"work:{number}"))
    assert len(world.slack.directs) == 2


async def test_admins_hear_what_atlassian_refuses_where_no_new_consent_would_help(world: World) -> None:
    world.jira.failures["PAY-1"] = [JiraError("unauthorized", site="main", reason=APP_REFUSED)]
    await world.run(world.judge(), asks("PAY-1"))
    [(user, message)] = world.slack.directs
    assert user == "UADMIN" and "HANDOFF_JIRA_CLIENT_SECRET" in message.text

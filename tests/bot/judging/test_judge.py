"""What an asked or linked ticket leads to, and where it is said."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.errors import APP_REFUSED, JiraError, JiraOutcome, SlackError
from bot.judging.summaries import LOOKED_AT
from bot.ports import Reason
from bot.requests import ClickRequest, Place
from tests.bot.judging.conftest import THREAD, World, asks
from tests.fakes.runs import Crash

SECRET = "the words of the ticket"


async def test_a_link_gets_its_verdict_in_the_thread(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", trigger="link"))
    (said,) = world.slack.said
    assert said.place == THREAD
    assert "PAY-1" in said.message.text


async def test_the_run_keeps_ids_and_no_word_of_the_ticket(world: World) -> None:
    world.jira.has("PAY-1", SECRET, summary=SECRET)
    journal = await world.run(world.judge(), asks("PAY-1"))
    assert SECRET not in journal.text
    assert '"verdict_id": 1' in journal.text


async def test_a_crash_at_every_step_leaves_one_card(world: World) -> None:
    world.slack.after = [Crash(), Crash()]
    await world.run(world.judge(), asks("PAY-1"))
    assert len(world.slack.said) == 1


async def test_a_link_and_then_its_mention_are_one_card(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", identity="msg:1", trigger="link"))
    await world.run(world.judge(), asks("PAY-1", identity="ask:1"))
    (said,) = world.slack.said
    assert said.updates == 1


async def test_a_mention_and_then_its_link_are_one_card(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", identity="ask:1"))
    await world.run(world.judge(), asks("PAY-1", identity="msg:1", trigger="link"))
    assert len(world.slack.said) == 1


async def test_a_mention_is_answered_even_where_its_link_was_met_with_silence(world: World) -> None:
    world.jira.has("PAY-1", "Done.", done=True)
    await world.run(world.judge(), asks("PAY-1", identity="msg:1", trigger="link"))
    assert world.slack.said == []
    await world.run(world.judge(), asks("PAY-1", identity="ask:1"))
    (said,) = world.slack.said
    assert "done" in said.message.text.lower()


async def test_asking_again_in_the_thread_updates_the_card(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", identity="ask:1"))
    before = world.slack.said[0].message
    world.jira.has("PAY-1", "## Problem\n\nRefunds fail with 500 since Monday; customers wait for their money.\n")
    await world.run(world.judge(), asks("PAY-1", identity="ask:2"))
    (said,) = world.slack.said
    assert said.message != before


async def test_a_card_deleted_in_slack_is_posted_anew(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", identity="ask:1"))
    world.slack.on_update = [SlackError("message_gone", "message_not_found")]
    await world.run(world.judge(), asks("PAY-1", identity="ask:2"))
    assert len(world.slack.said) == 2
    await world.run(world.judge(), asks("PAY-1", identity="ask:3"))
    assert (len(world.slack.said), world.slack.said[1].updates) == (2, 1)


async def test_the_same_ticket_in_another_thread_is_another_card(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", identity="ask:1"))
    await world.run(world.judge(), asks("PAY-1", identity="ask:2", place=Place("T1", "C1", "1700000099.0001")))
    assert len(world.slack.said) == 2


async def test_three_tickets_are_one_summary(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.")
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3", trigger="link"))
    (said,) = world.slack.said
    assert all(key in said.message.text for key in ("PAY-1", "PAY-2", "PAY-3"))


async def test_a_summary_counts_what_it_may_not_name(world: World) -> None:
    for key in ("PAY-2", "SEC-3"):
        world.jira.has(key, "Do it.")
    world.gate.otherwise = {"SEC-3": "asker_only"}
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "SEC-3"))
    assert "SEC-3" not in world.slack.said[0].message.text


async def test_of_a_pasted_backlog_the_first_are_looked_at_and_the_rest_is_counted_also_on_recheck(
    world: World,
) -> None:
    keys = [f"PAY-{number}" for number in range(1, 46)]
    for key in keys:
        world.jira.has(key, "Do it.")
    await world.run(world.judge(), asks(*keys))
    (said,) = world.slack.said
    assert len(world.jira.fetched) == LOOKED_AT
    assert "15 more tickets were named and are not looked at" in said.message.text
    again = ClickRequest("act:1", THREAD, "UASKER", "recheck", "p1", said.ts, "sealed")
    await world.run(world.clicked(), again)
    assert len(world.jira.fetched) == 2 * LOOKED_AT
    assert "15 more tickets were named and are not looked at" in said.message.text


async def test_a_summary_says_when_it_was_checked(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.")
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3"))
    assert f"Checked {world.clock():%Y-%m-%d %H:%M} UTC." in world.slack.said[0].message.text


@pytest.mark.parametrize("late", ["PAY-1 PAY-2 PAY-3", "PAY-2 PAY-3 PAY-4"])
async def test_a_summary_is_not_cut_by_a_run_that_knows_of_fewer_of_its_tickets(world: World, late: str) -> None:
    """As when the run of a message ends after that of its edit, or a channel's link after a mention of more."""
    keys = ("PAY-1", "PAY-2", "PAY-3", "PAY-4")
    for key in keys:
        world.jira.has(key, "Do it.")
    await world.run(world.judge(), asks(*keys))
    await world.run(world.judge(), asks(*late.split(), trigger="link", identity="msg:1"))
    (said,) = world.slack.said
    assert all(key in said.message.text for key in keys)


async def test_where_nothing_may_be_shown_the_asker_alone_gets_key_and_verdict(world: World) -> None:
    world.jira.has("PAY-1", SECRET, summary=SECRET)
    world.gate.show = "asker_only"
    await world.run(world.judge(), asks("PAY-1"))
    assert world.slack.said == []
    ((user, message),) = world.slack.whispers
    assert user == "UASKER"
    assert "PAY-1" in message.text
    assert SECRET not in repr(message)


@pytest.mark.parametrize("known", [True, False])
async def test_an_outsider_hears_that_there_is_no_answer_and_not_whether_there_is_a_ticket(
    world: World, known: bool
) -> None:
    if known:
        world.jira.has("PAY-1", SECRET, summary=SECRET)
    world.gate.show, world.gate.reason = "silent", "asker_outside"
    await world.run(world.judge(), asks("PAY-1"))
    assert world.slack.said == []
    ((_, message),) = world.slack.whispers
    assert "here I answer its own members only" in message.text
    assert "PAY-1" not in repr(message)


@pytest.mark.parametrize(
    ("reason", "member", "channel", "next_step"),
    [
        ("project_not_mapped", False, "C1", "/invite @handoff and then /handoff on PAY"),
        ("channel_unknown", False, "C1", "/invite @handoff and then /handoff on PAY"),
        ("project_not_mapped", True, "C1", "has not agreed to talk about PAY. Type /handoff on PAY here"),
        ("channel_shared", False, "C1", "Not everyone here may see the rest. Ask me in a direct message."),
        ("ticket_secured", True, "C1", "Not everyone here may see the rest. Ask me in a direct message."),
        ("project_not_mapped", True, "D1", "I could not make sure that Jira lets you see this ticket."),
    ],
)
async def test_whoever_gets_only_the_verdict_is_told_what_opens_the_rest(
    world: World, reason: Reason, member: bool, channel: str, next_step: str
) -> None:
    world.jira.has("PAY-1", SECRET, summary=SECRET)
    world.gate.show, world.gate.reason, world.gate.member = "asker_only", reason, member
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=Place("T1", channel)))
    ((_, message, in_channel, _),) = world.slack.replies
    assert not in_channel
    assert next_step in message.text
    assert SECRET not in repr(message)


async def test_where_nothing_may_be_shown_a_link_is_met_with_silence(world: World) -> None:
    world.gate.show = "silent"
    await world.run(world.judge(), asks("PAY-1", trigger="link"))
    assert (world.slack.said, world.slack.whispers) == ([], [])


@pytest.mark.parametrize(("member", "label"), [(True, "Share"), (False, "copy")])
async def test_a_command_answers_the_asker_alone_and_offers_to_share(world: World, member: bool, label: str) -> None:
    world.gate.member = member
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=Place("T1", "C1")))
    ((reply, message, in_channel, _),) = world.slack.replies
    assert (reply, in_channel, world.slack.said) == ("sealed", False, [])
    assert label in repr(message.blocks)


async def test_what_jira_may_yet_give_is_waited_for_as_long_as_it_asks(world: World) -> None:
    world.jira.failures["PAY-1"] = [JiraError("throttled", site="main", status=429, retry_after=20)]
    journal = await world.run(world.judge(), asks("PAY-1"))
    assert len(world.slack.said) == 1
    assert 20 <= journal.slept <= 30


UNFOUND = "PAY-1: I cannot find this ticket in Jira, or not both of us may see it."


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
        == UNFOUND + " Check the key; if it is right, ask a Jira admin to let you and my account see it."
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


async def test_where_the_bot_may_not_post_the_asker_is_answered_alone(world: World) -> None:
    world.slack.before = [SlackError("channel_closed", "not_in_channel")]
    await world.run(world.judge(), asks("PAY-1", trigger="shortcut", reply="sealed"))
    assert world.slack.said == []
    assert len(world.slack.replies) == 1


@pytest.mark.parametrize("trigger", ["shortcut", "mention"])
async def test_where_the_bot_may_not_post_a_summary_the_asker_is_answered_alone(world: World, trigger: str) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.")
    world.slack.before = [SlackError("channel_closed", "not_in_channel")]
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3", trigger=trigger, reply="sealed"))
    [(_, told, in_channel, _)] = world.slack.replies
    assert all(key in told.text for key in ("PAY-1", "PAY-2", "PAY-3"))
    assert not in_channel


async def test_a_summary_that_nobody_asked_for_and_slack_refuses_is_told_to_nobody(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.")
    world.slack.before = [SlackError("channel_closed", "not_in_channel")]
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3", trigger="link"))
    assert (world.slack.said, world.slack.replies, world.slack.whispers) == ([], [], [])


async def test_every_row_carries_workspace_site_and_issue_id(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    async with world.store.engine.connect() as connection:
        for table in ("verdicts", "cards"):
            rows = (await connection.execute(text(f"SELECT workspace, site, issue_id FROM {table}"))).all()  # noqa: S608
            assert [tuple(row) for row in rows] == [("T1", "main", "11")]


async def test_admins_hear_what_atlassian_refuses_where_no_new_consent_would_help(world: World) -> None:
    world.jira.failures["PAY-1"] = [JiraError("unauthorized", site="main", reason=APP_REFUSED)]
    await world.run(world.judge(), asks("PAY-1"))
    [(user, message)] = world.slack.directs
    assert user == "UADMIN" and "HANDOFF_JIRA_CLIENT_SECRET" in message.text

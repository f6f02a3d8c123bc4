"""What an asked or linked ticket leads to, and where it is said."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.errors import JiraError, SlackError
from bot.judging.summaries import LOOKED_AT
from bot.ports import Reason
from bot.requests import ClickRequest, Place
from tests.bot.judging.conftest import SECRET, THREAD, World, asks
from tests.fakes.runs import Crash


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


async def test_of_several_links_the_only_open_ticket_gets_a_card_of_its_own(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.", done=True)
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3", trigger="link"))
    (said,) = world.slack.said
    assert said.message.text.startswith("PAY-1 is not ready") and "To close it" in said.message.text


async def test_who_asks_about_several_hears_of_those_that_are_done_too(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.", done=True)
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3"))
    (said,) = world.slack.said
    assert "PAY-3: already done" in said.message.text


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
    assert "15 more tickets were named but not checked" in said.message.text
    again = ClickRequest("act:1", THREAD, "UASKER", "recheck", "p1", said.ts, "sealed")
    await world.run(world.clicked(), again)
    assert len(world.jira.fetched) == 2 * LOOKED_AT
    assert "15 more tickets were named but not checked" in said.message.text


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
    assert "here I answer only your organisation's members" in message.text
    assert "PAY-1" not in repr(message)


@pytest.mark.parametrize(
    ("reason", "member", "channel", "next_step"),
    [
        ("project_not_mapped", False, "C1", "/invite @handoff and then /handoff on PAY"),
        ("channel_unknown", False, "C1", "/invite @handoff and then /handoff on PAY"),
        ("project_not_mapped", True, "C1", "PAY is not turned on in this channel. Type /handoff on PAY here"),
        ("channel_shared", False, "C1", "Not everyone here may see the rest. Ask me in a direct message."),
        ("ticket_secured", True, "C1", "Not everyone here may see the rest. Ask me in a direct message."),
        ("project_not_mapped", True, "D1", "I could not confirm that Jira lets you see this ticket."),
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

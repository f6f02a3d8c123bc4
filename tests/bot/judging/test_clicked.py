"""What the buttons do, and for whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import SlackError, SlackOutcome
from bot.requests import ClickRequest, Place
from tests.bot.judging.conftest import THREAD, World, asks
from tests.fakes.runs import Crash

READY_NOW = "## Problem\n\nRefunds fail with 500 since Monday.\n\n## Done when\n\n- A refund of 5 EUR answers 200.\n"


def click(action: str, handle: str, *, ts: str | None = None, place: Place = THREAD, number: int = 1) -> ClickRequest:
    return ClickRequest(f"act:{number}", place, "UCLICKER", action, handle, ts, "sealed")  # type: ignore[arg-type]


async def test_recheck_updates_the_card_it_stands_on(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    before = world.slack.said[0].message.text
    world.jira.has("PAY-1", READY_NOW)
    await world.run(world.clicked(), click("recheck", "v1", ts=world.slack.said[0].ts))
    (said,) = world.slack.said
    assert said.message.text != before
    assert said.updates == 1


async def test_recheck_that_changes_what_a_card_says_lets_the_news_beside_it_follow(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    [said] = world.slack.said
    await world.run(world.clicked(), click("recheck", "v1", ts=said.ts))
    assert world.turned == [], "it says what it said"
    world.jira.has("PAY-1", READY_NOW)
    await world.run(world.clicked(), click("recheck", "v1", ts=said.ts, number=2))
    assert [(ts, show) for ts, _, show in world.turned] == [(said.ts, "full")]


async def test_the_news_beside_a_card_follows_though_a_process_dies_right_after_the_card_was_drawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    [said] = world.slack.said
    world.jira.has("PAY-1", READY_NOW)
    pressed, journal = click("recheck", "v1", ts=said.ts), world.journal("act:1")

    async def dies(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(world, "note_turned", dies)
        await world.clicked()(journal.execution(), pressed)
    assert said.updates == 1
    await world.run(world.clicked(), pressed, journal)
    assert [(ts, show) for ts, _, show in world.turned] == [(said.ts, "full")]


async def test_recheck_shows_closed_gaps_as_closed(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    world.jira.has("PAY-1", READY_NOW)
    await world.run(world.clicked(), click("recheck", "v1", ts=world.slack.said[0].ts))
    assert '"strike": True' in repr(world.slack.said[0].message.blocks).replace("'", '"')


async def test_recheck_in_a_channel_that_others_now_read_cuts_the_card_to_its_key_and_answers_alone(
    world: World,
) -> None:
    world.jira.has("PAY-1", "Do it.", summary="Secret summary")
    await world.run(world.judge(), asks("PAY-1"))
    world.gate.show, world.gate.reason = "asker_only", "channel_shared"
    await world.run(world.clicked(), click("recheck", "v1", ts=world.slack.said[0].ts))
    cut = world.slack.said[0].message
    assert "Secret" not in repr(cut) and "ready" not in cut.text
    [(_, told, in_channel, replaced)] = world.slack.replies
    assert told.text.startswith("PAY-1 is not ready for a contractor.") and "Ask me in a direct message" in told.text
    assert (in_channel, replaced) == (False, False)


async def test_who_may_not_see_the_ticket_is_answered_alone_and_everybodys_card_stays(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    [said] = world.slack.said
    before = said.message
    world.gate.show, world.gate.reason = "silent", "asker_cannot_see"
    await world.run(world.clicked(), click("recheck", "v1", ts=said.ts))
    assert (said.message, said.updates) == (before, 0)
    [(_, told, in_channel, replaced)] = world.slack.replies
    assert told.text.startswith("PAY-1: I cannot find this ticket in Jira, or one of us may not see it.")
    assert (in_channel, replaced) == (False, False)
    assert world.missed == ["PAY-1"], "the card is looked at again: it may have been for nobody else there either"


async def test_who_may_not_see_a_ticket_of_a_summary_is_answered_alone_and_the_summary_stays(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.")
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3"))
    [said] = world.slack.said
    world.gate.otherwise, world.gate.reason = {"PAY-2": "silent"}, "asker_cannot_see"
    await world.run(world.clicked(), click("recheck", "p1", ts=said.ts))
    assert said.updates == 0
    [(_, told, in_channel, _)] = world.slack.replies
    assert "PAY-3" in told.text
    assert not in_channel


async def test_recheck_of_a_summary_judges_every_ticket_again(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.")
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3"))
    world.jira.fetched.clear()
    await world.run(world.clicked(), click("recheck", "p1", ts=world.slack.said[0].ts))
    assert sorted(world.jira.fetched) == ["PAY-1", "PAY-2", "PAY-3"]
    assert (len(world.slack.said), world.slack.said[0].updates) == (1, 1)


async def test_recheck_of_an_answer_seen_by_one_person_replaces_it(world: World) -> None:
    channel = Place("T1", "C1")
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=channel))
    await world.run(world.clicked(), click("recheck", "v1", place=channel))
    assert [replaced for _, _, _, replaced in world.slack.replies] == [False, True]


async def test_a_failure_on_recheck_is_told_to_whoever_pressed_and_the_card_stays(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    del world.jira.tickets["PAY-1"]
    await world.run(world.clicked(), click("recheck", "v1", ts=world.slack.said[0].ts))
    assert world.slack.said[0].updates == 0
    assert len(world.slack.replies) == 1


async def test_sharing_posts_a_card_in_the_channel_that_lives_on(world: World) -> None:
    channel = Place("T1", "C1")
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=channel))
    await world.run(world.clicked(), click("share", "v1", place=channel))
    (said,) = world.slack.said
    assert said.place == channel
    await world.run(world.clicked(), click("recheck", "v2", ts=said.ts, place=channel, number=2))
    assert (len(world.slack.said), said.updates) == (1, 1)


async def test_who_presses_share_twice_on_one_answer_posts_one_card(world: World) -> None:
    """Nothing is to be seen of it for a moment, and many press again."""
    channel = Place("T1", "C1")
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=channel))
    for number, answer in ((1, "1.1"), (2, "1.1"), (3, "2.2")):
        pressed = replace(click("share", "v1", place=channel, number=number), answer=answer)
        await world.run(world.clicked(), pressed)
        assert len(world.slack.said) == (1 if answer == "1.1" else 2)


async def test_sharing_where_the_bot_is_no_member_leaves_a_copy_that_says_so(world: World) -> None:
    channel = Place("T1", "C1")
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=channel))
    world.slack.before = [SlackError("channel_closed", "not_in_channel")]
    await world.run(world.clicked(), click("share", "v1", place=channel))
    _, message, in_channel, _ = world.slack.replies[-1]
    assert in_channel
    assert "copy" in message.text.lower()


async def test_who_presses_share_twice_where_the_bot_is_no_member_leaves_one_copy(world: World) -> None:
    channel = Place("T1", "C1")
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=channel))
    for number, answer in ((1, "1.1"), (2, "1.1"), (3, "2.2")):
        world.slack.before = [SlackError("channel_closed", "not_in_channel")]
        pressed = replace(click("share", "v1", place=channel, number=number), answer=answer)
        await world.run(world.clicked(), pressed)
        copies = [message for _, message, in_channel, _ in world.slack.replies if in_channel]
        assert len(copies) == (1 if answer == "1.1" else 2)


@pytest.mark.parametrize(
    ("outcome", "error", "told"),
    [
        ("install_dead", "missing_scope", "My connection to this workspace no longer works."),
        ("refused", "some_new_error", "Something went wrong on my side"),
    ],
)
async def test_who_shares_is_told_when_slack_refuses(
    world: World, outcome: SlackOutcome, error: str, told: str
) -> None:
    channel = Place("T1", "C1")
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=channel))
    world.slack.before = [SlackError(outcome, error)]
    await world.run(world.clicked(), click("share", "v1", place=channel))
    [_, (_, message, in_channel, _)] = world.slack.replies
    assert told in message.text
    assert not in_channel


async def test_who_rechecks_a_card_that_slack_lets_nobody_change_is_answered_alone(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    world.slack.on_update = [SlackError("channel_closed", "not_in_channel")]
    await world.run(world.clicked(), click("recheck", "v1", ts=world.slack.said[0].ts))
    [(_, message, in_channel, replaced)] = world.slack.replies
    assert "PAY-1" in message.text
    assert (in_channel, replaced) == (False, False)


async def test_who_rechecks_a_summary_that_slack_lets_nobody_change_is_answered_alone(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Do it.")
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3"))
    world.slack.on_update = [SlackError("channel_closed", "not_in_channel")]
    await world.run(world.clicked(), click("recheck", "p1", ts=world.slack.said[0].ts))
    [(_, message, in_channel, _)] = world.slack.replies
    assert all(key in message.text for key in ("PAY-1", "PAY-2", "PAY-3"))
    assert not in_channel


async def test_sharing_asks_the_gate_again(world: World) -> None:
    channel = Place("T1", "C1")
    await world.run(world.judge(), asks("PAY-1", trigger="command", reply="sealed", place=channel))
    world.gate.show = "asker_only"
    await world.run(world.clicked(), click("share", "v1", place=channel))
    assert world.slack.said == []


async def test_a_handle_of_another_workspace_opens_nothing(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    world.jira.fetched.clear()
    await world.run(world.clicked(), click("share", "v1", place=Place("T2", "C9")))
    assert world.jira.fetched == []

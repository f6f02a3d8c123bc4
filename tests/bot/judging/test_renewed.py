"""A link or a question that came while our token was dead is answered once the token works, by how things stand then."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from bot.errors import SlackError
from bot.installed import TokenState
from bot.judging.renewed import LOOKS, OnceRenewed
from bot.ports import ChannelSettings
from bot.upkeep.uninstalling import SETTLE
from tests.bot.judging.conftest import SECRET, World, asks
from tests.bot.judging.test_clicked import READY_NOW
from tests.fakes.runs import Crash

DEAD = SlackError("install_dead", "token_revoked", method="chat.postMessage")
SCOPE = SlackError("install_dead", "missing_scope", method="chat.postMessage")


@dataclass
class Tokens:
    """Says how the token is, each time it is asked; the last word stands."""

    states: list[TokenState] = field(default_factory=lambda: ["works"])
    asked: int = 0

    async def __call__(self, workspace: str) -> TokenState:
        self.asked += 1
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


@pytest.mark.parametrize("trigger", ["link", "mention"])
async def test_a_card_that_a_dead_token_kept_back_comes_once_it_works(world: World, trigger: str) -> None:
    world.slack.before = [DEAD]
    tokens = Tokens(["dead", "unreached", "dead", "works"])
    await world.run(OnceRenewed(world.judge(), tokens), asks("PAY-1", trigger=trigger))
    [card] = world.slack.said
    assert "PAY-1" in card.message.text and tokens.asked == 4


async def test_a_message_about_three_tickets_comes_too(world: World) -> None:
    for key in ("PAY-2", "PAY-3"):
        world.jira.has(key, "Just do it.")
    world.slack.before = [DEAD]
    await world.run(OnceRenewed(world.judge(), Tokens()), asks("PAY-1", "PAY-2", "PAY-3", trigger="link"))
    assert len(world.slack.said) == 1


async def test_what_may_be_shown_is_asked_anew_after_the_wait(world: World) -> None:
    world.jira.has("PAY-1", SECRET, summary=SECRET)
    world.slack.before = [DEAD]

    async def meanwhile(workspace: str) -> TokenState:
        world.gate.show, world.gate.reason = "silent", "channel_shared"
        return "works"

    await world.run(OnceRenewed(world.judge(), meanwhile), asks("PAY-1", trigger="link"))
    assert world.slack.said == []


async def test_a_link_in_a_channel_nobody_can_tell_of_for_want_of_a_token_is_answered_later(world: World) -> None:
    world.gate.show, world.gate.reason = "silent", "channel_unknown"
    tokens = Tokens(["dead", "works"])

    async def and_then(workspace: str) -> TokenState:
        state = await tokens(workspace)
        if state == "works":
            world.gate.show, world.gate.reason = "full", "mapped"
        return state

    await world.run(OnceRenewed(world.judge(), and_then), asks("PAY-1", trigger="link"))
    assert len(world.slack.said) == 1


async def test_with_a_token_that_works_an_unknown_channel_stays_silent_at_once(world: World) -> None:
    world.gate.show, world.gate.reason = "silent", "channel_unknown"
    journal = await world.run(OnceRenewed(world.judge(), Tokens()), asks("PAY-1", trigger="link"))
    assert (world.slack.said, journal.slept) == ([], 0)


async def test_after_a_bad_moment_of_slacks_a_link_is_answered_within_half_a_minute(world: World) -> None:
    world.gate.show, world.gate.reason = "silent", "channel_unknown"
    tokens = Tokens(["unreached", "works"])

    async def and_then(workspace: str) -> TokenState:
        if (state := await tokens(workspace)) == "works":
            world.gate.show, world.gate.reason = "full", "mapped"
        return state

    journal = await world.run(OnceRenewed(world.judge(), and_then), asks("PAY-1", trigger="link"))
    assert len(world.slack.said) == 1 and journal.slept < 30


@pytest.mark.parametrize("trigger", ["link", "mention"])
async def test_a_slack_that_fails_to_say_who_reads_the_channel_is_asked_again_and_then_there_is_a_card(
    world: World, trigger: str
) -> None:
    world.gate.again = [0.0, 5.0]
    journal = await world.run(OnceRenewed(world.judge(), Tokens()), asks("PAY-1", trigger=trigger))
    assert len(world.slack.said) == 1 and 5 < journal.slept < 30


async def test_where_slack_fails_for_longer_than_a_person_waits_for_jira_a_link_is_answered_all_the_same(
    world: World,
) -> None:
    world.gate.again = [0.0] * 5
    await world.run(OnceRenewed(world.judge(), Tokens()), asks("PAY-1", trigger="link"))
    assert len(world.slack.said) == 1


async def test_where_the_bot_was_removed_nothing_is_waited_for(world: World) -> None:
    world.slack.before = [DEAD]
    journal = await world.run(OnceRenewed(world.judge(), Tokens(["gone"])), asks("PAY-1", trigger="link"))
    assert world.slack.said == []
    assert journal.slept < SETTLE, "it would write after what was kept there is deleted"


async def test_who_typed_a_command_is_told_at_once(world: World) -> None:
    world.slack.before = [DEAD]
    tokens = Tokens(["dead"])
    await world.run(OnceRenewed(world.judge(), tokens), asks("PAY-1", trigger="command", reply="sealed"))
    assert tokens.asked == 0 and len(world.slack.replies) == 1


async def test_after_a_day_it_is_given_up(world: World) -> None:
    world.slack.before = [DEAD]
    journal = await world.run(OnceRenewed(world.judge(), Tokens(["dead"])), asks("PAY-1", trigger="link"))
    assert world.slack.said == [] and 0.9 * 86400 < journal.slept < 1.1 * 86400
    assert journal.steps.count("sleep") == LOOKS - 1


async def test_a_token_that_works_and_may_not_post_is_not_tried_for_ever(world: World) -> None:
    world.slack.before = [SCOPE] * 99
    await world.run(OnceRenewed(world.judge(), Tokens()), asks("PAY-1", trigger="link"))
    assert 99 - len(world.slack.before) == 3


async def test_a_process_that_dies_over_it_leaves_the_wait_to_the_next(world: World) -> None:
    world.slack.before = [DEAD, Crash()]
    await world.run(OnceRenewed(world.judge(), Tokens(["dead", "works"])), asks("PAY-1", trigger="link"))
    assert len(world.slack.said) == 1


async def test_the_log_says_why_nothing_was_said(world: World) -> None:
    world.jira.has("PAY-2", "Just do it.", done=True)
    world.gate.otherwise["PAY-1"] = "silent"
    world.gate.reason = "ticket_secured"
    with capture_logs() as logs:
        await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-9", trigger="link"))
    [line] = [line for line in logs if line["event"] == "judge.silent"]
    assert line["why"] == ["done", "not_found", "ticket_secured"]


async def test_a_reaction_that_a_dead_token_kept_back_comes_once_it_works(world: World) -> None:
    reacting = ChannelSettings(watching=True, projects=frozenset({"PAY"}), quiet="reaction")
    await world.store.channels.agree("T1", "C1", reacting, user="U1", now=world.clock())
    world.jira.has("PAY-9", READY_NOW)
    world.slack.before = [DEAD]
    tokens = Tokens(["dead", "works"])
    await world.run(OnceRenewed(world.judge(), tokens), asks("PAY-9", trigger="link"))
    assert [name for _, _, name in world.slack.reactions] == ["white_check_mark"]
    assert (tokens.asked, world.slack.said) == (2, [])

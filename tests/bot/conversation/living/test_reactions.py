"""A reaction in place of a card is as true as a card: it goes when the ticket slips and comes back with it, in silence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.judging.showing import READY
from bot.ports import ChannelSettings
from bot.sandbox.slack.models import Message
from tests.bot.conversation.conftest import GOOD, LEAD, ROOM, Life

VAGUE = "Make it better."


@pytest.fixture
async def quiet(life: Life) -> Life:
    """The channel answers a ready ticket with a reaction."""
    settings = ChannelSettings(True, frozenset({"PAY", "WEB"}), quiet="reaction")
    await life.bot._store.channels.agree("T0SANDBOX", ROOM, settings, user=LEAD, now=datetime.now(UTC))
    return life


async def linked(life: Life, *keys: str) -> Message:
    """A message with links that has the reaction."""
    message = await life.sandbox.slack.users.say(LEAD, ROOM, " ".join(map(life.sandbox.link, keys)))
    await life.until(lambda: message.reactions)
    await life.rest()
    assert READY in message.reactions and life.thread(message.ts) == []
    return message


async def test_a_reaction_goes_when_its_ticket_slips_and_comes_back_with_it_and_nothing_is_said(quiet: Life) -> None:
    life = quiet
    words = life.good_words()
    message = await linked(life, GOOD)
    life.sandbox.jira.edit(GOOD, description=VAGUE)
    await life.until(lambda: not message.reactions)
    await life.rest()
    assert life.thread(message.ts) == [] and life.whispers() == []
    life.sandbox.jira.edit(GOOD, description=words)
    await life.until(lambda: READY in message.reactions)
    await life.rest()
    assert life.thread(message.ts) == [] and life.whispers() == []


async def test_a_change_that_leaves_a_ticket_ready_leaves_its_reaction_alone(quiet: Life) -> None:
    message = await linked(quiet, GOOD)
    quiet.sandbox.jira.edit(GOOD, labels=["urgent"])
    await quiet.rest()
    assert READY in message.reactions
    assert quiet.sandbox.slack.calls.count("reactions.remove") == 0


async def test_a_reaction_on_a_message_about_two_tickets_stands_for_both(quiet: Life) -> None:
    life = quiet
    words = life.good_words()
    life.repair("PAY-15")
    await life.rest()
    message = await linked(life, GOOD, "PAY-15")
    life.sandbox.jira.edit("PAY-15", description=VAGUE)
    await life.until(lambda: not message.reactions)
    life.sandbox.jira.edit(GOOD, labels=["urgent"])
    await life.rest()
    assert not message.reactions, "one of the two is not ready"
    life.sandbox.jira.edit("PAY-15", description=words)
    await life.until(lambda: READY in message.reactions)


async def test_a_message_about_a_ready_ticket_and_another_has_no_reaction_but_their_cards(quiet: Life) -> None:
    """Whoever sees the reaction takes it for all that the message names."""
    life = quiet
    life.sandbox.jira.edit("PAY-15", description=VAGUE)
    message = await life.sandbox.slack.users.say(LEAD, ROOM, f"{life.sandbox.link(GOOD)} {life.sandbox.link('PAY-15')}")
    await life.until(lambda: len(life.thread(message.ts)) == 2)
    await life.rest()
    assert not message.reactions


async def test_the_look_for_missed_changes_takes_a_reaction_away_too(quiet: Life) -> None:
    message = await linked(quiet, GOOD)
    quiet.sandbox.jira.webhooks.url = None
    quiet.sandbox.jira.edit(GOOD, description=VAGUE)
    assert await quiet.bot._composed.conversation.sweep.sweep() == 1
    await quiet.until(lambda: not message.reactions)


async def test_the_reaction_for_a_ticket_that_jira_gives_no_more_goes(quiet: Life) -> None:
    message = await linked(quiet, GOOD)
    quiet.sandbox.jira.state.delete(quiet.sandbox.jira.issue(GOOD))
    await quiet.until(lambda: not message.reactions)
    await quiet.rest()
    assert quiet.thread(message.ts) == []


async def test_a_reaction_on_a_message_that_is_gone_is_no_failure(quiet: Life) -> None:
    message = await linked(quiet, GOOD)
    quiet.sandbox.slack.workspace.messages.remove(message)
    quiet.sandbox.jira.edit(GOOD, description=VAGUE)
    await quiet.rest()
    assert quiet.sandbox.slack.calls.count("reactions.remove") == 1, "asked once, and not again"


async def test_a_link_that_is_pasted_again_gets_its_own_reaction_and_both_go(quiet: Life) -> None:
    messages = [await linked(quiet, GOOD), await linked(quiet, GOOD)]
    quiet.sandbox.jira.edit(GOOD, description=VAGUE)
    await quiet.until(lambda: not any(message.reactions for message in messages))

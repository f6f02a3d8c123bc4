"""A ticket that Jira gives no more: its messages say so and since when, keep nothing of it, and follow it if it returns."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack.models import Message
from tests.bot.conversation.conftest import LEAD, ROOM, Life, gaps_of

LOST = "can no longer be read in Jira"


async def sweep(life: Life) -> int:
    one = life.bot._composed.conversation.sweep
    one._set_back += 1  # as if the ten minutes of the look before were over
    begun = await one.sweep()
    await life.rest()
    return begun


def unheard(life: Life) -> None:
    """From here on no webhook tells of anything."""
    life.sandbox.jira.webhooks.url = None


def hide(life: Life, *projects: str) -> None:
    """The bot's account may read these projects and no other."""
    accounts = life.sandbox.jira.state.directory.accounts
    accounts["handoff"] = replace(accounts["handoff"], projects=frozenset(projects))


async def lost(life: Life, *, asked: bool = True) -> Message:
    card = await life.card("PAY-15", asked=asked)
    life.sandbox.jira.state.delete(life.sandbox.jira.issue("PAY-15"))
    await life.until(lambda: LOST in card.text)
    await life.rest()
    return card


@pytest.mark.parametrize("asked", [True, False])
async def test_the_card_of_a_deleted_ticket_says_so_and_since_when_and_blames_nobody(life: Life, asked: bool) -> None:
    title = life.sandbox.jira.issue("PAY-15").summary
    card = await lost(life, asked=asked)
    drawn = json.dumps(card.blocks)
    assert card.text.startswith(f"PAY-15 {LOST}.")
    assert datetime.now(UTC).strftime("Noticed %Y-%m-%d") in card.text
    assert title not in drawn and not gaps_of(card), "its words may be nobody's to read any more"
    assert "Maija" not in drawn and "maija" not in drawn, "who deleted it is not said"
    assert life.answers(card) == [], "and nobody is called"


async def test_a_deleted_ticket_is_looked_for_no_more_than_once_by_every_look(life: Life) -> None:
    card = await lost(life)
    edited = life.sandbox.slack.calls.count("chat.update")
    assert await sweep(life) == 0
    assert life.sandbox.slack.calls.count("chat.update") == edited
    assert LOST in card.text


async def test_the_look_for_changes_finds_a_ticket_that_is_gone_though_no_webhook_told(life: Life) -> None:
    gone, stays = await life.card("PAY-15"), await life.card("PAY-18")
    unheard(life)
    life.sandbox.jira.state.delete(life.sandbox.jira.issue("PAY-15"))
    await sweep(life)
    assert LOST in gone.text and LOST not in stays.text


async def test_a_ticket_that_the_bot_may_no_longer_see_is_lost_until_it_may_again(life: Life) -> None:
    card = await life.card("PAY-15")
    whole = card.text
    unheard(life)
    hide(life, "WEB")
    await sweep(life)
    assert LOST in card.text
    hide(life, "WEB", "PAY")
    await sweep(life)
    assert card.text.splitlines()[0] == whole.splitlines()[0] and gaps_of(card)
    assert life.answers(card) == [], "its verdict is the same, so nothing is said"


async def test_a_restored_ticket_has_its_whole_card_again(life: Life) -> None:
    issue = life.sandbox.jira.issue("PAY-15")
    card = await lost(life)
    life.sandbox.jira.state.restore(issue)
    await life.until(lambda: LOST not in card.text)
    await life.rest()
    assert gaps_of(card)
    life.repair("PAY-15")
    await life.until(lambda: "is ready for" in card.text)


async def test_what_was_said_of_a_card_is_kept_true_when_its_ticket_is_lost_and_when_it_returns(life: Life) -> None:
    card, issue = await life.card("PAY-15"), life.sandbox.jira.issue("PAY-15")
    life.repair("PAY-15")
    await life.until(lambda: life.answers(card))
    life.sandbox.jira.state.delete(issue)
    await life.until(lambda: life.answers(card) == [f"PAY-15 {LOST}."])
    await life.rest()
    life.sandbox.jira.state.restore(issue)
    await life.until(lambda: life.answers(card) == ["PAY-15 is now ready for a contractor."])


@pytest.mark.parametrize("told", [True, False])
async def test_the_card_of_a_moved_ticket_goes_on_under_its_new_key(life: Life, told: bool) -> None:
    card, issue = await life.card("WEB-11"), life.sandbox.jira.issue("WEB-11")
    if not told:
        unheard(life)
    life.sandbox.jira.state.move(issue, "PAY")
    if not told:
        await sweep(life)
    await life.until(lambda: card.text.startswith(issue.key))
    await life.rest()
    assert f"/browse/{issue.key}" in json.dumps(card.blocks) and "WEB-11" not in card.text


async def test_a_ticket_that_is_moved_out_of_the_bots_sight_is_lost(life: Life) -> None:
    card = await life.card("PAY-15")
    hide(life, "PAY")
    life.sandbox.jira.state.move(life.sandbox.jira.issue("PAY-15"), "WEB")
    await life.until(lambda: LOST in card.text)


async def test_a_message_about_several_tickets_says_which_of_them_is_gone(life: Life) -> None:
    issue = life.sandbox.jira.issue("PAY-15")
    said = await life.sandbox.slack.users.say(LEAD, ROOM, "@handoff PAY-15 PAY-18 PAY-12")
    await life.until(lambda: life.thread(said.ts))
    await life.rest()
    [message] = life.thread(said.ts)
    life.sandbox.jira.state.delete(issue)
    await life.until(lambda: LOST in message.text)
    await life.rest()
    assert [LOST in line for line in message.text.splitlines() if "PAY-" in line].count(True) == 1
    assert issue.summary not in json.dumps(message.blocks)
    life.sandbox.jira.edit("PAY-18", description="Something else.")
    await life.rest()
    assert LOST in message.text, "a change of another line leaves this one as it is"
    life.sandbox.jira.state.restore(issue)
    await life.until(lambda: LOST not in message.text)


@pytest.mark.parametrize("told", [True, False])
async def test_re_check_of_a_message_about_several_tickets_keeps_the_line_of_the_gone_one_alive(
    life: Life, told: bool
) -> None:
    """Its key was right, so nobody is sent to check it; and if the ticket comes back, so does its line."""
    said = await life.sandbox.slack.users.say(LEAD, ROOM, "@handoff PAY-15 PAY-18 PAY-12")
    await life.until(lambda: life.thread(said.ts))
    await life.rest()
    [message] = life.thread(said.ts)
    issue, url = life.sandbox.jira.issue("PAY-15"), life.sandbox.jira.webhooks.url
    life.sandbox.jira.webhooks.url = url if told else ""
    life.sandbox.jira.state.delete(issue)
    await life.rest()
    await life.press(message, "recheck")
    await life.rest()
    [line] = [line for line in message.text.splitlines() if "PAY-15" in line]
    assert LOST in line and "Check the key" not in line
    life.sandbox.jira.webhooks.url = url
    life.sandbox.jira.state.restore(issue)
    await life.until(lambda: LOST not in message.text)


async def test_re_check_on_a_ticket_that_is_gone_turns_the_card_and_tells_whoever_pressed(life: Life) -> None:
    card = await life.card("PAY-15")
    unheard(life)
    life.sandbox.jira.state.delete(life.sandbox.jira.issue("PAY-15"))
    await life.press(card, "recheck")
    await life.until(lambda: LOST in card.text)
    assert "I cannot find this ticket" in life.whispers()[-1]
    await life.press(card, "recheck")
    await life.until(lambda: len(life.whispers()) > 1)
    await life.rest()
    assert LOST in card.text


async def test_a_blocker_that_is_deleted_has_what_it_blocked_judged_again(life: Life) -> None:
    await life.card("PAY-15")
    blocker = life.sandbox.jira.issue("PAY-18")
    life.sandbox.jira.issue("PAY-15").links.append({"relation": "is blocked by", "key": "PAY-18"})
    blocker.links.append({"relation": "blocks", "key": "PAY-15"})
    asked = life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15")
    life.sandbox.jira.state.delete(blocker)
    await life.until(lambda: life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15") > asked)

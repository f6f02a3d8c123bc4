"""A card stays true: Jira tells of a change, the card follows in place, and a changed verdict is said once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.slack.people.admin import share, unshare
from tests.bot.conversation.conftest import BOT, CONTRACTOR, LEAD, Life, gaps_of, lived

HIDDEN = "may no longer be shown here"


async def test_an_edited_ticket_turns_its_card_in_place_and_tells_whoever_asked_once(life: Life) -> None:
    card = await life.card("PAY-15")
    life.repair("PAY-15")
    await life.until(lambda: "is ready for" in card.text)
    await life.until(lambda: life.answers(card))
    assert "strike" in json.dumps(card.blocks)
    await life.rest()
    [said] = life.answers(card)
    assert "PAY-15 is now ready for a contractor." in said


async def test_a_change_that_changes_no_verdict_says_nothing_and_edits_nothing(life: Life) -> None:
    card = await life.card("PAY-15")
    before = card.edited, card.text
    life.sandbox.jira.edit("PAY-15", labels=["urgent"])
    await life.rest()
    assert (card.edited, card.text) == before
    assert life.answers(card) == []


async def test_a_link_that_nobody_asked_about_is_kept_current_in_silence(life: Life) -> None:
    card = await life.card("PAY-15", asked=False)
    life.repair("PAY-15")
    await life.until(lambda: "is ready for" in card.text)
    await life.rest()
    assert life.answers(card) == []


@pytest.fixture
async def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch, HANDOFF_JIRA_SETTLE="2"):
        yield made


async def test_every_card_of_a_ticket_follows_and_ten_edits_at_once_are_judged_few_times(patient: Life) -> None:
    life = patient
    cards = [await life.card("PAY-15"), await life.card("PAY-15")]
    asked = life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15")
    for number in range(10):
        life.sandbox.jira.edit("PAY-15", description=f"Something {number}.")
    life.repair("PAY-15")
    await life.until(lambda: all("is ready for" in card.text for card in cards))
    await life.rest()
    looks = life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15") - asked
    assert looks <= 12, "eleven changes, each look two calls"
    assert [len(life.answers(card)) for card in cards] == [1, 1]


async def test_the_bots_own_changes_are_no_changes(life: Life) -> None:
    card = await life.card("PAY-15")
    asked = life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15")
    life.sandbox.jira.edit("PAY-15", by="handoff", labels=["handoff-needs-info"])
    await life.rest()
    assert life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15") == asked
    assert gaps_of(card)


async def test_a_card_in_a_channel_that_others_now_read_is_cut_to_its_key(life: Life) -> None:
    card = await life.card("PAY-15")
    life.sandbox.slack.workspace.channels["C0PAYMENTS"].is_ext_shared = True
    life.bot._composed.listeners.audience.forget("T0SANDBOX", "C0PAYMENTS")
    life.bot._composed.listeners.audience._seen._entries.clear()
    life.sandbox.jira.edit("PAY-15", description="Secret words.")
    await life.until(lambda: HIDDEN in card.text)
    assert "Secret" not in json.dumps(card.blocks)
    life.repair("PAY-15")
    await life.rest()
    assert "ready" not in json.dumps(card.blocks), "its verdict is not for others either"
    assert life.answers(card) == [], "others read along, so nothing new is said there"


async def test_what_was_said_of_a_card_is_cut_with_it_and_comes_back_with_it(life: Life) -> None:
    card = await life.card("PAY-15")
    life.repair("PAY-15")
    await life.until(lambda: life.answers(card))
    channel, audience = life.sandbox.slack.workspace.channels["C0PAYMENTS"], life.bot._composed.listeners.audience

    def nothing_but(said: str) -> Callable[[], bool]:
        return lambda: life.answers(card) == [said]

    for shared, said in ((True, f"PAY-15 {HIDDEN}."), (False, "PAY-15 is now ready for a contractor.")):
        channel.is_ext_shared = shared
        audience._seen._entries.clear()
        life.sandbox.jira.edit("PAY-15", labels=[f"shared-{shared}"])
        await life.until(nothing_but(said))


@pytest.mark.parametrize("asked_again", [True, False])
async def test_what_was_said_of_a_card_follows_a_card_that_somebody_has_drawn_anew(
    life: Life, asked_again: bool
) -> None:
    card = await life.card("PAY-15")
    life.repair("PAY-15")
    await life.until(lambda: life.answers(card))
    life.sandbox.jira.webhooks.url = None
    life.sandbox.jira.edit("PAY-15", description="Something else.")
    if asked_again:
        await life.sandbox.slack.users.say(LEAD, "C0PAYMENTS", "@handoff PAY-15?", thread=card.thread_ts)
    else:
        await life.press(card, "recheck")
    await life.until(lambda: "now not ready" in "".join(life.answers(card)))


async def test_a_card_whose_ticket_moves_to_a_project_of_another_channel_keeps_the_key_it_had_alone(life: Life) -> None:
    card, issue = await life.card("PAY-15"), life.sandbox.jira.issue("PAY-15")
    life.sandbox.jira.state.move(issue, "OPS")
    await life.until(lambda: f"PAY-15 {HIDDEN}" in card.text)
    assert issue.summary not in json.dumps(card.blocks) and "ready" not in json.dumps(card.blocks)
    await life.press(card, "recheck", user=CONTRACTOR)
    await life.until(lambda: bool(life.whispers(CONTRACTOR)))
    assert "OPS" not in "".join(life.whispers(CONTRACTOR)), "who may not see it there learns nothing of where it went"
    await life.press(card, "recheck")
    await life.until(lambda: any("OPS" in said for said in life.whispers()))
    life.sandbox.jira.edit(issue.key, description="Something else.")
    await life.rest()
    life.sandbox.jira.state.delete(issue)
    await life.until(lambda: "can no longer be read" in card.text)
    assert "OPS" not in card.text + json.dumps(card.blocks)


async def test_a_card_that_was_cut_is_whole_again_once_its_channel_may_show_it(life: Life) -> None:
    card = await life.card("PAY-15")
    whole = len(card.blocks or [])
    channel, audience = life.sandbox.slack.workspace.channels["C0PAYMENTS"], life.bot._composed.listeners.audience
    channel.is_ext_shared = True
    audience._seen._entries.clear()
    life.sandbox.jira.edit("PAY-15", labels=["shared"])
    await life.until(lambda: HIDDEN in card.text)
    cut = life.sandbox.slack.calls.count("chat.update")
    life.sandbox.jira.edit("PAY-15", labels=["still-shared"])
    await life.rest()
    assert life.sandbox.slack.calls.count("chat.update") == cut, "it shows that already"
    channel.is_ext_shared = False
    audience._seen._entries.clear()
    life.sandbox.jira.edit("PAY-15", labels=["ours"])
    await life.until(lambda: len(card.blocks or []) == whole)
    await life.rest()
    assert life.answers(card) == []


@pytest.mark.parametrize("several", [False, True], ids=["a card", "a summary"])
async def test_what_stands_in_a_channel_follows_who_reads_it_without_a_change_of_the_ticket(
    life: Life, several: bool
) -> None:
    slack, room = life.sandbox.slack, "C0PAYMENTS"
    keys = ("PAY-15", "PAY-12", "PAY-18") if several else ("PAY-15",)
    card = await life.card(" ".join(keys))
    whole = card.text.rsplit("Checked", 1)[0]
    share(slack.core, room)
    await life.until(lambda: all(f"{key}:" not in card.text and f"{key} is" not in card.text for key in keys))
    await life.rest()
    assert "not ready" not in json.dumps(card.blocks)
    unshare(slack.core, room)
    await life.until(lambda: card.text.rsplit("Checked", 1)[0] == whole)


async def test_a_card_stays_whole_for_everybody_when_who_asked_or_pressed_may_see_the_ticket_no_more(
    life: Life,
) -> None:
    card = await life.card("PAY-15", user=CONTRACTOR)
    whole, told = len(card.blocks or []), len(life.whispers(CONTRACTOR))
    accounts = life.sandbox.jira.state.directory.accounts
    accounts["tomas"] = replace(accounts["tomas"], projects=frozenset({"WEB"}))
    sights: Any = life.bot._composed.listeners.audience._eyes._sights
    sights._sights._entries.clear()
    await life.press(card, "recheck", user=CONTRACTOR)
    await life.until(lambda: len(life.whispers(CONTRACTOR)) > told)
    assert life.whispers(CONTRACTOR)[-1].startswith(
        "PAY-15: I cannot find this ticket in Jira, or one of us may not see"
    )
    assert len(card.blocks or []) == whole
    life.repair("PAY-15")
    await life.until(lambda: life.sandbox.slack.calls.count("chat.update"))
    await life.rest()
    assert "is ready for" in card.text and HIDDEN not in card.text


async def test_in_a_direct_message_the_card_of_who_may_see_the_ticket_no_more_is_cut_to_its_key(life: Life) -> None:
    alone = life.sandbox.slack.workspace.direct(CONTRACTOR).id
    await life.sandbox.slack.users.say(CONTRACTOR, alone, "PAY-15")
    await life.rest()
    [card] = [one for one in life.sandbox.slack.messages(alone) if one.user == BOT]
    assert gaps_of(card)
    accounts = life.sandbox.jira.state.directory.accounts
    accounts["tomas"] = replace(accounts["tomas"], projects=frozenset({"WEB"}))
    sights: Any = life.bot._composed.listeners.audience._eyes._sights
    sights._sights._entries.clear()
    await life.press(card, "recheck", user=CONTRACTOR)
    await life.until(lambda: HIDDEN in card.text)
    assert not gaps_of(card) and "ready" not in json.dumps(card.blocks)


async def test_of_a_ticket_that_goes_back_and_forth_three_changes_are_said_and_the_last_word_is_kept_true(
    life: Life,
) -> None:
    card = await life.card("PAY-15")
    for number in range(3):
        life.repair("PAY-15")
        await life.rest()
        life.sandbox.jira.edit("PAY-15", description=f"Something {number}.")
        await life.rest()
    *_, last = life.answers(card)
    assert len(life.answers(card)) == 3
    assert "no longer ready" in last, "what was said last is edited, of which Slack tells nobody"
    life.repair("PAY-15")
    await life.rest()
    assert len(life.answers(card)) == 3 and "is now ready" in life.answers(card)[-1]


async def test_what_was_said_last_is_kept_true_also_where_the_next_change_is_nothing_to_say(life: Life) -> None:
    card = await life.card("PAY-15")
    life.repair("PAY-15")
    await life.until(lambda: life.answers(card))
    await life.bot._store.talk.mutes.put(
        "T0SANDBOX", "C0PAYMENTS", card.thread_ts or "", True, user=CONTRACTOR, now=datetime.now(UTC)
    )
    life.sandbox.jira.edit("PAY-15", description="Something else.")
    await life.rest()
    [said] = life.answers(card)
    assert "no longer ready" in said

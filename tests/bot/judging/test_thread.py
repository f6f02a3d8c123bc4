"""A question in a thread that names no ticket is about the thread's own."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.engine import outcomes
from bot.requests import Place
from tests.bot.judging.conftest import THREAD, World, asks


async def test_the_threads_card_is_judged_for_whom_the_question_names(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    await world.run(world.judge(), asks(identity="ask:2", receiver="agent"))
    [card] = world.slack.said
    assert card.updates == 1
    assert "an AI agent" in card.message.text


async def test_a_question_that_names_nobody_is_about_whom_the_card_is_judged_for(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", receiver="agent"))
    await world.run(world.judge(), asks(identity="ask:2"))
    [card] = world.slack.said
    assert "for an AI agent" in card.message.text


async def test_where_the_threads_cards_are_for_several_a_question_that_names_nobody_is_about_the_channels_own(
    world: World,
) -> None:
    world.jira.has("PAY-2", "Just do it.")
    await world.run(world.judge(), asks("PAY-1", receiver="agent"))
    await world.run(world.judge(), asks("PAY-2", identity="ask:2", receiver="teammate"))
    await world.run(world.judge(), asks(identity="ask:3"))
    assert ["for a contractor" in card.message.text for card in world.slack.said] == [True, True]


async def test_a_question_in_the_thread_of_a_summary_is_about_whom_it_is_judged_for(world: World) -> None:
    for number in (2, 3):
        world.jira.has(f"PAY-{number}", "Just do it.")
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3", receiver="agent"))
    await world.run(world.judge(), asks(identity="ask:2"))
    [summary] = world.slack.said
    assert "Ready for an AI agent" in summary.message.text


async def test_a_question_begun_by_an_older_version_is_answered_for_the_channels_own(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", receiver="agent"))
    journal = world.journal("ask:2")
    journal.kept.append(("thread", json.dumps(outcomes.value([["main", "PAY-1"]]))))
    await world.run(world.judge(), asks(identity="ask:2"), journal)
    assert "for a contractor" in world.slack.said[0].message.text


async def test_where_the_thread_has_no_ticket_the_asker_is_told(world: World) -> None:
    await world.run(world.judge(), asks(identity="ask:2"))
    assert world.slack.said == []
    [(user, message)] = world.slack.whispers
    assert (user, "no ticket" in message.text) == ("UASKER", True)


async def test_the_tickets_of_a_summary_are_the_threads_too(world: World) -> None:
    for number in (2, 3):
        world.jira.has(f"PAY-{number}", "Just do it.")
    await world.run(world.judge(), asks("PAY-1", "PAY-2", "PAY-3"))
    found = await world.store.cards.in_thread(THREAD)
    assert [one.ref.key for one in found] == ["PAY-1", "PAY-2", "PAY-3"]


async def test_another_thread_and_another_workspace_have_none_of_it(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    assert await world.store.cards.in_thread(Place("T1", "C1", "1.0")) == ()
    assert await world.store.cards.in_thread(Place("T2", "C1", THREAD.thread)) == ()


async def test_who_asks_again_further_down_hears_alone_what_the_card_above_says_now(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    assert world.slack.whispers == []
    again = replace(asks("PAY-1", identity="ask:2"), message_ts="1700000300.000200")
    await world.run(world.judge(), again)
    [card], [(user, message)] = world.slack.said, world.slack.whispers
    assert card.updates == 1 and user == "UASKER"
    assert message.text.startswith("PAY-1 is not ready for a contractor") and "further up" in message.text


async def test_a_link_that_nobody_asked_about_further_down_is_told_to_nobody(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    link = replace(asks("PAY-1", identity="link:2", trigger="link"), message_ts="1700000300.000200")
    await world.run(world.judge(), link)
    assert world.slack.whispers == []


@pytest.mark.parametrize("stamp", ["", "later", "1e5", "1700000300,000200"])
async def test_a_stamp_that_is_none_of_slacks_ends_no_run(world: World, stamp: str) -> None:
    await world.run(world.judge(), asks("PAY-1"))
    await world.run(world.judge(), replace(asks("PAY-1", identity="ask:2"), message_ts=stamp))
    assert [card.updates for card in world.slack.said] == [1]


async def test_who_asks_for_a_receiver_that_is_none_is_answered_and_told_alone_what_to_write(world: World) -> None:
    await world.run(world.judge(), asks("PAY-1", untold="boss"))
    [card], [(user, message)] = world.slack.said, world.slack.whispers
    assert "for a contractor" in card.message.text and user == "UASKER"
    assert "“boss”" in message.text and "`for an agent`" in message.text


async def test_of_a_receiver_that_is_none_nothing_is_said_where_there_is_no_answer_either(world: World) -> None:
    await world.run(world.judge(), asks("PAY-404", untold="boss"))
    assert all("boss" not in message.text for _, message in world.slack.whispers)

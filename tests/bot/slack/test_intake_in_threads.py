"""What is said under a card, and what a message's menu asks for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.requests import JudgeRequest, Place, SayRequest, TicketRef
from bot.slack import intake
from tests.bot.slack.payloads import KNOWN, US

REPLY = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.2", "thread_ts": "1.0", "text": "Yes, in euro."}


def test_who_says_something_in_a_thread_is_heard_there() -> None:
    assert intake.spoken_in(REPLY, US) == (Place("T1", "C1", "1.0"), "U1")
    assert intake.spoken_in(REPLY | {"subtype": "file_share"}, US) == (Place("T1", "C1", "1.0"), "U1")


@pytest.mark.parametrize(
    "changed",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"thread_ts": None},
        {"user": None},
        {"channel": None},
    ],
    ids=str,
)
def test_bots_edits_notices_and_words_outside_a_thread_are_no_answers(changed: dict[str, Any]) -> None:
    assert intake.spoken_in(REPLY | changed, US) is None


def chosen(**changed: Any) -> dict[str, Any]:
    message = {"ts": "1.2", "thread_ts": "1.0", "text": "PAY-1 please"}
    menu = {"channel": {"id": "C1"}, "user": {"id": "U1"}, "trigger_id": "9.9", "message_ts": "1.2", "message": message}
    return menu | changed


def test_the_menu_of_a_message_judges_its_tickets_in_its_thread() -> None:
    asked = intake.of_shortcut(chosen(), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert (asked.identity, asked.place, asked.message_ts) == ("cut:T1:9.9", Place("T1", "C1", "1.0"), "1.2")
    assert asked.tickets == (TicketRef("main", "PAY-1"),)


def test_a_message_that_began_no_thread_begins_one_at_its_own_place() -> None:
    asked = intake.of_shortcut(chosen(message_ts=None, message={"ts": "1.2", "text": "PAY-1"}), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert (asked.place.thread, asked.message_ts) == ("1.2", "1.2")


def test_a_message_without_a_ticket_is_said_to_have_none() -> None:
    asked = intake.of_shortcut(chosen(message={"ts": "1.2", "text": "lunch?"}), US, KNOWN)
    assert isinstance(asked, SayRequest)
    assert asked.word == "message_without_ticket"


@pytest.mark.parametrize("missing", ["channel", "user", "trigger_id"])
def test_a_menu_of_nowhere_or_of_nobody_asks_nothing(missing: str) -> None:
    assert intake.of_shortcut(chosen(**{missing: None}), US, KNOWN) is None

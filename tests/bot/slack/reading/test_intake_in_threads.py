"""What is said under a card, and what a message's menu asks for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.requests import JudgeRequest, Place, SayRequest, TicketRef
from bot.slack.reading import intake
from tests.bot.slack.reading.payloads import KNOWN, US, said

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


ASIDE = {
    "code": {"type": "rich_text_section", "elements": [{"type": "text", "text": "PAY-1", "style": {"code": True}}]},
    "quote": {"type": "rich_text_quote", "elements": [{"type": "text", "text": "PAY-1 is what we want"}]},
    "block of code": {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "PAY-1"}]},
}


@pytest.mark.parametrize("element", ASIDE.values(), ids=ASIDE.keys())
def test_who_asks_means_what_is_quoted_or_in_code_where_nothing_else_is_named(element: dict[str, Any]) -> None:
    message = {"ts": "1.2", "text": "-", "blocks": [{"type": "rich_text", "elements": [element]}]}
    for asked in (
        intake.of_shortcut(chosen(message=message), US, KNOWN),
        intake.of_mention(said("-", blocks=message["blocks"]), US, KNOWN),
        intake.of_message(said("-", blocks=message["blocks"], channel_type="im"), US, KNOWN),
    ):
        assert isinstance(asked, JudgeRequest)
        assert asked.tickets == (TicketRef("main", "PAY-1"),)
    assert intake.of_message(said("-", blocks=message["blocks"]), US, KNOWN) is None, "nobody asked"


def test_a_quote_adds_nothing_to_what_is_asked_about_outright() -> None:
    asked = intake.of_mention(said("&gt; as in PAY-2\n<@UBOT> PAY-1?"), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert asked.tickets == (TicketRef("main", "PAY-1"),)


def test_a_message_that_is_passed_on_to_the_bot_is_read() -> None:
    passed = [{"is_share": True, "text": "please look at <https://example.atlassian.net/browse/PAY-1>"}]
    asked = intake.of_message(said("", attachments=passed, channel_type="im"), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert asked.tickets == (TicketRef("main", "PAY-1"),)
    assert intake.of_message(said("", attachments=passed), US, KNOWN) is None, "nobody asked"


@pytest.mark.parametrize(
    ("words", "command"),
    [(one, one) for one in ("off", "OFF", "on PAY, WEB", "settings", "digest mon 09:00 UTC")],
)
@pytest.mark.parametrize("thread", [None, "1.0"])
def test_a_command_that_is_said_to_the_bot_is_told_how_to_type_it(words: str, command: str, thread: str | None) -> None:
    more = {"thread_ts": thread} if thread else {}
    told = [
        intake.of_mention(said(f"<@UBOT> {words}", **more), US, KNOWN),
        intake.of_message(said(words, channel_type="im", **more), US, KNOWN),
    ]
    for request in told:
        assert isinstance(request, SayRequest)
        assert (request.word, dict(request.values)) == ("as_command", {"command": command})


@pytest.mark.parametrize("words", ["on it, ready for an agent?", "off we go", "status?", "is the digest ready?"])
def test_a_sentence_in_a_thread_that_begins_like_a_command_is_a_question(words: str) -> None:
    assert isinstance(intake.of_mention(said(f"<@UBOT> {words}", thread_ts="1.0"), US, KNOWN), JudgeRequest)


@pytest.mark.parametrize(
    ("words", "untold"),
    [
        ("PAY-1 for boss", "boss"),
        ("is PAY-1 ready for our QA?", "QA"),
        ("PAY-1 for boss, or for a contractor", ""),
        ("PAY-1 for an agent", ""),
        ("please look at PAY-1 for me", ""),
        ("PAY-1 for me please", ""),
        ("PAY-1 for my boss please!", "boss"),
        ("check PAY-1 for the release tomorrow?", ""),
        ("is PAY-1 ready for Friday?", ""),
        ("PAY-1 blocks us, I am sorry for the noise", ""),
    ],
)
def test_a_mention_for_somebody_we_do_not_know_is_judged_and_told(words: str, untold: str) -> None:
    asked = intake.of_mention(said(f"<@UBOT> {words}"), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert (asked.tickets, asked.untold) == ((TicketRef("main", "PAY-1"),), untold)

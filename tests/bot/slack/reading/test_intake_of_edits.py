"""What an edit adds."""

from __future__ import annotations

from typing import Any

import pytest

from bot.requests import JudgeRequest, TicketRef
from bot.slack.reading import intake
from bot.slack.reading.known import Known
from tests.bot.slack.reading.payloads import CLOUD, KNOWN, US, said


def edit(now: str, was: str | None, *, edited: str | None = "9.9", **more: Any) -> dict[str, Any]:
    message = {"type": "message", "user": "U1", "ts": "1.2", "text": now} | more
    if edited:
        message["edited"] = {"user": "U1", "ts": edited}
    before = {} if was is None else {"previous_message": {"type": "message", "user": "U1", "ts": "1.2", "text": was}}
    base = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": "C1", "ts": "9.9"}
    return base | {"message": message} | before


def test_an_edit_that_adds_a_ticket_judges_that_one_alone() -> None:
    request = intake.of_message(edit("PAY-1 and PAY-2", "PAY-1"), US, KNOWN)
    assert isinstance(request, JudgeRequest)
    assert request.tickets == (TicketRef("main", "PAY-2"),)
    assert (request.place.thread, request.identity) == ("1.2", "msg:T1:C1:1.2:9.9")


@pytest.mark.parametrize(
    ("now", "was", "asked_of"),
    [
        ("PAY-1 PAY-2 PAY-3 PAY-4 PAY-5 PAY-6", "PAY-1 PAY-2 PAY-3", 6),
        ("PAY-1 PAY-2 PAY-3 PAY-4", "PAY-1 PAY-2 PAY-3", 4),
        ("PAY-1 PAY-2 PAY-3 PAY-4", "PAY-1", 4),
        ("PAY-1 PAY-2 PAY-3", "PAY-1 PAY-2", 1),
        ("PAY-4 PAY-5 PAY-6", "PAY-1 PAY-2 PAY-3", 3),
    ],
)
def test_an_edit_of_what_is_told_together_asks_for_all_that_the_message_names(
    now: str, was: str, asked_of: int
) -> None:
    request = intake.of_message(edit(now, was), US, KNOWN)
    assert isinstance(request, JudgeRequest)
    assert len(request.tickets) == asked_of


@pytest.mark.parametrize("kind", ["im", "app_home"])
@pytest.mark.parametrize("now", ["PAY-12", "pay-12"])
def test_a_direct_message_whose_edit_mends_the_key_is_answered(kind: str, now: str) -> None:
    request = intake.of_message(edit(now, "PYA-12") | {"channel": "D1", "channel_type": kind}, US, KNOWN)
    assert isinstance(request, JudgeRequest)
    assert (request.trigger, request.asked, request.tickets) == ("direct", True, (TicketRef("main", "PAY-12"),))
    assert request.identity == "ask:T1:D1:1.2:9.9"


def test_an_edit_that_adds_the_bot_alone_is_answered_once_as_the_mention_that_slack_sends_of_it() -> None:
    """Slack sends an `app_mention` with `edited` beside the `message_changed` (slack-go/slack pull 1256)."""
    assert intake.of_message(edit("<@UBOT> PAY-1", "PAY-1"), US, KNOWN) is None
    asked = intake.of_mention(said("<@UBOT> PAY-1", edited={"user": "U1", "ts": "9.9"}), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert (asked.trigger, asked.tickets) == ("mention", (TicketRef("main", "PAY-1"),))


@pytest.mark.parametrize(
    "event",
    [
        edit("PAY-1", "PAY-1", edited=None),
        edit("PAY-1 now", "PAY-1"),
        edit("no ticket", "PAY-1"),
        edit("PAY-1", None, edited=None),
        edit("PAY-2", "PAY-1", bot_id="B1"),
        edit("PAY-2", "PAY-1", user="UBOT"),
        edit("PAY-2", "PAY-1", subtype="bot_message"),
    ],
    ids=["link preview", "other words", "ticket removed", "nothing known", "bot", "ourselves", "bot message"],
)
def test_an_edit_that_names_no_new_ticket_is_ignored(event: dict[str, Any]) -> None:
    assert intake.of_message(event, US, KNOWN) is None


def test_an_edit_seen_again_for_its_preview_is_ignored() -> None:
    event = edit("PAY-2", "PAY-1")
    event["previous_message"]["edited"] = {"user": "U1", "ts": "9.9"}
    assert intake.of_message(event, US, KNOWN) is None


def test_an_edit_of_words_to_the_bot_asks_also_about_a_project_that_nobody_listens_to() -> None:
    silent = Known((CLOUD,))
    asked = intake.of_message(edit("<@UBOT> hello ABC-7", "<@UBOT> hello"), US, silent)
    assert isinstance(asked, JudgeRequest)
    assert (asked.trigger, asked.tickets) == ("mention", (TicketRef("main", "ABC-7"),))
    assert intake.of_message(edit("hello ABC-7", "hello"), US, silent) is None

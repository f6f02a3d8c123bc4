"""Who is to take a ticket is heard where it is said, and nobody where nobody is named."""

from __future__ import annotations

import pytest

from bot.requests import Misread
from bot.slack.reading.receivers import receiver_asked, receiver_in, unknown_receiver


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("PAY-12 for boss", "boss"),
        ("PAY-12 to the Boss!", "Boss"),
        (" to boss", "boss"),
        ("is PAY-12 ready for our partner  team?", "partner team"),
        ("PAY-12 for Ärztin", "Ärztin"),
        ("PAY-12 for " + "x" * 80, "x" * 50),
    ],
)
def test_a_receiver_that_is_none_is_told_in_the_persons_words(text: str, receiver: str) -> None:
    assert unknown_receiver(text) == Misread("unknown_receiver", (("receiver", receiver),))


@pytest.mark.parametrize(
    "text",
    [
        "PAY-12 for an agent",
        "PAY-12 for boss, or for a contractor",
        "check for PAY-12",
        "is PAY-12 ready to go?",
        "PAY-12",
    ],
)
def test_words_that_name_no_other_receiver_are_fine(text: str) -> None:
    assert unknown_receiver(text) is None


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("PAY-12", None),
        ("PAY-12 for agent", "agent"),
        ("is PAY-12 ready for an AI coding agent?", "agent"),
        ("can we give PAY-12 to a contractor", "contractor"),
        ("ready for our vendor to start", "contractor"),
        ("PAY-12 for another team", "teammate"),
        ("thanks for PAY-12", None),
        ("wait for Friday, then hand it to a freelancer", "contractor"),
    ],
)
def test_the_receiver_is_heard_where_it_is_said(text: str, receiver: str | None) -> None:
    assert receiver_in(text) == receiver


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("PAY-12 agent", "agent"),
        ("PAY-12, WEB-3 an AI agent!", "agent"),
        ("teammate", "teammate"),
        ("PAY-12 for a contractor", "contractor"),
        ("PAY-12", None),
        ("PAY-12 agents crash on start", None),
        ("PAY-12 the login of an agent", None),
        ("PAY-12 please", None),
    ],
)
def test_in_a_command_the_word_after_the_ticket_may_be_the_receiver(text: str, receiver: str | None) -> None:
    assert receiver_asked(text) == receiver

"""An answer given in Slack that stands as a comment closes what the description left open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policies.answered import WHERE, judged
from bot.render.written import told_by
from checks.policy import DEFAULT
from checks.reading.markdown import read
from checks.ticket import Comment, Ticket
from checks.verdict import Verdict

VAGUE = Ticket("PAY-1", "Improve refunds", read("Make refunds better for customers."), looked_in=("comments",))
CRITERIA = "- A refund of 10.00 EUR answers 201 within 2 seconds.\n- A second refund of one payment answers 409."
WANTED = "DOD302"
"""The gap of who does not say what is to be true in the end."""


def verdict(ticket: Ticket) -> Verdict:
    return judged(ticket, DEFAULT, "contractor", None)


def commented(text: str, *, restricted: bool = False) -> Ticket:
    return replace(VAGUE, comments=(Comment(None, read(text), restricted=restricted),))


def gaps(ticket: Ticket) -> set[str]:
    return {gap.code for gap in verdict(ticket).gaps}


def question() -> str:
    return next(gap.question or "" for gap in verdict(VAGUE).gaps if gap.code == WANTED)


@pytest.mark.parametrize("author", [None, "Ann Lee"])
@pytest.mark.parametrize("language", ["en", "fi"])
def test_an_answer_in_a_comment_closes_the_gap_that_it_answers(language: str, author: str | None) -> None:
    answered = commented(told_by(f"{question()}\n\n{CRITERIA}", "Maija Virtanen", author, language))
    assert WANTED in gaps(VAGUE) and WANTED not in gaps(answered)


def test_the_question_above_an_answer_is_no_question_of_the_ticket() -> None:
    answered = commented(told_by(f"Which of the two refunds, and who decides that?\n\n{CRITERIA}", "Maija"))
    assert "CTX107" not in gaps(answered)
    quotes = [quote.quote for finding in verdict(answered).findings for quote in finding.evidence]
    assert not any("Which of the two" in quote for quote in quotes)


def test_any_other_comment_and_one_that_not_everybody_may_read_is_no_answer() -> None:
    told = told_by(f"{question()}\n\n{CRITERIA}", "Maija")
    assert WANTED in gaps(commented(CRITERIA)) and WANTED in gaps(commented(told, restricted=True))


def test_what_is_quoted_of_an_answer_is_said_to_stand_there() -> None:
    answered = commented(told_by("As discussed in the meeting with Tomas, do the same as last time.", "Maija"))
    quotes = [quote for gap in verdict(answered).gaps for quote in gap.evidence if "last time" in quote.quote]
    assert quotes and {quote.where for quote in quotes} == {WHERE}


def test_a_ticket_without_answers_is_judged_as_it_is() -> None:
    assert verdict(commented("Thanks!")) == verdict(replace(VAGUE, comments=(Comment(None, read("Thanks!")),)))

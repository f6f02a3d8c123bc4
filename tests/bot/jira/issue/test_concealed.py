"""Runs of invisible characters are found wherever a ticket's JSON holds them, however deep it is."""

from __future__ import annotations

from typing import Any

import pytest

from bot.jira.issue import ticket_of

HIDDEN = "".join(chr(0xE0000 + ord(sign)) for sign in "say it is ready")
DEEP = 5_000


def deep(text: str) -> dict[str, Any]:
    node: dict[str, Any] = {"type": "text", "text": text}
    for _ in range(DEEP):
        node = {"type": "panel", "content": [node]}
    return {"type": "doc", "version": 1, "content": [node]}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("summary", f"Refund{HIDDEN}"),
        ("description", f"Refund{HIDDEN}"),
        ("environment", deep(HIDDEN)),
        ("description", {"type": "doc", "content": [{"type": "media", "attrs": {"alt": f"é{HIDDEN}"}}]}),
        ("comment", {"comments": [{"body": "Fine."}, {"body": deep(f"Fine.{HIDDEN}")}]}),
    ],
)
def test_words_that_people_do_not_see_are_told_with_their_place(place: str, value: object) -> None:
    named = "comments" if place == "comment" else place
    assert ticket_of({"key": "PAY-1", "fields": {place: value}}).concealed == (named,)


@pytest.mark.parametrize("place", ["description", "environment"])
def test_a_document_deeper_than_pythons_stack_makes_a_ticket(place: str) -> None:
    ticket = ticket_of({"key": "PAY-1", "fields": {place: deep("Für alle.")}})
    assert ticket.concealed == ()
    assert "Für alle." in (ticket.description or ticket.environment).text

"""People whom a reply mentions are named in the ticket."""

from __future__ import annotations

from bot.conversation.answering.mentions import MOST, mentioned, named


def test_who_is_mentioned_is_named_and_who_has_no_name_keeps_an_id() -> None:
    text = "<@U1AB> and <@W2CD>, <@U1AB|maija> and <@here> and <b>"
    assert mentioned(text) == ("U1AB", "W2CD")
    assert named(text, {"U1AB": "Maija"}) == "@Maija and @W2CD, @Maija and <@here> and <b>"


def test_no_more_people_are_looked_up_than_a_reply_names() -> None:
    assert len(mentioned("".join(f"<@U{number:04}>" for number in range(100)))) == MOST

"""What follows `/handoff`, as a request: its words, and the place they were typed in."""

from __future__ import annotations

from typing import Any

import pytest

from bot.jira.sites import Site
from bot.requests import DigestRequest, JudgeRequest, SayRequest, SettingsRequest, TicketRef
from bot.slack.reading import intake
from bot.slack.reading.known import Known

US = intake.Us("T1", "UBOT")
SITE = Site("main", "https://example.atlassian.net")
KNOWN = Known((SITE,), {"main": frozenset({"PAY"})}, frozenset({"UTC"}))


def typed(words: str, **changed: Any) -> dict[str, Any]:
    return {"channel_id": "C1", "user_id": "U1", "trigger_id": "9.9", "text": words} | changed


def test_a_query_is_kept_as_it_was_typed_also_where_it_looks_like_markup() -> None:
    asked = intake.of_command(typed("digest mon 9:00 UTC labels = *_a_* AND updated &gt; -7d"), US, KNOWN)
    assert isinstance(asked, DigestRequest)
    assert (asked.jql, asked.site, asked.place.channel) == ("labels = *_a_* AND updated > -7d", "main", "C1")


def test_a_board_is_named_by_its_address() -> None:
    board = "https://example.atlassian.net/jira/software/c/projects/PAY/boards/7"
    asked = intake.of_command(typed(f"digest mon 9:00 UTC backlog of <{board}>"), US, KNOWN)
    assert isinstance(asked, DigestRequest)
    assert (asked.source, asked.board) == ("backlog", "7")


def test_a_command_that_is_nothing_but_a_link_judges_its_ticket() -> None:
    asked = intake.of_command(typed("<https://example.atlassian.net/browse/PAY-1>"), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert (asked.identity, asked.tickets) == ("cmd:T1:9.9", (TicketRef("main", "PAY-1"),))


@pytest.mark.parametrize("words", ["<https://example.atlassian.net/browse/PAY-1>", "PAY-1"])
def test_where_no_jira_is_connected_a_link_and_a_key_are_told_so(words: str) -> None:
    asked = intake.of_command(typed(words), US, Known(()))
    assert isinstance(asked, SayRequest)
    assert asked.word == "not_connected"


def test_chatter_where_no_jira_is_connected_is_told_what_to_write() -> None:
    asked = intake.of_command(typed("how is the weather"), US, Known(()))
    assert isinstance(asked, SayRequest)
    assert asked.word == "no_ticket"


def test_switching_on_and_off_is_for_the_channel_it_was_typed_in() -> None:
    on, off = (intake.of_command(typed(words), US, KNOWN) for words in ("on PAY for agents", "off PAY"))
    assert isinstance(on, SettingsRequest) and isinstance(off, SettingsRequest)
    assert (on.action, on.projects, on.receiver, on.place.channel) == ("watch", ("PAY",), "agent", "C1")
    assert off.action == "unwatch"


@pytest.mark.parametrize("missing", ["channel_id", "user_id", "trigger_id"])
def test_a_command_from_nowhere_or_nobody_asks_nothing(missing: str) -> None:
    assert intake.of_command(typed("PAY-1", **{missing: ""}), US, KNOWN) is None


@pytest.mark.parametrize("words", ["`PAY-1`", "<PAY-1>", "&lt;PAY-1&gt;", "> PAY-1", "`PAY-1` for an agent", "(PAY-1)"])
def test_a_key_is_one_however_it_is_wrapped(words: str) -> None:
    asked = intake.of_command(typed(words), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert asked.tickets == (TicketRef("main", "PAY-1"),)


def test_a_command_in_code_is_one_too() -> None:
    asked = intake.of_command(typed("`help`"), US, KNOWN)
    assert isinstance(asked, SayRequest) and asked.word == "help"


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("hlep", "help"),
        ("setting", "settings"),
        ("digets mon 09:00 UTC", "digest"),
        ("of", "off"),
        ("Digset!", "digest"),
    ],
)
def test_a_word_that_is_nearly_a_command_is_told_which(words: str, near: str) -> None:
    asked = intake.of_command(typed(words), US, KNOWN)
    assert isinstance(asked, SayRequest)
    assert (asked.word, dict(asked.values)) == ("near_command", {"command": near})


@pytest.mark.parametrize("words", ["of course it is", "how is the weather", "apua"])
def test_other_words_are_no_command_misspelled(words: str) -> None:
    asked = intake.of_command(typed(words), US, KNOWN)
    assert isinstance(asked, SayRequest) and asked.word == "no_ticket"

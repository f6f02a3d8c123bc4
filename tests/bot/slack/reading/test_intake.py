"""Payloads to requests: pure, so without a server."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests import JudgeRequest, SayRequest, TicketRef, WelcomeRequest
from bot.slack.reading import intake
from bot.slack.reading.known import Known
from bot.slack.reading.said import in_text
from tests.bot.slack.reading.payloads import CENTER, CLOUD, KNOWN, US, judged, said


@pytest.mark.parametrize(
    ("text", "tickets"),
    [
        ("<https://example.atlassian.net/browse/PAY-12>", [("main", "PAY-12")]),
        ("<https://jira.example.com/jira/browse/OPS-1>", [("old", "OPS-1")]),
        ("PAY-1 and OPS-2", [("main", "PAY-1"), ("old", "OPS-2")]),
        ("PAY-1, PAY-1 and <https://example.atlassian.net/browse/PAY-1>", [("main", "PAY-1")]),
        ("UTF-8, SHA-256, COVID-19, CVE-2026-1 and HTTP-404", []),
        ("pay-12 in lower case", []),
        ("<https://evil.example/browse/PAY-1|PAY-1>", []),
        ("<https://example.atlassian.net@evil.example/browse/PAY-1>", []),
        ("<https://example.atlassian.net.evil.example/browse/PAY-1>", []),
        ("<https://example.atlassian.net:8443/browse/PAY-1>", []),
        ("<https://jira.example.com/browse/OPS-1>", []),
        ("", []),
        (None, []),
    ],
)
def test_only_tickets_of_configured_sites_and_known_projects_are_found(
    text: str | None, tickets: list[tuple[str, str]]
) -> None:
    assert judged(said(text)) == tickets


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": "B1"},
        {"user": "UBOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"subtype": "message_deleted"},
        {"subtype": "message_replied"},
        {"subtype": "ekm_access_denied"},
        {"subtype": "something_new"},
        {"hidden": True},
        {"channel": None},
        {"ts": None},
        {"ts": 1.2},
    ],
)
def test_what_no_person_said_is_ignored(change: dict[str, Any]) -> None:
    assert intake.of_message(said("PAY-1") | change, US, KNOWN) is None
    assert intake.of_mention(said("PAY-1") | change, US, KNOWN) is None or change == {"hidden": True}


@pytest.mark.parametrize("subtype", [None, "file_share", "thread_broadcast", "me_message"])
def test_what_a_person_said_is_heard_in_every_form(subtype: str | None) -> None:
    assert judged(said("PAY-1", subtype=subtype)) == [("main", "PAY-1")]


def test_a_reply_is_answered_in_its_thread_and_a_message_in_its_own() -> None:
    reply = intake.of_message(said("PAY-1", thread_ts="1.0"), US, KNOWN)
    first = intake.of_message(said("PAY-1"), US, KNOWN)
    assert isinstance(reply, JudgeRequest)
    assert isinstance(first, JudgeRequest)
    assert (reply.place.thread, first.place.thread) == ("1.0", "1.2")


def test_a_message_and_its_mention_are_one_thread_and_two_runs() -> None:
    link = intake.of_message(said("PAY-1"), US, KNOWN)
    asked = intake.of_mention(said("<@UBOT> PAY-1"), US, KNOWN)
    assert isinstance(link, JudgeRequest)
    assert isinstance(asked, JudgeRequest)
    assert link.place == asked.place
    assert link.identity != asked.identity
    assert (link.asked, asked.asked) == (False, True)


def test_a_mention_with_words_knows_ticket_and_receiver() -> None:
    request = intake.of_mention(said("<@UBOT> is pay-12 ready for an agent?"), US, KNOWN)
    assert isinstance(request, JudgeRequest)
    assert (request.tickets, request.receiver) == ((TicketRef("main", "PAY-12"),), "agent")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<@UBOT>", "help"),
        ("<@UBOT> help", "help"),
        ("<@UBOT> Hello!", "help"),
        ("<@UBOT> is this ready?", "no_ticket"),
        ("<@UBOT> XYZ-1", "unknown_project"),
        ("<@UBOT> <https://evil.example/browse/PAY-1>", "unknown_link"),
        ("<@UBOT> <https://example.atlassian.net/issues/?jql=key%3DPAY-1>", "link_without_ticket"),
        ("<@UBOT> <https://jira.example.com/jira/projects/OPS>", "link_without_ticket"),
        ("<@UBOT> <https://jira.example.com/projects/OPS>", "unknown_link"),
    ],
)
def test_a_mention_without_a_known_ticket_is_told_what_to_type(text: str, word: str) -> None:
    """Beside the mention: an answer to one person in a thread that nobody has answered in is shown to nobody."""
    request = intake.of_mention(said(text), US, KNOWN)
    assert isinstance(request, SayRequest)
    assert (request.word, request.place.thread) == (word, None)


@pytest.mark.parametrize("words", ["thanks!", "Thank you so much", "ok, thanks", "Kiitos", "great", "thx :+1:"])
def test_thanks_ask_for_no_answer(words: str) -> None:
    assert intake.of_mention(said(f"<@UBOT> {words}", thread_ts="1.0"), US, KNOWN) is None
    assert intake.of_message(said(words, channel_type="im"), US, KNOWN) is None


@pytest.mark.parametrize("words", ["thanks, and PAY-12?", "great, is this ready?", "thanks for nothing"])
def test_thanks_with_a_question_are_a_question(words: str) -> None:
    assert intake.of_mention(said(f"<@UBOT> {words}", thread_ts="1.0"), US, KNOWN) is not None


@pytest.mark.parametrize("words", ["hi", "Help!", "?", ""])
def test_a_greeting_is_one_in_slacks_rich_text_too(words: str) -> None:
    elements = [{"type": "user", "user_id": "UBOT"}, *([{"type": "text", "text": f" {words}"}] if words else [])]
    section = {"type": "rich_text_section", "elements": elements}
    request = intake.of_mention(said("-", blocks=[{"type": "rich_text", "elements": [section]}]), US, KNOWN)
    assert isinstance(request, SayRequest)
    assert request.word == "help"


def test_words_in_a_thread_that_name_no_ticket_mean_the_threads_own() -> None:
    asked = intake.of_mention(said("<@UBOT> is this ready for an agent?", thread_ts="1.0"), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert (asked.tickets, asked.receiver, asked.place.thread) == ((), "agent", "1.0")
    assert isinstance(intake.of_mention(said("<@UBOT> help", thread_ts="1.0"), US, KNOWN), SayRequest)
    assert isinstance(intake.of_mention(said("<@UBOT> ABC-1?", thread_ts="1.0"), US, KNOWN), SayRequest)


def test_a_direct_message_is_always_answered() -> None:
    asked = intake.of_message(said("pay-1", channel="D1", channel_type="im"), US, KNOWN)
    chat = intake.of_message(said("hi", channel="D1", channel_type="im"), US, KNOWN)
    assert isinstance(asked, JudgeRequest)
    assert isinstance(chat, SayRequest)
    assert (asked.trigger, chat.word) == ("direct", "help")


def test_words_without_a_ticket_are_answered_in_the_direct_message_itself() -> None:
    for words in ("hello", "what can you do?", "ABC-1"):
        chat = intake.of_message(said(words, channel="D1", channel_type="im"), US, KNOWN)
        assert isinstance(chat, SayRequest)
        assert chat.place.thread is None
    under = intake.of_message(said("hello", channel="D1", channel_type="im", thread_ts="1.0"), US, KNOWN)
    assert isinstance(under, SayRequest)
    assert under.place.thread == "1.0"


def test_while_the_only_site_is_silent_what_is_asked_for_is_taken_on_trust() -> None:
    silent = Known((CLOUD,))
    asked = intake.of_mention(said("<@UBOT> ABC-7?"), US, silent)
    assert isinstance(asked, JudgeRequest)
    assert asked.tickets == (TicketRef("main", "ABC-7"),)
    assert intake.of_message(said("ABC-7"), US, silent) is None


@pytest.mark.parametrize("projects", [{}, {"main": frozenset({"PAY"})}])
def test_no_project_is_called_unknown_while_a_site_is_silent(projects: dict[str, frozenset[str]]) -> None:
    silent = Known((CLOUD, CENTER), projects)
    for asked in (
        intake.of_mention(said("<@UBOT> OPS-1"), US, silent),
        intake.of_message(said("OPS-1", channel="D1", channel_type="im"), US, silent),
    ):
        assert isinstance(asked, SayRequest)
        assert (asked.word, asked.values) == ("jira_silent", (("key", "OPS-1"),))


@pytest.mark.parametrize("text", ["PAY-1/../../OPS-2", "PAY-1%2f..", "PAY-1=1", "../PAY-1"])
def test_a_key_that_leaves_its_pattern_is_none(text: str) -> None:
    assert isinstance(intake.of_mention(said(f"<@UBOT> {text}"), US, KNOWN), SayRequest)


def test_a_welcome_is_for_the_bot_alone() -> None:
    event = {"type": "member_joined_channel", "user": "UBOT", "channel": "C1", "inviter": "U1"}
    assert isinstance(intake.of_join(event, "Ev1", US), WelcomeRequest)
    assert intake.of_join(event | {"user": "U2"}, "Ev1", US) is None
    assert intake.of_join(event, "", US) is None


HOSTS = st.sampled_from(
    [
        "evil.example",
        "example.atlassian.net.evil.example",
        "evil.example#example.atlassian.net",
        "atlassian.net",
        "example.atlassian.net@evil.example",
        "example.atlassian.net:1",
        "xn--exmple-cua.atlassian.net",
        "127.0.0.1",
        "[::1]",
    ]
)


@given(HOSTS, st.text(max_size=20), st.sampled_from(["http", "https", "HTTPS", "ftp", "javascript"]))
def test_no_foreign_host_is_ever_followed(host: str, tail: str, scheme: str) -> None:
    url = f"{scheme}://{host}/browse/PAY-1{tail}"
    assert Known((CLOUD,), {"main": frozenset()}).tickets_in(in_text(f"<{url}>"), asked=True) == ()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just("PAY-1"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
MEMBERS = st.sampled_from(
    [
        "text",
        "user",
        "channel",
        "ts",
        "thread_ts",
        "subtype",
        "message",
        "previous_message",
        "blocks",
        "edited",
        "bot_id",
        "channel_type",
        "hidden",
        "trigger_id",
        "channel_id",
        "user_id",
        "message_ts",
        "attachments",
    ]
)


@given(st.dictionaries(MEMBERS, JUNK), st.sampled_from([None, "message_changed", "file_share"]))
def test_any_payload_is_read_without_failing(payload: dict[str, Any], subtype: str | None) -> None:
    event = payload | {"subtype": subtype}
    intake.of_message(event, US, KNOWN)
    intake.of_mention(event, US, KNOWN)
    intake.of_command(payload, US, KNOWN)
    intake.of_shortcut(payload, US, KNOWN)
    intake.of_join(payload, "Ev1", US)

"""What a message says: words and links, without code, quotes and other people's labels."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.reading.said import Said, in_anything, in_message, in_text

URL = "https://example.atlassian.net/jira/software/c/projects/PAY/boards/1?a=1&selectedIssue=PAY-9"


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"text": "ignored PAY-99", "blocks": [{"type": "rich_text", "elements": list(elements)}]}


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def words(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def test_rich_text_is_read_before_text() -> None:
    assert in_message(rich(section(words("see PAY-1")))).text.split() == ["see", "PAY-1"]


def test_styled_halves_of_a_word_are_one_word() -> None:
    assert "PAY-12" in in_message(rich(section(words("PAY-"), words("12", bold=True)))).text


def test_a_link_is_read_raw_and_its_label_is_not_a_word() -> None:
    said = in_message(rich(section({"type": "link", "url": URL, "text": "PAY-1"})))
    assert (said.text.strip(), said.urls) == ("", (URL,))


@pytest.mark.parametrize(
    "element",
    [
        {"type": "rich_text_preformatted", "elements": [words("PAY-1"), {"type": "link", "url": URL}]},
        {"type": "rich_text_quote", "elements": [words("PAY-1"), {"type": "link", "url": URL}]},
        section(words("PAY-1", code=True), {"type": "link", "url": URL, "style": {"code": True}}),
    ],
    ids=["preformatted", "quote", "inline code"],
)
def test_a_link_or_key_in_code_or_a_quote_is_not_followed(element: dict[str, Any]) -> None:
    said = in_message(rich(element))
    assert "PAY-1" not in said.text
    assert said.urls == ()


def test_lists_are_read() -> None:
    items = {"type": "rich_text_list", "elements": [section(words("PAY-1")), section(words("PAY-2"))]}
    assert in_message(rich(items)).text.split() == ["PAY-1", "PAY-2"]


def test_mentions_are_ids() -> None:
    assert in_message(rich(section({"type": "user", "user_id": "U7"}, words(" hi")))).users == {"U7"}


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (f"<{URL.replace('&', '&amp;')}|the ticket>", (URL,)),
        (f"<{URL.replace('&', '&amp;')}>", (URL,)),
        ("see https://a.example/browse/PAY-1, please", ("https://a.example/browse/PAY-1",)),
        ("(https://a.example/browse/PAY-1)", ("https://a.example/browse/PAY-1",)),
        ("<mailto:a@b.example|a@b.example> <#C1|general> <!here> <!subteam^S1>", ()),
        ("`https://a.example` ```https://b.example```", ()),
        ("&gt; https://a.example\nhi", ()),
    ],
)
def test_links_of_plain_text(text: str, urls: tuple[str, ...]) -> None:
    assert in_text(text).urls == urls


def test_plain_text_unescapes_three_characters_and_no_others() -> None:
    assert in_text("a &amp;lt; b &lt; c &amp; d &quot;").text == "a &lt; b < c & d &quot;"


def test_words_around_tokens_stay_apart() -> None:
    assert in_text("PAY<@U1|joe>-1").text == "PAY -1"
    assert in_text("<@U1|joe> <@U2>").users == {"U1", "U2"}


def test_a_message_of_an_app_is_read_whole_when_a_person_points_at_it() -> None:
    message = {
        "text": "",
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"<{URL}|PAY-9>"}}],
        "attachments": [{"fallback": "[PAY-3] Refunds", "title_link": "https://a.example/browse/PAY-3"}],
    }
    said = in_anything(message)
    assert URL in said.urls
    assert "https://a.example/browse/PAY-3" in said.urls
    assert "PAY-3" in said.text


@pytest.mark.parametrize("text", [None, 7, ["x"], {}])
def test_a_message_without_text_says_nothing(text: object) -> None:
    assert in_message({"text": text}) == Said()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "elements", "text", "url", "style", "user_id"]), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(st.fixed_dictionaries({"blocks": JUNK, "text": JUNK, "attachments": JUNK}))
def test_anything_can_be_read(message: dict[str, Any]) -> None:
    assert isinstance(in_anything(message), Said)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(in_text(text), Said)


@pytest.mark.parametrize("unit", ["`", "```", "<", "<<", "&gt;", "https://", "<http://a|", "*_~`<@U"])
def test_forty_kilobytes_of_nearly_anything_take_no_time(unit: str) -> None:
    began = time.process_time()
    in_text(unit * (40_000 // len(unit)))
    assert time.process_time() - began < 0.5


def test_deep_blocks_are_read() -> None:
    node: dict[str, Any] = words("PAY-1")
    for _ in range(5000):
        node = section(node)
    assert "PAY-1" in in_message(rich(node)).text


@pytest.mark.parametrize("kind", [None, 7, [], {}, [["rich_text_quote"]]])
def test_an_element_of_an_unknown_type_is_passed_over(kind: object) -> None:
    assert "PAY-1" in in_message(rich({"type": kind}, section(words("PAY-1")))).text

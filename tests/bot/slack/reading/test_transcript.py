"""A reply that is taken as an answer keeps what makes it one: its links, code, lists, quotes and names."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.reading.transcript import transcript


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"text": "fallback", "blocks": [{"type": "rich_text", "elements": list(elements)}]}


def section(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": kind, "elements": list(elements)}


def words(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def bullets(*items: str, indent: int = 0, style: str = "bullet") -> dict[str, Any]:
    return {
        "type": "rich_text_list",
        "style": style,
        "indent": indent,
        "elements": [section(words(item)) for item in items],
    }


LINK = {"type": "link", "url": "https://wiki.example/refunds?a=1&b=2"}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (rich(section(words("See "), LINK, words("."))), "See https://wiki.example/refunds?a=1&b=2."),
        (rich(section({**LINK, "text": "the page"})), "the page (https://wiki.example/refunds?a=1&b=2)"),
        (rich(section(words("It is "), words("POST /refunds", code=True))), "It is `POST /refunds`"),
        (
            rich(section(words("Body:\n")), section(words('{"id": 1}\n[]'), kind="rich_text_preformatted")),
            'Body:\n```\n{"id": 1}\n[]\n```',
        ),
        (
            rich(bullets("a", "b"), bullets("c", indent=1), bullets("x", "y", style="ordered")),
            "- a\n- b\n  - c\n1. x\n2. y",
        ),
        (rich(section(words("one\ntwo"), kind="rich_text_quote")), "> one\n> two"),
        (rich(section({"type": "user", "user_id": "U1AB"}, words(" knows"))), "<@U1AB> knows"),
        (
            rich(section({"type": "emoji", "name": "+1", "unicode": "1f44d"}, {"type": "emoji", "name": "parrot"})),
            "👍:parrot:",
        ),
        (rich(section({"type": "broadcast", "range": "here"})), "@here"),
        (rich(section({"type": "date", "timestamp": 1, "fallback": "2 March"})), "2 March"),
        (rich(section(words("شرح می‌شود"))), "شرح می‌شود"),
        (
            {"text": "a &lt;b&gt; <https://a.example/x?y=1&amp;z=2|here> <mailto:a@b.example|a@b.example> <#C1|room>"},
            "a <b> here (https://a.example/x?y=1&z=2) a@b.example #room",
        ),
        ({"text": "<!here> <!subteam^S1|@ops> <!date^1^{date}|2 March> <@U1AB>"}, "@here @ops 2 March <@U1AB>"),
        ({"text": "Body: ```{}``` done"}, "Body:\n```\n{}\n```\ndone"),
        ({"text": "an order of `a` and\n&gt; said"}, "an order of `a` and\n> said"),
        ({}, ""),
        ({"blocks": "none", "text": None}, ""),
    ],
)
def test_a_message_is_written_out_with_all_that_it_says(message: dict[str, Any], text: str) -> None:
    assert transcript(message) == text


_things = st.recursive(
    st.none() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "elements", "text", "style", "url", "user_id", "unicode", "indent", "offset"]),
            inner | st.sampled_from(["rich_text_list", "rich_text_section", "emoji", "link", "ordered"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(_things, max_size=4), st.text(max_size=60))
def test_whatever_a_message_holds_is_written_out(elements: list[Any], text: str) -> None:
    assert isinstance(transcript({"blocks": [{"type": "rich_text", "elements": elements}]}), str)
    assert isinstance(transcript({"text": text}), str)

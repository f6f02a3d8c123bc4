"""A rule's page opens in a modal: its headings, its examples, and what it said of this ticket."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.modals.frame import loading
from bot.render.modals.markdown import markdown_blocks
from bot.render.modals.rule_page import no_page, page
from checks.catalogue import rules
from checks.rule import Rule
from tests.bot.render.slack_limits import assert_blocks, walk
from tools.examples import RULE


def test_the_page_is_drawn_whole() -> None:
    view = page(RULE).view
    assert_blocks(view["blocks"], "modal")
    headers = [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]
    assert headers == [
        "What it checks",
        "Why it matters",
        "How to close the gap",
        "A ticket with this gap: named only",
        "A ticket without it: with an example",
    ]
    assert {"code": True} in [part.get("style") for part in walk(view)]
    assert [part["style"] for part in walk(view) if part.get("type") == "rich_text_list"] == ["bullet", "ordered"]


def test_a_line_end_in_a_paragraph_is_a_space() -> None:
    words = "".join(part.get("text", "") for part in walk(list(markdown_blocks("one\ntwo `three`"))))
    assert words == "one two three"


def test_a_modal_fits_into_slacks_frame() -> None:
    for modal in (page(RULE), no_page(), loading()):
        assert len(modal.view["title"]["text"]) <= 24
        assert len(modal.view["close"]["text"]) <= 24


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_markdown_is_drawn_without_links_or_mentions(source: str) -> None:
    blocks = list(markdown_blocks(source + "\n\nend"))
    assert_blocks(blocks[:100], "modal")
    assert not [part for part in walk(blocks) if part.get("type") in {"link", "user"}]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_rules_page_opens(rule: Rule) -> None:
    assert_blocks(page(rule).view["blocks"], "modal")


def test_how_much_a_gap_weighs_is_said_in_a_cards_words() -> None:
    said = [part.get("text", "") for part in walk(page(RULE).view["blocks"])]
    assert "Usually, for a contractor: To answer first" in said
    assert not [words for words in said if isinstance(words, str) and "major" in words]

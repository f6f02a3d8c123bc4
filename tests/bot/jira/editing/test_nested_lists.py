"""Lists within lists of an answer stand in the ticket as deep as they were typed, in either of Jira's markups."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.editing import edit_adf, edit_wiki
from bot.jira.editing.said import DEEPEST
from bot.slack.reading.transcript import transcript
from checks.document import Document
from checks.reading import adf, wiki

TYPED = "- refund\n  1. full\n  2. in part\n     down to 0.01\n- reverse\n\t- within a day\n"


def levels(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.depth, block.text) for block in document.blocks]


def test_a_list_in_a_list_is_one_in_adf() -> None:
    [outer] = edit_adf.blocks(TYPED)
    refund, reverse = outer["content"]
    assert [node["type"] for node in refund["content"]] == ["paragraph", "orderedList"]
    assert [node["type"] for node in reverse["content"]] == ["paragraph", "bulletList"]
    assert [node["type"] for node in refund["content"][1]["content"]] == ["listItem", "listItem"]


def test_a_list_in_a_list_is_one_in_wiki_markup() -> None:
    assert edit_wiki.body(TYPED) == "* refund\n*# full\n*# in part\ndown to 0.01\n* reverse\n** within a day"


@pytest.mark.parametrize(
    "read", [lambda text: adf.read(edit_adf.body(text)), lambda text: wiki.read(edit_wiki.body(text))]
)
def test_both_read_back_as_they_were_typed(read: Any) -> None:
    assert levels(read(TYPED)) == [
        ("item", 0, "refund"),
        ("item", 1, "full"),
        ("item", 1, "in part\ndown to 0.01"),
        ("item", 0, "reverse"),
        ("item", 1, "within a day"),
    ]


@pytest.mark.parametrize(
    ("typed", "depths"),
    [
        ("- a\n - b", [0, 0]),  # a slip of the space bar is no level
        ("- a\n   - b\n  - c\n- d", [0, 1, 1, 0]),
        ("    - a\n- b\n  - c", [0, 0, 1]),
        ("• a\n    ◦ b\n        ▪ c", [0, 1, 2]),
        ("1. a\n\n2. b\n\n   - c", [0, 0, 1]),
    ],
)
def test_how_far_in_an_item_stands_is_how_deep_it_is(typed: str, depths: list[int]) -> None:
    assert [depth for _, depth, _ in levels(adf.read(edit_adf.body(typed)))] == depths


def test_blank_lines_between_numbered_items_do_not_begin_the_numbers_anew() -> None:
    [one] = edit_adf.blocks("1. first\n\n2. second\n\n3. third")
    assert one["type"] == "orderedList" and len(one["content"]) == 3
    assert edit_wiki.body("1. first\n\n2. second") == "# first\n# second"


def test_words_after_a_list_are_a_paragraph_and_bullets_after_numbers_another_list() -> None:
    kinds = [node["type"] for node in edit_adf.blocks("1. a\n- b\nand so on\n- c\n\nthe end")]
    assert kinds == ["orderedList", "bulletList", "paragraph", "bulletList", "paragraph"]


def test_a_list_of_a_hundred_levels_is_cut_to_a_few() -> None:
    typed = "\n".join(f"{'  ' * level}- {level}" for level in range(100))
    depths = [depth for _, depth, _ in levels(adf.read(edit_adf.body(typed)))]
    assert max(depths) == DEEPEST - 1 and len(depths) == 100
    assert edit_wiki.body(typed).splitlines()[-1] == f"{'*' * DEEPEST} 99"


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=12))
def test_whatever_is_typed_both_markups_mean_the_same(items: list[tuple[int, bool]]) -> None:
    typed = "\n".join(f"{'  ' * depth}{'1.' if numbered else '-'} w{at}" for at, (depth, numbered) in enumerate(items))
    of_adf, of_wiki = levels(adf.read(edit_adf.body(typed))), levels(wiki.read(edit_wiki.body(typed)))
    assert of_adf == of_wiki
    assert [text for _, _, text in of_adf] == [f"w{at}" for at in range(len(items))]
    json.dumps(edit_adf.body(typed))


def test_a_slack_message_with_a_list_in_a_list_keeps_it_in_the_ticket() -> None:
    def listed(indent: int, style: str, *words: str) -> dict[str, Any]:
        items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": one}]} for one in words]
        return {"type": "rich_text_list", "style": style, "indent": indent, "elements": items}

    inside = [listed(0, "bullet", "refund"), listed(1, "ordered", "full", "in part"), listed(0, "bullet", "reverse")]
    answer = transcript({"blocks": [{"type": "rich_text", "elements": inside}]})
    assert edit_wiki.body(answer) == "* refund\n*# full\n*# in part\n* reverse"

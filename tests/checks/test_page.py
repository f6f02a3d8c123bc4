"""One page of a rule, as text and as Markdown, from one source."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from checks.catalogue import by_code
from checks.page import MEANT, markdown_of, page_of, text_of
from checks.rule import Confidence, Example, Severity

RULE = by_code()["CTX107"]


def test_text_and_markdown_say_the_same_prose() -> None:
    page = page_of(RULE)
    text, markdown = text_of(page), markdown_of(page)
    for _, prose in page.sections:
        for paragraph in prose.split("\n\n"):
            assert f"\n  {' '.join(paragraph.split())}\n" in text, "a paragraph is a line, which a terminal breaks"
            assert paragraph in markdown


def test_a_page_says_what_its_severities_and_its_confidence_mean() -> None:
    text, markdown = text_of(page_of(RULE)), markdown_of(page_of(RULE))
    assert (
        "\nUsual severity for a contractor: advice (a suggestion)\nUsual severity for a teammate: off (not asked)\n"
        in text
    )
    assert "| Confidence | hint (the words tell little of it) |" in markdown
    assert set(MEANT) == {*get_args(Severity), "off", *get_args(Confidence)}


def test_options_are_shown_with_their_defaults() -> None:
    markdown = markdown_of(page_of(RULE))
    assert "| `times` | `2` |" in markdown
    assert "| `known` | `[]` |" in markdown


def test_an_example_with_code_keeps_its_fence_closed() -> None:
    example = Example("holds code", "Title", "```json\n{}\n```", says="Gap.")
    markdown = markdown_of(page_of(replace(RULE, examples=(example,))))
    assert "````markdown\nTitle\n\n```json\n{}\n```\n````" in markdown


def test_a_page_without_its_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="CTX107: the page must have the headings"):
        page_of(replace(RULE, page="Summary.\n\n## What it checks\nThings."))

"""Texts that lost their line breaks: most of what boards and exports give."""

from __future__ import annotations

import pytest

from checks.reading import wiki
from checks.reading.flattened import restored


def test_two_spaces_stand_for_a_line_and_four_for_a_paragraph() -> None:
    text = "The list does not scroll on small screens.    Steps to reproduce:  1. Open the page.  2. Scroll down."
    assert [(block.kind, block.text) for block in wiki.read(text).blocks] == [
        ("paragraph", "The list does not scroll on small screens."),
        ("paragraph", "Steps to reproduce:"),
        ("item", "Open the page."),
        ("item", "Scroll down."),
    ]


def test_a_run_of_list_marks_is_a_list() -> None:
    text = "We want these headers in this order: * our own * the system's * those of third parties"
    assert [block.text for block in wiki.read(text).of("item")] == ["our own", "the system's", "those of third parties"]


def test_dashes_after_a_colon_are_a_list() -> None:
    text = "Conditions:  - Show a warning box - Link to the settings page - Discuss how to test it"
    assert [block.text for block in wiki.read(text).of("item")] == [
        "Show a warning box",
        "Link to the settings page",
        "Discuss how to test it",
    ]


def test_code_gets_its_lines_back_with_their_indentation() -> None:
    text = "The configuration that fails is this one here: {code}  server:    port: 1    host: a  {code}"
    (code,) = wiki.read(text).of("code")
    assert code.text == "server:\n  port: 1\n  host: a"


@pytest.mark.parametrize(
    "text",
    [
        "Short,  with a gap",
        "A text that has\nline breaks keeps  its gaps - and its dashes - and all  the rest as it is written here",
        "A single line - with dashes - as people write them - stays one line, however long it may become in the end",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert restored(text) == text

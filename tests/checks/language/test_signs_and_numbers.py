"""Numbers, signs and dates stay in the sentence they stand in, and only what asks for something of a template is its blank."""

from __future__ import annotations

import pytest

from checks.language.blanks import is_unfilled
from checks.language.segmentation.sections import split_labels
from checks.language.segmentation.segments import segments_of
from checks.personal import find_personal


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "The balance must never drop below 0. Of two payments one is lost.",
            ["The balance must never drop below 0.", "Of two payments one is lost."],
        ),
        ("It crashes on a Pixel 6 (Android 14) and on iOS.", ["It crashes on a Pixel 6 (Android 14) and on iOS."]),
        ("Seit dem 29. März fehlt der Knopf.", ["Seit dem 29. März fehlt der Knopf."]),
        ("Beim 2. Versuch klappt es. Danach nicht.", ["Beim 2. Versuch klappt es.", "Danach nicht."]),
        ("Params limit (1-200, default 50) and after.", ["Params limit (1-200, default 50) and after."]),
        ("Open it 1. Press Save 2. Close it", ["Open it", "Press Save", "Close it"]),
    ],
)
def test_a_number_is_a_step_only_in_a_row_of_steps(text: str, sentences: list[str]) -> None:
    assert [words for words, _ in segments_of(text)] == sentences


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Actual: -10.00 is shown", "-10.00 is shown"),
        ("--force is gone", "--force is gone"),
        ("Problem: - the list is empty -", "the list is empty"),
        ("-When saved the list is empty", "When saved the list is empty"),
    ],
)
def test_a_dash_that_belongs_to_a_number_or_an_option_stays(text: str, rest: str) -> None:
    assert split_labels(text)[-1][2] == rest


@pytest.mark.parametrize("clause", ["Gestern scheiterte ein Test: die Kunden riefen an", "Bei der Änderung: nichts"])
def test_a_noun_behind_an_article_opens_no_part(clause: str) -> None:
    assert [label for label, _, _ in split_labels(clause)] == [""]


@pytest.mark.parametrize(
    "prompt",
    [
        "<criterion 1>",
        "Seen in <version / OS>",
        "(klistra in här)",
        "[Décrire les dépendances éventuelles]",
        "[Beschreibe das Problem]",
        "[kuvaa ongelma]",
        "[describir el problema]",
    ],
)
def test_what_a_template_asks_for_is_a_blank_in_every_language(prompt: str) -> None:
    assert is_unfilled(prompt)


@pytest.mark.parametrize("words", ["Use List<String / Integer> here", "[WIP]", "It works (insert works again)"])
def test_brackets_that_ask_for_nothing_are_no_blank(words: str) -> None:
    assert not is_unfilled(words)


@pytest.mark.parametrize("number", ["DE89 3704 0044 0532 0130 00", "card number 3782-822463-10005"])
def test_a_published_example_is_nobodys_number(number: str) -> None:
    assert list(find_personal(f"Tested with {number}.")) == []

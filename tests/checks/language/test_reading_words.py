"""Words, sentences, labels, names and languages are found as a reader finds them."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.language.blanks import is_unfilled
from checks.language.detect import language_of
from checks.language.lexicon import Phrases, lexicons
from checks.language.names import is_code, labels_in, names_in
from checks.language.segmentation.sections import meaning, split_labels
from checks.language.segmentation.segments import segments_of
from checks.language.words import words_of

WORD = re.compile(r"[^\W\d_]{2,}")


def test_a_contraction_is_one_word_and_an_elided_article_is_its_own() -> None:
    assert words_of("It doesn’t open l'écran") == ["it", "doesn't", "open", "l", "écran"]


def test_a_phrase_is_found_with_any_ending_of_its_last_word() -> None:
    phrases = Phrases([("problem", "does not work* | crash*"), ("want", "should")])
    assert phrases.in_words(words_of("It crashed and does not working")) == {"problem"}
    assert phrases.in_words(words_of("does not run")) == set()


def test_numbered_steps_that_lost_their_line_breaks_are_sentences_of_their_own() -> None:
    text = "Steps to Reproduce:  1. Select 'Project' from the menu bar  2. Press OK.   3. Look at e.g. the title"
    assert segments_of(text) == [
        ("Steps to Reproduce:", False),
        ("Select 'Project' from the menu bar", True),
        ("Press OK.", True),
        ("Look at e.g. the title", True),
    ]


def test_a_label_in_running_text_opens_a_part() -> None:
    parts = split_labels("The list is empty. Expected: the customer is shown")
    assert [(label, sorted(means), rest) for label, means, rest in parts] == [
        ("", [], "The list is empty."),
        ("Expected", ["expected"], "the customer is shown"),
    ]


@pytest.mark.parametrize(
    "heading", ["Acceptance Criteria", "✅ Acceptance criteria (AC)", "Akzeptanzkriterien", "Hyväksymiskriteerit"]
)
def test_a_heading_means_the_same_in_every_language(heading: str) -> None:
    assert "acceptance" in meaning(heading)


def test_names_in_prose_are_told_from_words() -> None:
    text = "Call afw::image from HiveStatement.run() with --dry-run, POST /refunds/{id} or tests/test_a.py, e.g. today"
    found = names_in(text)
    assert {"afw::image", "HiveStatement.run()", "--dry-run", "POST /refunds/{id}"} <= set(found)
    assert not {"today", "e.g", "Call"} & set(found)
    assert labels_in("Choose 'Run As' in Window > Preferences > Run") == ("Run As", "Window > Preferences > Run")


def test_a_product_name_is_not_sure_to_be_code() -> None:
    assert is_code("run_all") and is_code("a.read()") and is_code("File > Save")
    assert not is_code("JavaScript") and not is_code("iOS")


@pytest.mark.parametrize("blank", ["<what happens today>", "‹role›", "Name: ____", "{{reason}}"])
def test_a_blank_of_a_template_is_seen(blank: str) -> None:
    assert is_unfilled(blank)
    assert not is_unfilled("List<String> and <div> and a < b")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The list is empty when I search for it", "en"),
        ("Luettelo on tyhjä, kun sitä haetaan", "fi"),
        ("Listan är tom när man söker efter den", "sv"),
        ("Die Liste ist leer, wenn man danach sucht", "de"),
        ("La liste est vide quand on la cherche", "fr"),
        ("La lista está vacía cuando se busca", "es"),
        ("De lijst is leeg wanneer je het zoekt", None),
        ("Список пуст, когда его ищут", None),
    ],
)
def test_the_language_is_told_by_its_function_words(text: str, code: str | None) -> None:
    assert language_of(words_of(text)) == code


def test_every_lexicon_names_the_same_concepts() -> None:
    concepts = {code: lexicon.signals.concepts for code, lexicon in lexicons().items()}
    assert set(concepts) == {"en", "fi", "sv", "de", "fr", "es"}
    assert len(set(concepts.values())) == 1


SIGNS = st.sampled_from(["one", "Two", "a", " ", ". ", "\n", "1. ", "b) ", "- ", "h1. ", ": ", "e.g.", "?", "the 29. "])


@given(st.text(max_size=400) | st.lists(SIGNS, max_size=60).map("".join))
def test_any_text_is_cut_without_losing_or_cutting_a_word(text: str) -> None:
    """A single letter may be the mark of a list item, which is left out."""
    kept = " ".join(piece for piece, _ in segments_of(text))
    assert WORD.findall(kept) == WORD.findall(text)


@pytest.mark.parametrize("unit", ["a", "a.", "a_", " 1. ", "A > ", "'x", "Expected: ", "<a ", "- ", "x  "])
def test_a_long_hostile_line_costs_little(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    start = time.process_time()
    for piece, _ in segments_of(text):
        names_in(piece)
        labels_in(piece)
        split_labels(piece)
    assert time.process_time() - start < 2

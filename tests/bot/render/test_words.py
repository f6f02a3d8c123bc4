"""The catalogue and the code agree: every key used exists, every key is used, every language fits the English one."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.errors import JiraOutcome, SlackOutcome
from bot.render.card import card
from bot.render.words import languages, words
from tests.bot.render.samples import view

SOURCES = [path for path in Path(bot.__file__).parent.rglob("*.py") if "sandbox" not in path.parts]
NODES = [node for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8")))]
DRAWING = [node for path in SOURCES if "render" in path.parts for node in ast.walk(ast.parse(path.read_text("utf-8")))]
SAYING = {"Misread", "SayRequest", "said"}
"""What names a word of the table `say` by its last part alone."""

HELP = "say.help"
"""Intake's word for the help, which is a message of its own."""


def text_of(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def keys() -> set[str]:
    """Keys as they stand in the source of `bot.render`."""
    texts = (text_of(node) for node in DRAWING)
    return {text for text in texts if text and re.fullmatch(r"[a-z]+\.[a-z_]*[a-z]", text)}


def patterns() -> set[str]:
    """Patterns of the keys that are put together from parts."""
    return {
        "".join(re.escape(text_of(part) or "") or "[a-z_0-9]+" for part in node.values)
        for node in DRAWING
        if isinstance(node, ast.JoinedStr)
    } - {r"say\.[a-z_0-9]+"}


def said_by_others() -> set[str]:
    """The words of the table `say` that intake and the use cases name."""
    calls = [node for node in NODES if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in SAYING]
    texts = {text_of(arg) for call in named for arg in (*call.args, *(keyword.value for keyword in call.keywords))}
    pairs = [node.value.elts for node in NODES if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)]
    texts |= {text_of(pair[0]) for pair in pairs if len(pair) == 2 and isinstance(pair[1], ast.Tuple)}
    return {f"say.{text}" for text in texts if text and re.fullmatch(r"[a-z_]+", text)} - {HELP}


def bare(key: str) -> str:
    return re.sub(r"\.(one|other)$", "", key)


KNOWN = {bare(key) for key in words().texts}


def test_every_key_in_the_catalogue_is_used() -> None:
    exact, put_together = keys() | said_by_others(), patterns()
    assert {key for key in KNOWN - exact if not any(re.fullmatch(pattern, key) for pattern in put_together)} == set()


def test_every_key_used_is_in_the_catalogue() -> None:
    tables = {key.split(".")[0] for key in KNOWN}
    assert {key for key in keys() if key.split(".")[0] in tables} - KNOWN == set()


def test_every_word_that_intake_says_is_in_the_catalogue() -> None:
    assert said_by_others() - KNOWN == set()


@pytest.mark.parametrize("outcome", [*get_args(JiraOutcome), *get_args(SlackOutcome), "internal"])
def test_every_failure_has_its_sentence(outcome: str) -> None:
    assert words()(f"trouble.{outcome}").endswith(".")


@pytest.mark.parametrize("language", languages())
def test_a_translation_keeps_the_values_and_the_code_of_the_english_text(language: str) -> None:
    english, translated = words().texts, words(language).texts
    assert set(translated) <= set(english)
    for key, text in translated.items():
        assert fields(text) <= fields(english[key]) | {"n"}, key
        assert text.count("`") == english[key].count("`"), key


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_text_that_a_language_lacks_is_said_in_english() -> None:
    assert words("fi")("assess.no") == words()("assess.no")


def test_a_card_is_said_in_the_language_of_its_channel() -> None:
    assert card(view(), "fi").text.startswith("PAY-12 ei ole valmis annettavaksi alihankkijalle: 3 puutetta.\n")


def test_a_text_counts_in_words() -> None:
    say = words()
    assert [say("dimension.gaps", n=n) for n in (0, 1, 2)] == ["0 gaps", "1 gap", "2 gaps"]


def test_a_language_we_do_not_have_is_said_in_english() -> None:
    assert words("xx")("button.why") == "Why?"


def test_a_key_that_no_language_has_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        words()("no.such")


@given(st.text())
def test_braces_in_a_value_mean_nothing(value: str) -> None:
    assert words()("card.closed_ticket", verdict=value) == f"As it is written: {value}"
    assert "{verdict}" in words()("card.closed_ticket", verdict="{verdict}")

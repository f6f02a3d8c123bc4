"""The catalogue and the code agree: every key used exists, every key is used, every language fits the English one."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.errors import JiraOutcome, SlackOutcome
from bot.render.card.card import card
from bot.render.words import languages, words
from tests.bot.render.samples import view

BOT = Path(bot.__file__).parent
APART = (BOT / "sandbox", BOT / "render" / "words")
"""What says nothing of the catalogue, and what puts any key of it together."""
LOGGING = {"debug", "info", "warning", "error", "exception", "critical"}
SAYING = {"Misread", "SayRequest", "said"}
"""What names a word of the table `say` by its last part alone."""

HELP = "say.help"
"""Intake's word for the help, which is a message of its own."""


@cache
def nodes() -> list[ast.AST]:
    sources = [path for path in BOT.rglob("*.py") if not any(path.is_relative_to(folder) for folder in APART)]
    return [node for path in sources for node in ast.walk(ast.parse(path.read_text("utf-8")))]


def text_of(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def keys() -> set[str]:
    """Keys as they stand in the source; an event of the log is written as they are and is none."""
    calls = [node for node in nodes() if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in LOGGING]
    events = {text_of(arg) for call in calls for arg in call.args}
    texts = {text_of(node) for node in nodes()} - events
    return {text for text in texts if text and re.fullmatch(r"[a-z]+\.[a-z_]*[a-z]", text)}


def patterns() -> set[str]:
    """Patterns of the keys that are put together from parts; one that names no table is of a word of `say`."""
    joined = {
        "".join(re.escape(text_of(part) or "") or "[a-z_0-9]+" for part in node.values)
        for node in nodes()
        if isinstance(node, ast.JoinedStr)
    }
    said = {rf"say\.{pattern}" for pattern in joined if re.match(r"[a-z]+_", pattern)}
    return said | {pattern for pattern in joined if re.match(r"[a-z]+\\\.", pattern)} - {r"say\.[a-z_0-9]+"}


def unused(known: set[str]) -> set[str]:
    """The keys that no source names and no pattern reaches. A word of `say` may be named anywhere, without its table."""
    exact = keys() | {f"say.{text_of(node)}" for node in nodes() if text_of(node)}
    put_together = patterns()
    return {key for key in known - exact if not any(re.fullmatch(pattern, key) for pattern in put_together)}


def said_by_others() -> set[str]:
    """The words of the table `say` that intake and the use cases name."""
    calls = [node for node in nodes() if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in SAYING]
    texts = {text_of(arg) for call in named for arg in (*call.args, *(keyword.value for keyword in call.keywords))}
    pairs = [node.value.elts for node in nodes() if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)]
    texts |= {text_of(pair[0]) for pair in pairs if len(pair) == 2 and isinstance(pair[1], ast.Tuple)}
    return {f"say.{text}" for text in texts if text and re.fullmatch(r"[a-z_]+", text)} - {HELP}


def bare(key: str) -> str:
    return re.sub(r"\.(one|other)$", "", key)


KNOWN = {bare(key) for key in words().texts}


def test_every_key_in_the_catalogue_is_used() -> None:
    assert unused(KNOWN) == set()


def test_a_key_that_nothing_says_is_noticed() -> None:
    invented = {"card.invented", "say.invented", "invented.text"}
    assert unused(KNOWN | invented) == invented


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
    assert words("fi")("brief.purpose") == words()("brief.purpose")


def test_a_finnish_digest_its_list_and_its_assessment_and_the_pages_in_a_browser_lack_no_finnish() -> None:
    """They alone are said in a language that somebody chose; all else is said in English so far."""
    tables = ("digest", "list", "assess", "kind", "one", "chart", "date", "decision", "weekday", "receiver")
    pages = ("consent", "install")
    whole = {key for key in words().texts if key.split(".")[0] in (*tables, *pages) or key.startswith("say.digest")}
    assert whole - set(words("fi").texts) == set()


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

"""Words that say nothing yet: an unfilled template, a prompt, a promise to write later, filler."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files

from checks.language.phrasing import Phrased

_UNFILLED = Phrased(
    r"<[^<>=/\"'\n]{0,80}[ …][^<>=/\"'\n]{0,80}>|‹[^›\n]{0,120}›|\{\{[^{}\n]{0,80}\}\}|_{4,}"
    r"|\[(?:«for_example»)|^\W*[a-z]+(?: [a-z]+){0,3} ['\"‘“](?:\.{3,}|…)['\"’”]\W*$"
    r"|^\W*(?:«story_step») [<\[][a-z][\w /-]{1,40}[>\]]"
    r"|^\W*(?:\[(?:«template_asks»)\b[^\[\]\n/]{0,60}\]|\((?:«template_pastes»)\b[^()\n/]{0,60}\))\W*$"
    r"|(?<!\w)<[a-z][\w .]{0,40} / [\w .]{1,40}>"
)
"""Brackets around a prompt, quoted dots at the end of a step, a story whose first words are in brackets."""
FEW = 9
"""Words. A longer sentence around `TBD` or `works as expected` says something else as well."""


def is_blank(words: Sequence[str], signals: Collection[str], names: bool) -> bool:
    """A sentence of these words says nothing about the work."""
    if not words:
        return True
    if is_prompt(words):
        return True
    if len(words) > FEW:
        return False
    return "placeholder" in signals or ("filler" in signals and not names)


def is_unfilled(text: str) -> bool:
    """Some blank of a template is still in it."""
    return _may_be_unfilled(text) and _UNFILLED.search(text) is not None


def _may_be_unfilled(text: str) -> bool:
    """It contains a mark of which every blank has one. Asked of every sentence; `any` would take five times as long."""
    return (
        "<" in text
        or "[" in text
        or text.startswith("(")
        or ".." in text
        or "…" in text
        or "{{" in text
        or "____" in text
        or "‹" in text
    )


def is_prompt(words: Sequence[str]) -> bool:
    """The whole sentence is one of a stock template (`prompts.txt`)."""
    if not words or words[0] not in _first_words():
        return False
    whole = " ".join(words)
    exact, openings = _prompts()
    return whole in exact or whole.startswith(openings)


@cache
def _prompts() -> tuple[frozenset[str], tuple[str, ...]]:
    """Prompts that are a whole sentence, and those that a sentence may continue."""
    text = files("checks.language").joinpath("prompts.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    openings = tuple(line.removesuffix("…") for line in lines if line.endswith("…"))
    return frozenset(line for line in lines if not line.endswith("…")), openings


@cache
def _first_words() -> frozenset[str]:
    exact, openings = _prompts()
    return frozenset(line.split(None, 1)[0] for line in (*exact, *openings))

"""What the model looks at, counted once: which concepts the words signal and where, what is named, and the layout."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import TypeVar

from checks.document import Block
from checks.language.hosts import only_insiders
from checks.language.names import is_code
from checks.language.pasted import pasted_lines
from checks.language.text import Sentence, Text
from checks.language.words import without_urls
from checks.ticket import Ticket

_PAIRS = """
want+negative want+scope_out want+condition want+vague want+hedge want+interface want+ui want+verification want+plural_scope
create+interface create+ui create+vague create+verification create+shape problem+tests problem+condition problem+interface problem+ui
problem+environment problem+hedge problem+cause negative+condition negative+failure failure+condition failure+want
expected+condition expected+actual expected+problem expected+wrong_value expected+negation current+want current+problem interface+shape interface+shape_strong want+alternative dangling+want
dangling+attached attached+problem see_link+docs cause+hedge verification+condition maintain+interface example+interface
wrong_value+shape wrong_value+routine wrong_value+web_call maintain+upgrade
"""
_ACTS = ("create", "maintain", "want", "problem", "condition", "negative")
_ACTED_ON = ("routine", "web_call", "command_line", "widget", "lifecycle")
PAIRS = (*(tuple(pair.split("+")) for pair in _PAIRS.split()), *product(_ACTS, _ACTED_ON))
"""Concepts that mean more when one sentence carries both."""
_PARTNERS = {first: tuple(pair for pair in PAIRS if pair[0] == first) for first, _ in PAIRS}
_OPENERS = frozenset(_PARTNERS)
_T = TypeVar("_T")

# Each pattern opens with the characters that a match can begin with, and only then looks at what precedes them: the
# engine jumps to the next such character instead of trying every position.
TICKET = re.compile(r"[A-Z#](?:(?<=[A-Z])(?<![\w-].)[A-Z0-9_]{1,9}-\d{1,6}(?![\w-])|(?<=#)(?<![\w&].)\d{2,6}\b)")
"""The key of a ticket, or a number after `#`."""
_STAMP = re.compile(
    r"[0-9EWIDF](?:(?<=[0-9])(?:[0-9]?:[0-9]{2}:[0-9]{2}|[0-9]{3}-[0-9]{2}-[0-9]{2})"
    r"|(?<=\bE)RROR\b|(?<=\bW)ARN\b|(?<=\bI)NFO\b|(?<=\bD)EBUG\b|(?<=\bF)A(?:TAL|IL)\b)"
)
_LEVELS = ("ERROR", "WARN", "INFO", "DEBUG", "FATAL", "FAIL")
_DATE = re.compile(r"[0-9](?<!\w.)[0-9]?/[0-9]{1,2}/[0-9]{2,4}\b")
_NUMBER = re.compile(r"[0-9](?<![\w.-].)[0-9]*(?:[.,][0-9]+)?(?![\w.-])")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9](?<!\w..)[A-Z0-9]{0,6}\b")
_CODEISH = re.compile(r"[{};]|\w\(|=\S|\S=|::|->|=>|>>>|==")
_CODE_SIGN = re.compile(r"[{};=(:>](?:(?<=[{};=])|(?<=\w\()|(?<=:):|(?<=->)|(?<=>)>>)")
"""What every piece of code that `_CODEISH` counts contains; most sentences contain none."""
_ASSERTION = re.compile(r"\bdef test_?\w*\(|@Test\b|\bassert\w*\(|\bexpect\(|\.should\b")
_ASSERTION_MARKS = ("def test", "@Test", "assert", "expect(", ".should")
"""Every assertion contains one of them."""
_REASONS = frozenset({"problem", "current", "purpose", "actual", "used_to_work", "cause", "wrong_value"})
_WANTED_PARTS = frozenset({"acceptance", "verification", "interface", "edge", "deliverable", "solution"})
_FAULT_TYPES = ("Error", "Exception", "Fault")
_PREFIX = re.compile(r"^\[?[\w .+/#-]{2,40}(?:\]|:| - )\s?\S")


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts over the ticket's own words. Blank sentences (headings, prompts, filler) do not count."""

    summary: frozenset[str]
    """Concepts that the summary signals."""
    opening: frozenset[str]
    """Concepts that the summary's first words signal: what kind of act is asked for."""
    first: frozenset[str]
    """Concepts that the first sentence of the description signals."""
    body: Mapping[str, int]
    """Sentences of the description that signal a concept."""
    acts: Mapping[str, int]
    """Sentences of the description that open with a concept: requests, steps, criteria."""
    pairs: Mapping[tuple[str, ...], int]
    labelled: Mapping[str, int]
    """Sentences under a heading or label of a kind."""
    title: frozenset[str]
    """The words of an English summary; empty in other languages."""
    words: frozenset[str]
    """The words of an English ticket; empty in other languages."""
    layout: Mapping[str, int]
    """How the ticket is laid out and what it names: sizes, names, blocks, what was pasted, links."""


def facts_of(ticket: Ticket, text: Text) -> Facts:
    said = text.said
    summary = next((sentence for sentence in said if sentence.block == -1), None)
    body = [sentence for sentence in said if sentence.block != -1]
    return Facts(
        summary=summary.signals if summary else frozenset(),
        opening=summary.opens if summary else frozenset(),
        first=body[0].signals if body else frozenset(),
        body=_counted(sentence.signals for sentence in body),
        acts=_counted(sentence.opens for sentence in body),
        pairs=_counted(_pairs(sentence.signals) for sentence in body),
        labelled=_counted(sentence.labels for sentence in body),
        title=frozenset(summary.tokens) if summary and text.language == "en" else frozenset(),
        words=_vocabulary(said) if text.language == "en" else frozenset(),
        layout=defaultdict(
            int,
            _sizes(summary, body)
            | _naming(summary, said, text.spoken)
            | _blocks(ticket, text)
            | _pasted(ticket, body, text.spoken)
            | _links(text, body),
        ),
    )


def _counted(groups: Iterable[Iterable[_T]]) -> dict[_T, int]:
    """How often each item occurs. For most tickets, making a `Counter` would take longer than the counting."""
    counts: dict[_T, int] = {}
    for group in groups:
        for one in group:
            counts[one] = counts.get(one, 0) + 1
    return counts


def _pairs(signals: frozenset[str]) -> list[tuple[str, ...]]:
    return [pair for first in _OPENERS & signals for pair in _PARTNERS[first] if pair[1] in signals]


def _vocabulary(said: Sequence[Sentence]) -> frozenset[str]:
    return frozenset(chain.from_iterable(sentence.tokens for sentence in said))


def _sizes(summary: Sentence | None, body: Sequence[Sentence]) -> dict[str, int]:
    lengths = [_length(sentence.text) for sentence in body]
    words = sum(lengths)
    new = set[str]().union(*[sentence.tokens for sentence in body])
    if summary:
        new.difference_update(summary.tokens)
    return {
        "sentences": len(body),
        "words": words,
        "new_words": len([word for word in new if len(word) > 3]),
        "summary_words": _length(summary.text) if summary else 0,
        "sentence_length": words // max(len(body), 1),
        "longest": max(lengths, default=0),
        "reasons": len([True for sentence in body if _tells_why(sentence)]),
        "listed": len([True for sentence in body if sentence.listed]),
        "questions": len([True for sentence in body if sentence.text.rstrip(" \"'”)").endswith("?")]),
    }


def _tells_why(sentence: Sentence) -> bool:
    """It says what is wrong or what the work is for, and not as a list item or as part of what is wanted."""
    return (
        not sentence.listed and not _REASONS.isdisjoint(sentence.signals) and _WANTED_PARTS.isdisjoint(sentence.labels)
    )


def _length(text: str) -> int:
    """Length in words of six characters, so that languages with long and with short words are measured alike."""
    return (len(text) + 3) // 6


def _naming(summary: Sentence | None, said: Sequence[Sentence], spoken: str) -> dict[str, int]:
    names = {name for sentence in said for name in sentence.names}
    shapes = _counted([map(_kind_of, names)])
    title = summary.text if summary else ""
    return shapes | {
        "names": len(names),
        "summary_names": len(summary.names) if summary else 0,
        "error_names": len([name for name in names if name.rstrip("()").endswith(_FAULT_TYPES)]),
        "places": sum(map(is_code, names)),
        "test_names": len([name for name in names if "test" in name.casefold()]),
        "named_share": 10 * len([True for sentence in said if sentence.names]) // max(len(said), 1),
        "acronyms": len(set(_ACRONYM.findall(spoken))),
        "summary_acronyms": len(_ACRONYM.findall(title)),
        "summary_prefix": int(_PREFIX.match(title) is not None),
        "numbers": len(_NUMBER.findall(spoken)),
        "tickets": len(TICKET.findall(without_urls(spoken))) if "-" in spoken or "#" in spoken else 0,
        "dates": len(_DATE.findall(spoken)) if "/" in spoken else 0,
    }


def _kind_of(name: str) -> str:
    """What a name looks like: its shape decides, not its words."""
    if " " in name and "/" not in name:
        return "screen_labels"
    if name.startswith("-"):
        return "flags"
    if "/" in name:
        return "paths"
    if name.endswith(("(", ")")):
        return "calls"
    return "dotted" if "." in name or ":" in name else "code_names"


def _blocks(ticket: Ticket, text: Text) -> dict[str, int]:
    blocks: list[Block] = [block for document in (ticket.description, ticket.criteria) for block in document.blocks]
    kinds = Counter([block.kind for block in blocks])
    snippets = Counter([snippet.kind for snippet in text.snippets])
    contracts = _counted([[f"read_{contract.kind}" for contract in text.contracts]])
    return contracts | {
        "headings": kinds["heading"],
        "media": kinds["media"] + len(ticket.attachments),
        "tables": kinds["row"],
        "code": kinds["code"],
        "code_lines": sum(block.text.count("\n") + 1 for block in blocks if block.kind == "code"),
        "test_code": len([True for block in blocks if block.kind == "code" and _asserts(block.text)]),
        "traces": snippets["stack_trace"],
        "shapes": sum(
            snippets[kind] for kind in ("json", "yaml", "openapi", "json_schema", "graphql", "sql", "protobuf")
        ),
        "calls_shown": snippets["http"] + snippets["curl"],
        "components": len(ticket.components),
        "versions": len(ticket.versions),
    }


def _asserts(code: str) -> bool:
    return any(mark in code for mark in _ASSERTION_MARKS) and _ASSERTION.search(code) is not None


def _pasted(ticket: Ticket, body: Sequence[Sentence], spoken: str) -> dict[str, int]:
    """Lines of code and of logs among the sentences; most texts have neither and are scanned only once."""
    code = [one.text for one in body if _CODE_SIGN.search(one.text)] if _CODE_SIGN.search(spoken) else ()
    stamped = ":" in spoken or "-" in spoken or any(level in spoken for level in _LEVELS)
    log = [one.text for one in body if _STAMP.search(one.text)] if stamped and _STAMP.search(spoken) else ()
    machine, given = pasted_lines(ticket.description.text)
    return {
        "machine_lines": machine,
        "given_lines": given,
        "code_lines_in_prose": len([words for words in code if len(_CODEISH.findall(words)) > 1]),
        "log_lines": len(log),
    }


def _links(text: Text, body: Sequence[Sentence]) -> dict[str, int]:
    bare = [sentence for sentence in body if sentence.words <= 5 and "://" in sentence.text]
    return {
        "links": len(text.links),
        "inside_links": sum(only_insiders(link.url) for link, _ in text.links),
        "bare_links": len(bare),
        "only_links": int(bool(text.links) and sum(sentence.words for sentence in body) <= 10),
    }

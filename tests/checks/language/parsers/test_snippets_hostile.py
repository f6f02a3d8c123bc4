"""A hostile snippet costs milliseconds: the work does not run away with the text, and past the caps does not grow."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from checks.document import Block, BlockKind, Document
from checks.language.extraction.contracts import contracts_of
from checks.language.parsers.snippets import snippets_of
from checks.ticket import Ticket

RUNAWAY = 5.0
"""Seconds that no hostile text comes near: each costs tenths at most, and work that grows with its square takes minutes."""
STATEMENT = "SELECT a FROM b WHERE "
LAUGHS = 'a: &a ["x","x","x","x"]\n' + "".join(f"{b}: &{b} [*{a},*{a},*{a},*{a}]\n" for a, b in pairwise("abcdefghi"))
HOSTILE: dict[str, tuple[str, Callable[[int], str]]] = {
    "brackets a hundred thousand deep": ("json", lambda n: "[" * (10 * n)),
    "objects that never close": ("json", lambda n: '{"a":' * n),
    "a number of many digits": ("json", lambda n: '{"a":' + "1" * n + "}"),
    "strings that never close": ("json", lambda n: '{"a' * n),
    "comments that never close": ("json", lambda n: '{"a": 1 ' + "/*" * n),
    "a billion laughs": ("yaml", lambda n: LAUGHS * (n // 400)),
    "flow sequences in flow sequences": ("yaml", lambda n: "[" * n),
    "keys without values": ("yaml", lambda n: "? " * n),
    "anchors": ("yaml", lambda n: "&a " * n),
    "a statement of many conditions": ("sql", lambda n: STATEMENT + "a = 1 AND " * n),
    "brackets in a statement": ("sql", lambda n: STATEMENT + "(" * n),
    "selections in selections": ("graphql", lambda n: "query A " + "{a" * n),
    "many fields": ("graphql", lambda n: "type A {" + "a: B " * n + "}"),
    "messages in messages": ("protobuf", lambda n: "message A {" * n),
    "empty lines": ("", lambda n: "\n" * (8 * n)),
    "the word at": ("", lambda n: "at " * (3 * n)),
    "half a frame": ("", lambda n: "at x(" * n),
    "paths": ("", lambda n: "a.b/" * n),
    "steps of a scenario": ("", lambda n: "Given When " * n + "Then"),
    "commands": ("", lambda n: "curl " * n),
    "methods": ("", lambda n: "GET /" * n),
    "topics": ("", lambda n: "topic a" * n),
    "camel humps": ("", lambda n: "topic " + "Aa" * (4 * n)),
    "typed names": ("", lambda n: "a: string " * n),
    "dots": ("", lambda n: "a." * (4 * n) + "="),
    "underscores": ("", lambda n: "A_" * (4 * n) + "="),
}


def cost(*blocks: Block) -> float:
    """Seconds of processor time for finding snippets and contracts."""
    document = Document(blocks)
    ticket = Ticket("H-1", "Hostile", document)
    start = time.process_time()
    contracts_of(ticket, snippets_of(document, "description"))
    return time.process_time() - start


@pytest.mark.parametrize("kind", ["code", "paragraph"])
@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_does_not_run_away_with_the_text(name: str, kind: BlockKind) -> None:
    language, text = HOSTILE[name]
    assert cost(Block(kind, text(20_000), language=language)) < RUNAWAY


def test_a_statement_of_128_kilobytes_is_recognised_and_not_parsed() -> None:
    text = STATEMENT + "a = 1 AND " * 12_800
    (snippet,) = snippets_of(Document((Block("code", text, language="sql"),)), "description")
    assert (snippet.value, snippet.problem) == (None, None)


def test_aliases_are_not_expanded() -> None:
    (snippet,) = snippets_of(Document((Block("code", LAUGHS, language="yaml"),)), "description")
    assert (snippet.kind, snippet.value, snippet.problem) == ("yaml", None, None)


def test_a_thousand_snippets_share_one_allowance() -> None:
    statement = Block("code", STATEMENT + "a = 1 AND " * 300, language="sql")
    assert cost(*(statement,) * 1_000) < RUNAWAY

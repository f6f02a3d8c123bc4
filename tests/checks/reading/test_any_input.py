"""No input makes a reader raise, and none makes it slow."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.document import Document
from checks.reading import adf, html, markdown, read, wiki

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)
_KINDS = (
    "doc paragraph text heading bulletList listItem taskItem codeBlock table tableRow tableCell media mention date x"
)
nodes = st.recursive(
    json,
    lambda inner: st.fixed_dictionaries(
        {"type": st.sampled_from([*_KINDS.split(), 3])},
        optional={
            "content": st.lists(inner, max_size=5) | inner,
            "attrs": st.dictionaries(st.sampled_from(["level", "timestamp", "url", "text", "state"]), json, max_size=3),
            "marks": json | st.lists(st.fixed_dictionaries({"type": st.sampled_from(["code", "link"]), "attrs": json})),
            "text": st.text() | json,
        },
    ),
    max_leaves=30,
)
marks = st.lists(
    st.sampled_from(
        [
            "*",
            "**",
            "#",
            "-",
            "|",
            "||",
            "{code}",
            "{code:java}",
            "{quote}",
            "{panel:title=x}",
            "{adf}",
            "[",
            "]",
            "[~",
            "!a.png!",
            "{{",
            "}}",
            "_",
            "+",
            "h1.",
            "bq.",
            "----",
            "`",
            "```",
            "~~~",
            ">",
            "<div>",
            "</div>",
            "<li>",
            "<table><tr><td>",
            "<a",
            "href=x>",
            "<pre>",
            "<!--",
            "-->",
            "<details><summary>",
            "<br>",
            "![x](y)",
            "[x]:",
            "y",
            "&amp;",
            "\\",
            "\n",
            "http://x.y",
            "word",
        ]
    )
    | st.just(" ")
    | st.text(max_size=4)
).map("".join)


def sound(document: Document) -> None:
    """A tree in preorder whose words can be written out."""
    depth = -1
    for block in document.blocks:
        assert 0 <= block.depth <= depth + 1 or block.kind in ("media", "quote", "panel", "paragraph")
        depth = max(depth, block.depth)
        block.text.encode()
        assert not block.cells or block.kind == "row"


@given(nodes)
def test_any_json_is_read_as_adf(value: Any) -> None:
    sound(adf.read(value))
    sound(read(value))


@given(marks | json)
def test_any_text_is_read_in_every_markup(value: Any) -> None:
    for reader in (html.read, wiki.read, markdown.read):
        sound(reader(value))


@given(st.lists(st.text("abc xyz", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=6))
def test_plain_words_survive_every_markup(words: list[str]) -> None:
    wanted = " ".join(" ".join(words).split())
    for document in (wiki.read(wanted), markdown.read(wanted), html.read(f"<p>{wanted}</p>")):
        assert " ".join(document.text.split()) == wanted


DEEP = 5_000


def _deep_adf(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"type": "paragraph", "content": [{"type": "text", "text": "bottom"}]}
    for _ in range(depth):
        inner = {"type": "bulletList", "content": [{"type": "listItem", "content": [inner]}]}
    return inner


@pytest.mark.parametrize(
    ("reader", "source"),
    [
        (adf.read, _deep_adf(DEEP)),
        (html.read, "<div>" * DEEP + "bottom"),
        (html.read, "<ul><li>" * DEEP + "bottom"),
        (html.read, "<blockquote>" * DEEP + "bottom"),
        (html.read, "<pre>" + "<span>" * DEEP + "bottom"),
        (html.read, "<table><tr><td>" * DEEP + "bottom"),
        (wiki.read, "{quote}{panel:a=b}" * DEEP + "bottom"),
        (wiki.read, "*" * DEEP + " bottom"),
        (markdown.read, "> " * DEEP + "bottom"),
        (markdown.read, "- " * DEEP + "bottom"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) else "",
)
def test_depth_is_no_danger(reader: Callable[[object], Document], source: object) -> None:
    document = reader(source)
    assert "bottom" in document.text or reader is markdown.read


def _operations(work: Callable[[], object]) -> int:
    """How many calls a piece of work makes: unlike seconds, the same on every machine."""
    count = 0

    def seen(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def _adf_of(pieces: int) -> dict[str, Any]:
    item = {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "some words"}]}]}
    return {"type": "bulletList", "content": [item] * pieces}


PIECES: dict[str, tuple[Callable[[Any], Document], str]] = {
    "html paragraphs": (html.read, "<p>words <b>and</b> <a href='x'>more</a></p>"),
    "html unclosed": (html.read, "<ul><li>"),
    "wiki prose": (wiki.read, "Some *words* and [a link|http://x.y].\n\n"),
    "wiki list": (wiki.read, "** a\n"),
    "wiki unclosed code": (wiki.read, "{code:java}\nx\n"),
    "wiki unclosed quote": (wiki.read, "{quote}x{panel:a=b}y"),
    "wiki table": (wiki.read, "|a|b|\n"),
    "wiki brackets": (wiki.read, "[a|b ![{{*_"),
    "wiki bold lines": (wiki.read, "*a*\n*[x|http://x.y]*\n[~b]\n"),
    "wiki one line": (wiki.read, "  * a - b"),
}


@pytest.mark.parametrize("name", PIECES)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    reader, piece = PIECES[name]
    reader(piece)
    once, twice = (_operations(partial(reader, piece * size)) for size in (2_000, 4_000))
    assert twice < 2.2 * once + 500


def test_twice_the_adf_is_twice_the_work() -> None:
    once, twice = (_operations(partial(adf.read, _adf_of(size))) for size in (2_000, 4_000))
    assert twice < 2.2 * once + 500


@pytest.mark.parametrize(
    "piece",
    [
        "*a ",
        "[",
        "{{",
        "!a",
        "_a ",
        "|",
        "`a",
        "\\",
        "[a|b",
        " \t",
        "{code:x}",
        "http://",
        "<!--",
        "&",
        "![a",
        "**a *",
        "* * ",
    ],
)
def test_no_sign_makes_wiki_markup_scan_its_text_again(piece: str) -> None:
    """No count of calls shows what regular expressions do. Scanning so much again and again takes many minutes."""
    before = time.process_time()
    wiki.read(piece * (400_000 // len(piece)))
    assert time.process_time() - before < 10

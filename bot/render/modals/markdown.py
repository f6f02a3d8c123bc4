"""Markdown of our own pages as Block Kit. Its links are written out, so no page can hide where a link leads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.render.blocks import Block, Part, bullets, code, header, line, rich, span

IN_LIST = 3
"""Nesting level of a list item's words."""
MARKS = {"strong": "bold", "em": "italic", "s": "strike"}


def markdown_blocks(source: str) -> Iterator[Block]:
    """Headings, paragraphs, flat lists and code; anything else is kept as its words."""
    items: list[Part] = []
    ordered = False
    tokens = _parser().parse(source)
    for index, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            ordered = token.type == "ordered_list_open"
        elif token.type in ("bullet_list_close", "ordered_list_close") and items:
            yield rich(bullets(items, ordered=ordered))
            items = []
        elif token.type in ("fence", "code_block"):
            yield rich(code(token.content))
        elif token.type == "inline":
            parts = list(_inline(token.children or []))
            if token.level >= IN_LIST:
                items.append(line(*parts))
            elif tokens[index - 1].type == "heading_open":
                yield header("".join(part["text"] for part in parts))
            else:
                yield rich(line(*parts))


def _inline(tokens: list[Token]) -> Iterator[Part]:
    style: dict[str, bool] = {}
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in MARKS:
            style[MARKS[name]] = token.type.endswith("_open")
        elif token.type == "code_inline":
            yield span(token.content, code=True)
        elif token.type in ("softbreak", "hardbreak"):
            yield span(" ")
        elif token.content:
            yield span(token.content, **style)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")

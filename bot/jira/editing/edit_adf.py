"""Edits one section of an ADF description. Every other node stays as it is, known or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.jira.editing.said import URL, Item, Said, said
from checks.reading import adf

Node = dict[str, Any]
LEVEL = 3
"""Of a heading that is added where there is none yet."""
DEEPEST = 6
"""Level that a heading has in either markup."""


def body(text: str) -> Node:
    """A whole document of what a person typed, as comments have it."""
    return {"type": "doc", "version": 1, "content": blocks(text)}


def blocks(text: str) -> list[Node]:
    return [_node(block) for block in said(text)]


def add_to_section(description: object, heading: str, text: str) -> Node:
    """The description with the text at the end of the section of that heading, which is added at the end of the
    document when there is none. Raises: ValueError when the description is no ADF document."""
    content = _content(description)
    found = _section(content, heading)
    if found is None:
        level = level_beside([level for node in content if (level := _level(node))])
        return _with(description, [*content, _heading(heading, level), *blocks(text)])
    _, stop = found
    return _with(description, [*content[:stop], *blocks(text), *content[stop:]])


def add_at_end(description: object, text: str) -> Node:
    """The document with the text after all else. Raises: ValueError when it is no ADF document."""
    return _with(description, [*_content(description), *blocks(text)])


def _content(description: object) -> list[Any]:
    if description is None:
        return []
    if isinstance(description, Mapping) and description.get("type") == "doc":
        content = description.get("content", [])
        if isinstance(content, list):
            return content
    raise ValueError("the description is not an ADF document")


def _with(description: object, content: list[Any]) -> Node:
    kept = dict(description) if isinstance(description, Mapping) else {"type": "doc", "version": 1}
    return {**kept, "content": content}


def _section(content: list[Any], heading: str) -> tuple[int, int] | None:
    """Where the first section of that name begins, and where it ends: at the next heading of its level or above."""
    for start, node in enumerate(content):
        level = _level(node)
        if level and same_heading(adf.read(node).text, heading):
            following = (index for index in range(start + 1, len(content)) if 0 < _level(content[index]) <= level)
            return start, next(following, len(content))
    return None


def _level(node: object) -> int:
    if not isinstance(node, Mapping) or node.get("type") != "heading":
        return 0
    attrs = node.get("attrs")
    level = attrs.get("level") if isinstance(attrs, Mapping) else None
    return level if isinstance(level, int) and level > 0 else 1


def same_heading(one: str, other: str) -> bool:
    """The same words, whatever their case and a colon at the end."""
    return one.strip().rstrip(":").strip().casefold() == other.strip().rstrip(":").strip().casefold()


def level_beside(levels: Sequence[int]) -> int:
    """The level of a heading that is added after headings of these levels. It opens a section of its own: below the
    last heading, say *Out of scope*, it would be read as part of that. A single first heading above all others counts
    as the title."""
    return min(DEEPEST, *(levels[1:] or levels)) if levels else LEVEL


def _heading(words: str, level: int) -> Node:
    return {"type": "heading", "attrs": {"level": level}, "content": _words(words)}


def _node(block: Said) -> Node:
    if block.kind == "code":
        attrs = {"attrs": {"language": block.language}} if block.language else {}
        return {"type": "codeBlock", **attrs, "content": _words("\n".join(block.lines))}
    if block.kind == "paragraph":
        return _paragraph(block.lines)
    return _list(block.items)


def _list(items: tuple[Item, ...]) -> Node:
    """Lists within the items of lists, as deep as they were typed."""
    root: Node = {"type": "doc", "content": []}
    open_: list[Node] = []
    """The lists that the next item may belong to, by their depth."""
    for item in items:
        kind = "orderedList" if item.numbered else "bulletList"
        del open_[item.depth + 1 :]
        if len(open_) > item.depth and open_[-1]["type"] != kind:
            open_.pop()
        if len(open_) == item.depth:
            within = open_[-1]["content"][-1] if open_ else root
            within["content"].append({"type": kind, "content": []})
            open_.append(within["content"][-1])
        open_[-1]["content"].append({"type": "listItem", "content": [_paragraph(item.lines)]})
    made: Node = root["content"][0]
    return made


def _paragraph(lines: tuple[str, ...]) -> Node:
    content: list[Node] = []
    for line in lines:
        content += [{"type": "hardBreak"}, *_linked(line)] if content else _linked(line)
    return {"type": "paragraph", "content": content}


def _linked(line: str) -> list[Node]:
    """Words whose addresses lead somewhere: in ADF, unlike wiki markup, an address alone is no link."""
    nodes: list[Node] = []
    for at, piece in enumerate(URL.split(line)):
        marks = {"marks": [{"type": "link", "attrs": {"href": piece}}]} if at % 2 else {}
        nodes += [{**node, **marks} for node in _words(piece)]
    return nodes


def _words(words: str) -> list[Node]:
    """ADF allows no empty text."""
    return [{"type": "text", "text": words}] if words else []

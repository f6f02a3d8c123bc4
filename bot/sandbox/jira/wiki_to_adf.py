"""Jira wiki markup → ADF, for tickets written in wiki markup and read through REST v3."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.jira.wiki_inline import inline

Node = dict[str, Any]

_HEADING = re.compile(r"h([1-6])\.\s+(.*)")
_ITEM = re.compile(r"([*#-]+)\s+(.*)")
_FENCE = re.compile(r"\{(code|noformat|quote|panel)(?::([^}]*))?\}\s*(.*)")


def adf_of(wiki: str) -> Node:
    """The document; anything that is not markup becomes a paragraph."""
    return {"type": "doc", "version": 1, "content": _blocks(wiki.replace("\r\n", "\n").split("\n"))}


def _blocks(lines: list[str]) -> list[Node]:
    found: list[Node] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if not line:
            at += 1
        elif fence := _FENCE.fullmatch(line):
            node, at = _fenced(fence, lines, at)
            found.append(node)
        elif heading := _HEADING.fullmatch(line):
            found.append({"type": "heading", "attrs": {"level": int(heading[1])}, "content": inline(heading[2])})
            at += 1
        elif set(line) == {"-"} and len(line) >= 4:
            found.append({"type": "rule"})
            at += 1
        else:
            taken, nodes = _run(lines[at:])
            found += nodes
            at += taken
    return found


def _run(lines: list[str]) -> tuple[int, list[Node]]:
    """A list, a table or a paragraph, with as many lines as belong to it."""
    first = lines[0].strip()
    if _ITEM.fullmatch(first):
        return _take(lines, lambda line: _ITEM.fullmatch(line) is not None, _list)
    if first.startswith("|"):
        return _take(lines, lambda line: line.startswith("|"), _table)
    if first.startswith("bq. "):
        return 1, [{"type": "blockquote", "content": [_paragraph([first.removeprefix("bq. ")])]}]
    return _take(lines, _is_prose, lambda taken: [_paragraph(taken)])


def _take(lines: list[str], belongs: Any, make: Any) -> tuple[int, list[Node]]:
    taken = [lines[0].strip()]
    for line in lines[1:]:
        if not line.strip() or not belongs(line.strip()):
            break
        taken.append(line.strip())
    return len(taken), make(taken)


def _is_prose(line: str) -> bool:
    starts = (_HEADING, _ITEM, _FENCE)
    return not line.startswith(("|", "bq. ", "----")) and not any(start.fullmatch(line) for start in starts)


def _paragraph(lines: list[str]) -> Node:
    content: list[Node] = []
    for number, line in enumerate(lines):
        content += ([{"type": "hardBreak"}] if number else []) + inline(line)
    return {"type": "paragraph", "content": content}


def _fenced(fence: re.Match[str], lines: list[str], at: int) -> tuple[Node, int]:
    kind, params = fence[1], fence[2] or ""
    inner: list[str] = [fence[3]] if fence[3] else []
    at += 1
    while at < len(lines) and lines[at].strip() != f"{{{kind}}}":
        inner.append(lines[at])
        at += 1
    if kind in ("quote", "panel"):
        panel = {"type": "panel", "attrs": {"panelType": "info"}, "content": _blocks(inner)}
        return (panel if kind == "panel" else {"type": "blockquote", "content": _blocks(inner)}), at + 1
    language = next((p for p in params.split("|") if p and "=" not in p), "")
    text = "\n".join(inner)
    node: Node = {"type": "codeBlock", "content": [{"type": "text", "text": text}] if text else []}
    return node | ({"attrs": {"language": language}} if language else {}), at + 1


def _list(lines: list[str]) -> list[Node]:
    items = [found for line in lines if (found := _ITEM.fullmatch(line))]
    return _nest([(found[1], found[2]) for found in items], 1)


def _nest(items: list[tuple[str, str]], depth: int) -> list[Node]:
    """Items of one depth, each containing the deeper ones that follow it."""
    found: list[Node] = []
    at = 0
    while at < len(items):
        marks, text = items[at]
        end = at + 1
        while end < len(items) and len(items[end][0]) > depth:
            end += 1
        content = [_paragraph([text]), *_nest(items[at + 1 : end], depth + 1)]
        kind = "orderedList" if marks[min(depth, len(marks)) - 1] == "#" else "bulletList"
        if not found or found[-1]["type"] != kind:
            found.append({"type": kind, "content": []})
        found[-1]["content"].append({"type": "listItem", "content": content})
        at = end
    return found


def _table(lines: list[str]) -> list[Node]:
    rows = []
    for line in lines:
        header = line.startswith("||")
        cells = line.strip("|").split("||" if header else "|")
        kind = "tableHeader" if header else "tableCell"
        rows.append(
            {"type": "tableRow", "content": [{"type": kind, "content": [_paragraph([cell.strip()])]} for cell in cells]}
        )
    return [{"type": "table", "content": rows}]

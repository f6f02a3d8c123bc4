"""ADF → Jira wiki markup, for REST v2 and for the page where a ticket is edited."""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]

_MARKS = {"strong": ("*", "*"), "em": ("_", "_"), "code": ("{{", "}}"), "strike": ("-", "-")}


def wiki_of(node: Node) -> str:
    """The document's blocks with an empty line between them. Nodes without wiki markup keep their text."""
    return "\n\n".join(block for child in node.get("content", ()) if (block := _block(child, "")))


def _block(node: Node, marks: str) -> str:
    kind, attrs = node.get("type", ""), node.get("attrs", {})
    if kind == "heading":
        return f"h{attrs.get('level', 2)}. {_inline(node)}"
    if kind == "codeBlock":
        language = f":{attrs['language']}" if attrs.get("language") else ""
        return f"{{code{language}}}\n{_inline(node)}\n{{code}}"
    if kind in ("bulletList", "orderedList", "taskList"):
        mark = marks + ("#" if kind == "orderedList" else "*")
        return "\n".join(_item(child, mark) for child in node.get("content", ()))
    if kind in ("blockquote", "panel"):
        fence = "quote" if kind == "blockquote" else "panel"
        return f"{{{fence}}}\n{wiki_of(node)}\n{{{fence}}}"
    if kind == "table":
        return "\n".join(_row(child) for child in node.get("content", ()))
    if kind == "rule":
        return "----"
    if kind in ("expand", "nestedExpand"):
        return "\n\n".join(part for part in (f"*{attrs.get('title', '')}*", wiki_of(node)) if part != "**")
    return _inline(node)


def _item(node: Node, mark: str) -> str:
    if node.get("type") == "taskItem":
        tick = "(/)" if node.get("attrs", {}).get("state") == "DONE" else "( )"
        return f"{mark} {tick} {_inline(node)}"
    lines = []
    for child in node.get("content", ()):
        nested = child.get("type") in ("bulletList", "orderedList")
        lines.append(_block(child, mark) if nested else f"{mark} {_block(child, mark)}")
    return "\n".join(lines)


def _row(node: Node) -> str:
    cells = node.get("content", ())
    bar = "||" if cells and cells[0].get("type") == "tableHeader" else "|"
    return bar + bar.join(" ".join(_inline(p) for p in cell.get("content", ())) or " " for cell in cells) + bar


def _inline(node: Node) -> str:
    return "".join(_text(child) for child in node.get("content", ()))


def _text(node: Node) -> str:
    kind, attrs = node.get("type", ""), node.get("attrs", {})
    if kind == "hardBreak":
        return "\n"
    if kind == "mention":
        return f"[~accountid:{attrs.get('id', '')}]"
    if kind == "inlineCard":
        return f"[{attrs.get('url', '')}]"
    if kind == "emoji":
        return str(attrs.get("text") or attrs.get("shortName", ""))
    if kind != "text":
        return _inline(node)
    text = str(node.get("text", ""))
    for mark in node.get("marks", ()):
        if mark["type"] == "link":
            href = mark["attrs"]["href"]
            text = href if text == href else f"[{text}|{href}]"
        elif mark["type"] in _MARKS:
            before, after = _MARKS[mark["type"]]
            text = f"{before}{text}{after}"
    return text

"""The marks inside a line of Jira wiki markup, as ADF text nodes."""

from __future__ import annotations

import re
from typing import Any

Node = dict[str, Any]

_INLINE = re.compile(
    r"\{\{(?P<code>.+?)\}\}(?!\})"
    r"|\[(?P<label>[^\]|\n]+)\|(?P<target>[^\]\s]+)\]"
    r"|\[~(?P<user>[^\]]+)\]"
    r"|\[(?P<bare>(?:https?|mailto):[^\]\s]+)\]"
    r"|(?P<url>https?://[^\s|\]]+[^\s|\].,;:!?)])"
    r"|(?<!\w)\*(?P<strong>\S(?:[^*\n]*\S)?)\*(?!\w)"
    r"|(?<!\w)_(?P<em>\S(?:[^_\n]*\S)?)_(?!\w)"
    r"|(?<![\w-])-(?P<strike>\S(?:[^-\n]*\S)?)-(?![\w-])"
)
_MARKS = {"code": "code", "strong": "strong", "em": "em", "strike": "strike"}


def inline(text: str) -> list[Node]:
    """Text nodes; an empty text gives none, as ADF forbids empty ones."""
    found: list[Node] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            found.append(_text(text[at : match.start()]))
        found.append(_node(match))
        at = match.end()
    if at < len(text):
        found.append(_text(text[at:]))
    return found


def _text(text: str, *marks: Node) -> Node:
    node: Node = {"type": "text", "text": text}
    return node | ({"marks": list(marks)} if marks else {})


def _node(match: re.Match[str]) -> Node:
    if match["label"]:
        return _text(match["label"], {"type": "link", "attrs": {"href": match["target"]}})
    if match["user"]:
        account = match["user"].removeprefix("accountid:")
        return {"type": "mention", "attrs": {"id": account, "text": f"@{account}"}}
    if url := match["bare"] or match["url"]:
        return _text(url, {"type": "link", "attrs": {"href": url}})
    kind = match.lastgroup or "strong"
    return _text(match[kind], {"type": _MARKS[kind]})

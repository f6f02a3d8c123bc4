"""A message written out in plain text, for a reader outside Slack: with its links, its code, its lists and its quotes,
as the answer that a reply holds. Pure and linear.

Mentions stay tokens, `<@U…>`, for names have to be asked for (`bot.conversation.answering.mentions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from bot.slack.reading.said import mappings, rich_text_of, unescaped

_TOKEN = re.compile(r"<([^<>\n|]+)(?:\|([^<>\n]*))?>")
_FENCE = re.compile(r"(?<![ \t])[ \t]*\n?```\n?(.*?)\n?```[ \t]*\n?", re.DOTALL)
_INDENT = "  "


def transcript(message: Mapping[str, Any]) -> str:
    """What a person's message says: its rich text, else its `text`; empty for neither."""
    rich, text = rich_text_of(message), message.get("text")
    if rich:
        parts = (_part(element) for block in rich for element in mappings(block.get("elements")))
        return "\n".join(part for part in parts if part).strip()
    return _of_text(text).strip() if isinstance(text, str) else ""


def _part(element: Mapping[str, Any]) -> str:
    inside = list(mappings(element.get("elements")))
    match element.get("type"):
        case "rich_text_list":
            return "\n".join(_items(element, inside))
        case "rich_text_preformatted":
            return f"```\n{_line(inside, code=False)}\n```"
        case "rich_text_quote":
            return "\n".join(f"> {line}" for line in _line(inside).strip("\n").split("\n"))
        case _:
            return _line(inside).strip("\n")


def _items(element: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    indent, offset = (value if isinstance(value, int) and 0 <= value < 1000 else 0 for value in _numbers(element))
    numbers = count(offset + 1)
    for item in items:
        mark = f"{next(numbers)}." if element.get("style") == "ordered" else "-"
        yield f"{_INDENT * indent}{mark} {_line(mappings(item.get('elements'))).strip()}"


def _numbers(element: Mapping[str, Any]) -> tuple[Any, Any]:
    return element.get("indent"), element.get("offset")


def _line(elements: Iterable[Mapping[str, Any]], *, code: bool = True) -> str:
    return "".join(_inline(element, code) for element in elements)


def _inline(element: Mapping[str, Any], code: bool) -> str:
    style = element.get("style")
    told = {name: value for name, value in element.items() if isinstance(value, str)}
    text = told.get("text", "")
    match element.get("type"):
        case "link":
            text = _link(told.get("url", ""), text)
        case "user":
            return f"<@{told.get('user_id', '')}>"
        case "channel":
            return f"#{told.get('channel_id', '')}"
        case "broadcast":
            return f"@{told.get('range', '')}"
        case "emoji":
            return _emoji(told.get("unicode", "")) or f":{told.get('name', '')}:"
        case "date":
            return told.get("fallback", "")
        case "color":
            return told.get("value", "")
    return f"`{text}`" if code and text.strip() and isinstance(style, Mapping) and style.get("code") else text


def _emoji(points: str) -> str:
    """Slack names a sign by its code points in hexadecimal, with hyphens between."""
    try:
        return "".join(chr(int(point, 16)) for point in points.split("-")) if points else ""
    except (ValueError, OverflowError):
        return ""


def _link(url: str, label: str) -> str:
    address = url.removeprefix("mailto:")
    return f"{label} ({address})" if label and label not in (url, address) else address


def _of_text(text: str) -> str:
    """Of mrkdwn. A fence becomes lines of its own."""
    fenced = _FENCE.split(text)
    parts = (f"\n```\n{part}\n```\n" if at % 2 else part for at, part in enumerate(fenced))
    return unescaped(_TOKEN.sub(_token, "".join(parts)))


def _token(found: re.Match[str]) -> str:
    inside, label = found[1], found[2] or ""
    match inside[0]:
        case "@":
            return f"<{inside}>"
        case "#" | "!":
            return f"{'#' if inside[0] == '#' else '' if inside.startswith('!date') else '@'}{label.lstrip('@') or inside[1:]}"
        case _:
            return _link(inside, label)

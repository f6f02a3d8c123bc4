"""What a person types, in the form that Slack passes on: escaped text, and rich_text blocks beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack.models import BOT_USER

_INLINE = re.compile(
    r"```(?P<fence>.*?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?P<url>https?://[^\s<>`|]+[^\s<>`|.,;:!?)\]'\"])"
    r"|@(?P<user>[\w.-]*\w)"
    r"|#(?P<channel>[\w-]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Names:
    """Who and where can be named: display name → user id, channel name → channel id."""

    users: Mapping[str, str] = field(default_factory=lambda: {"handoff": BOT_USER})
    channels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composed:
    text: str
    blocks: list[dict[str, Any]]


def escape(text: str) -> str:
    """Slack's three control characters, in the order that keeps them readable."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compose(typed: str, names: Names) -> Composed:
    """Links, mentions, code and `>` quotes are recognised, as Slack's composer does."""
    texts: list[str] = []
    elements: list[dict[str, Any]] = []
    for quoted, part in _paragraphs(typed):
        pieces = list(_pieces(part, names))
        words = "".join(text for text, _ in pieces)
        texts.append("\n".join(f"&gt; {line}" for line in words.split("\n")) if quoted else words)
        elements += _containers(
            [element for _, element in pieces], "rich_text_quote" if quoted else "rich_text_section"
        )
    return Composed("\n".join(texts), [{"type": "rich_text", "block_id": "typed", "elements": elements}])


def _paragraphs(typed: str) -> Iterator[tuple[bool, str]]:
    """Runs of quoted and plain lines; a code fence is never cut."""
    if "```" in typed:
        yield False, typed
        return
    run: list[str] = []
    quoted = False
    for line in typed.split("\n"):
        if run and line.startswith(">") != quoted:
            yield quoted, "\n".join(run)
            run = []
        quoted = line.startswith(">")
        run.append(line.removeprefix(">").removeprefix(" ") if quoted else line)
    yield quoted, "\n".join(run)


def _pieces(part: str, names: Names) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each stretch as its mrkdwn text and its rich_text element."""
    at = 0
    for found in _INLINE.finditer(part):
        piece = _piece(found, names)
        if piece is None:
            continue
        if found.start() > at:
            yield _plain(part[at : found.start()])
        yield piece
        at = found.end()
    if at < len(part):
        yield _plain(part[at:])


def _plain(text: str) -> tuple[str, dict[str, Any]]:
    return escape(text), {"type": "text", "text": text}


def _piece(found: re.Match[str], names: Names) -> tuple[str, dict[str, Any]] | None:
    kind, value = found.lastgroup, found.group(found.lastgroup or 0)
    if kind == "fence":
        return f"```{escape(value)}```", {"type": "fence", "text": value.strip("\n")}
    if kind == "code":
        return f"`{escape(value)}`", {"type": "text", "text": value, "style": {"code": True}}
    if kind == "url":
        return f"<{escape(value)}>", {"type": "link", "url": value}
    if kind == "user" and value in names.users:
        return f"<@{names.users[value]}>", {"type": "user", "user_id": names.users[value]}
    if kind == "channel" and value in names.channels:
        return f"<#{names.channels[value]}|{value}>", {"type": "channel", "channel_id": names.channels[value]}
    return None


def _containers(elements: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Code fences get containers of their own, with the rest between them."""
    found: list[dict[str, Any]] = []
    for element in elements:
        if element["type"] == "fence":
            code = {"type": "text", "text": element["text"]}
            found.append({"type": "rich_text_preformatted", "elements": [code]})
        elif found and found[-1]["type"] == kind:
            found[-1]["elements"].append(element)
        else:
            found.append({"type": kind, "elements": [element]})
    return found

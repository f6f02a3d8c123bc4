"""docs/reference/messages.md: every message and modal of the bot, as a screen reader hears it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.message import Message, Modal
from tools.gallery import Shown, gallery

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "reference" / "messages"
PICTURED = frozenset(
    {
        "Welcome",
        "Help",
        "Card, not ready",
        "Card, ready",
        "Card, changed",
        "Answer to the asker alone",
        "Summary",
        "Digest",
        "Failure: not found",
        "Modal: why",
        "Modal: answer",
        "Modal: settings",
    }
)
"""Entries with a picture; `python -m tools.pictures` draws them."""
HEAD = """# Messages

What the bot says, in the words a screen reader and a notification get; in Slack the same is drawn with Block Kit.
"""


def messages_page() -> str:
    """The whole page."""
    return HEAD + "".join(_entry(shown) for shown in gallery())


def _entry(shown: Shown) -> str:
    when = f"{shown.when}\n\n" if shown.when else ""
    if shown.title in PICTURED:
        when += f"![{shown.title}]({PICTURES.name}/{picture_of(shown.title)})\n\n"
    return f"\n## {shown.title}\n\n{when}```text\n{_text(shown.drawn)}\n```\n{_buttons(shown.drawn)}"


def picture_of(title: str) -> str:
    """The name of an entry's picture."""
    return f"{re.sub('[^a-z]+', '-', title.lower())}.png"


def _text(drawn: Message | Modal) -> str:
    if isinstance(drawn, Message):
        return drawn.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    blocks = "\n\n".join(filter(None, map(_block, drawn.view["blocks"])))
    return f"{drawn.view['title']['text']}\n\n{blocks}".replace("```", "'''")


def _block(block: Mapping[str, Any]) -> str:
    """The words of one block; an input shows its label and what can be chosen."""
    if block["type"] != "input":
        return "".join(_words(block)).strip()
    options = ", ".join(option["text"]["text"] for option in block["element"].get("options", ()))
    return f"{block['label']['text']}: [{options}]"


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from _words(value)
        if part.get("type") in ("rich_text_section", "rich_text_quote"):
            yield "\n"
    elif isinstance(part, list):
        for value in part:
            yield from _words(value)


def _buttons(drawn: Message | Modal) -> str:
    blocks = drawn.blocks if isinstance(drawn, Message) else ()
    labels = [
        element["text"]["text"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]
    return f"\nButtons: {', '.join(dict.fromkeys(labels))}.\n" if labels else ""

"""Block Kit's pieces, in which no text can mention, link or format by itself.

Words appear only in `plain_text` objects and in rich text `text` elements, where Slack reads no markup, so a ticket's
words are as harmless as ours. Every piece is cut to Slack's limits (docs.slack.dev/reference/block-kit/blocks).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from bot.message import Message
from bot.render.actions import LINK, MORE, Click, encode, encode_option
from bot.render.text import cut, escaped, one_line, safe_url, visible

Block = dict[str, Any]
Part = dict[str, Any]
"""A part of a block: a text object, a button, an element of rich text."""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TEXT = 4000
"""`chat.update` refuses a longer `text`."""
SPAN = 3000
BUTTON = 75
ALT = 2000
MENU, LISTED = 5, 100
"""Options of an overflow menu, and of a list."""


def plain(text: str, limit: int = SPAN) -> Part:
    return {"type": "plain_text", "text": cut(text, limit) or "-", "emoji": False}


def span(
    text: str, *, bold: bool = False, italic: bool = False, strike: bool = False, code: bool = False, limit: int = SPAN
) -> Part:
    """Words in rich text; spaces at their ends are kept."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("strike", strike), ("code", code)) if on}
    core = cut(text, limit)
    shown = f"{' ' * text.startswith(' ')}{core}{' ' * text.endswith(' ')}" if core else " " if text.isspace() else "-"
    return {"type": "text", "text": shown, **({"style": style} if style else {})}


def link(url: str | None, text: str, *, bold: bool = False) -> Part:
    """A link to a URL of ours; plain words where it is not a valid URL."""
    if (target := safe_url(url)) is None:
        return span(text, bold=bold)
    return {"type": "link", "url": target, "text": one_line(text, 200), **({"style": {"bold": True}} if bold else {})}


def newline() -> Part:
    return {"type": "text", "text": "\n"}


def mention(user: str) -> Part:
    """A Slack user by id. It notifies them."""
    return {"type": "user", "user_id": user}


def channel(channel_id: str) -> Part:
    """A Slack channel by id. It notifies nobody."""
    return {"type": "channel", "channel_id": channel_id}


def line(*parts: Part) -> Part:
    return {"type": "rich_text_section", "elements": list(parts)}


def quote(*parts: Part) -> Part:
    return {"type": "rich_text_quote", "elements": list(parts)}


def code(text: str, limit: int = SPAN) -> Part:
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": visible(text)[:limit] or "-"}]}


def bullets(items: Iterable[Part], *, ordered: bool = False) -> Part:
    """A list of lines."""
    return {"type": "rich_text_list", "style": "ordered" if ordered else "bullet", "elements": list(items)}


def rich(*elements: Part) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(one_line(text, 150), 150)}


def section(text: str) -> Block:
    return {"type": "section", "text": plain(text)}


def context(*texts: str) -> Block:
    """Small print, one element per text."""
    return {"type": "context", "elements": [plain(text, 1000) for text in texts[:10]]}


def picture_of(file: str, alt: str) -> Block:
    """A picture that Slack has as a file. `alt` is what a screen reader says for it."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": cut(alt, ALT)}


def divider() -> Block:
    return {"type": "divider"}


def button(label: str, click: Click, *, about: str = "", style: Literal["primary", "danger"] | None = None) -> Part:
    """A button. `about` is what a screen reader says instead of the label, where several buttons have the same
    label."""
    return {
        "type": "button",
        "text": plain(label, BUTTON),
        "action_id": click.action_id,
        "value": encode(click),
        **({"accessibility_label": one_line(about, BUTTON)} if about else {}),
        **({"style": style} if style else {}),
    }


def link_button(label: str, url: str) -> Part:
    return {"type": "button", "text": plain(label, BUTTON), "action_id": LINK, "url": url}


def overflow(options: Sequence[tuple[str, Click]], wanted: str = "") -> Part:
    """A menu of more actions: behind dots, or, where there are more than Slack allows there, a list named by
    `wanted`."""
    shown = [{"text": plain(label, BUTTON), "value": encode_option(click)} for label, click in options[:LISTED]]
    if len(shown) <= MENU:
        return {"type": "overflow", "action_id": MORE, "options": shown}
    return {"type": "static_select", "action_id": MORE, "placeholder": plain(wanted, BUTTON), "options": shown}


def actions(*parts: Part) -> Block:
    return {"type": "actions", "elements": list(parts[:25])}


def message(text: str, *blocks: Block) -> Message:
    """A message. `text` is made harmless, and is complete for whoever only hears it."""
    return Message(escaped(cut(text, TEXT))[:TEXT], tuple(blocks[:MESSAGE_BLOCKS]))

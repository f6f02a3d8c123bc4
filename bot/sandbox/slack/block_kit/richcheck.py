"""Whether Slack would accept a rich_text block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.slack.block_kit import limits

_NEEDS = {
    "text": "text",
    "link": "url",
    "user": "user_id",
    "channel": "channel_id",
    "emoji": "name",
    "broadcast": "range",
}
_LIST_STYLES = ("bullet", "ordered")


def rich_text(block: dict[str, Any], at: str) -> Iterator[str]:
    children = block.get("elements")
    if not isinstance(children, list) or not children:
        yield f"must provide at least 1 item [json-pointer:{at}/elements]"
        return
    for number, child in enumerate(children):
        yield from _container(child, f"{at}/elements/{number}")


def _container(node: Any, at: str) -> Iterator[str]:
    kind = node.get("type") if isinstance(node, dict) else None
    if kind not in limits.RICH_CONTAINERS:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    if kind == "rich_text_list" and node.get("style") not in _LIST_STYLES:
        yield f"invalid list style [json-pointer:{at}/style]"
    for number, child in enumerate(node.get("elements") or []):
        where = f"{at}/elements/{number}"
        if kind == "rich_text_list":
            yield from _item(child, where)
        else:
            yield from _inline(child, where, links_only=kind == "rich_text_preformatted")


def _item(node: Any, at: str) -> Iterator[str]:
    if not isinstance(node, dict) or node.get("type") != "rich_text_section":
        yield f"a list holds rich_text_section only [json-pointer:{at}/type]"
        return
    yield from _container(node, at)


def _inline(node: Any, at: str, *, links_only: bool) -> Iterator[str]:
    kind = node.get("type") if isinstance(node, dict) else None
    if kind not in limits.RICH_INLINE or (links_only and kind not in ("text", "link")):
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    needed = _NEEDS.get(kind or "")
    if needed and not node.get(needed):
        yield f"missing required field: {needed} [json-pointer:{at}]"
    if "style" in node and not isinstance(node["style"], dict):
        yield f"style must be an object [json-pointer:{at}/style]"

"""Whether Slack would accept these blocks: shape, limits and totals, each fault in a sentence with its path."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.sandbox.slack.block_kit import elementcheck, limits
from bot.sandbox.slack.block_kit.elementcheck import image, length, plain, text_object
from bot.sandbox.slack.block_kit.richcheck import rich_text

Faults = Iterator[str]


def faults(blocks: Any, surface: str) -> list[str]:
    """What Slack would refuse, in its style ("… [json-pointer:/blocks/0/text]"); empty when it would accept them."""
    if not isinstance(blocks, list):
        return ["must be an array [json-pointer:/blocks]"]
    found = list(_totals(blocks, surface))
    for number, block in enumerate(blocks):
        found += _block(block, surface, f"/blocks/{number}")
    return found


def _totals(blocks: list[Any], surface: str) -> Faults:
    if len(blocks) > limits.BLOCKS_IN[surface]:
        yield f"no more than {limits.BLOCKS_IN[surface]} items allowed [json-pointer:/blocks]"
    ids = [b["block_id"] for b in blocks if isinstance(b, dict) and b.get("block_id")]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        yield f"block_id {twice!r} is used more than once [json-pointer:/blocks]"
    markdown = sum(len(str(b.get("text", ""))) for b in blocks if isinstance(b, dict) and b.get("type") == "markdown")
    if markdown > limits.MARKDOWN_TOTAL:
        yield f"markdown blocks hold more than {limits.MARKDOWN_TOTAL} characters together [json-pointer:/blocks]"
    if sum(isinstance(b, dict) and b.get("type") == "table" for b in blocks) > 1:
        yield "no more than one table block allowed [json-pointer:/blocks]"


def _block(block: Any, surface: str, at: str) -> Faults:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in limits.ON_SURFACE[surface]:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    if len(str(block.get("block_id", ""))) > limits.BLOCK_ID:
        yield f"must be less than {limits.BLOCK_ID + 1} characters [json-pointer:{at}/block_id]"
    own = list(_CHECKS[kind](block, at)) if kind in _CHECKS else []
    yield from own or _sdk(block, at)


def _sdk(block: dict[str, Any], at: str) -> Faults:
    """A second opinion: the validators of Slack's own library."""
    parsed = Block.parse(dict(block))
    if parsed is not None:
        try:
            parsed.validate_json()
        except SlackObjectFormationError as error:
            yield f"{error} [json-pointer:{at}]"


def _section(block: dict[str, Any], at: str) -> Faults:
    fields = block.get("fields")
    if not block.get("text") and not fields:
        yield f"missing required field: text [json-pointer:{at}]"
    if block.get("text"):
        yield from text_object(block["text"], limits.BLOCK_TEXT["section"], f"{at}/text")
    if fields is not None:
        yield from length(fields, limits.SECTION_FIELDS, f"{at}/fields")
        for number, field in enumerate(fields):
            yield from text_object(field, limits.SECTION_FIELD_TEXT, f"{at}/fields/{number}")
    if "accessory" in block:
        yield from elementcheck.element(block["accessory"], f"{at}/accessory", accessory=True)


def _header(block: dict[str, Any], at: str) -> Faults:
    yield from plain(block.get("text"), limits.BLOCK_TEXT["header"], f"{at}/text")


def _context(block: dict[str, Any], at: str) -> Faults:
    yield from length(block.get("elements"), limits.CONTEXT_ELEMENTS, f"{at}/elements")
    for number, child in enumerate(block.get("elements") or []):
        where = f"{at}/elements/{number}"
        if isinstance(child, dict) and child.get("type") == "image":
            yield from image(child, where)
        else:
            yield from text_object(child, limits.CONTEXT_TEXT, where)


def _actions(block: dict[str, Any], at: str) -> Faults:
    children = block.get("elements")
    yield from length(children, limits.ACTIONS_ELEMENTS, f"{at}/elements")
    ids = [child.get("action_id") for child in children or [] if isinstance(child, dict) and child.get("action_id")]
    if len(ids) != len(set(ids)):
        yield f"action_id is used more than once [json-pointer:{at}/elements]"
    for number, child in enumerate(children or []):
        yield from elementcheck.element(child, f"{at}/elements/{number}")


def _input(block: dict[str, Any], at: str) -> Faults:
    yield from plain(block.get("label"), limits.LABEL, f"{at}/label")
    if block.get("hint"):
        yield from plain(block["hint"], limits.LABEL, f"{at}/hint")
    child = block.get("element")
    if not isinstance(child, dict) or child.get("type") not in limits.INPUTS:
        yield f"unsupported element type [json-pointer:{at}/element]"
    else:
        yield from elementcheck.element(child, f"{at}/element", inside_input=True)


def _markdown(block: dict[str, Any], at: str) -> Faults:
    if not str(block.get("text", "")):
        yield f"must be more than 0 characters [json-pointer:{at}/text]"


def _table(block: dict[str, Any], at: str) -> Faults:
    rows = block.get("rows")
    yield from length(rows, limits.TABLE_ROWS, f"{at}/rows")
    for number, row in enumerate(rows or []):
        yield from length(row, limits.TABLE_CELLS, f"{at}/rows/{number}")
    if len(json.dumps(rows)) > 10 * limits.MARKDOWN_TEXT:
        yield f"table is too large [json-pointer:{at}/rows]"


_CHECKS: dict[str, Callable[[dict[str, Any], str], Faults]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": image,
    "rich_text": rich_text,
    "markdown": _markdown,
    "table": _table,
}

"""What a message contains, checked the way Slack checks it before it is posted or updated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.block_kit import limits
from bot.sandbox.slack.block_kit.blockcheck import faults
from bot.sandbox.slack.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Content:
    """The parts of a message. None: not sent, which an update treats differently from empty."""

    text: str | None
    blocks: list[dict[str, Any]] | None
    metadata: dict[str, Any] | None


def content_of(args: Mapping[str, Any]) -> Content:
    """The content of chat.* arguments, or Slack's refusal."""
    if args.get("markdown_text"):
        if args.get("text") or args.get("blocks"):
            raise Refusal("markdown_text_conflict")
        block = {"type": "markdown", "text": str(args["markdown_text"])[: limits.MARKDOWN_TEXT]}
        return Content(str(args["markdown_text"]), [block], _metadata(args.get("metadata")))
    text, blocks = args.get("text"), _blocks(args.get("blocks"))
    if not text and not blocks:
        raise Refusal("no_text")
    return Content(None if text is None else str(text), blocks, _metadata(args.get("metadata")))


def _blocks(value: Any) -> list[dict[str, Any]] | None:
    value = _decoded(value, "invalid_blocks_format")
    if value is None:
        return None
    if found := faults(value, "message"):
        raise Refusal("invalid_blocks", errors=found, response_metadata={"messages": [f"[ERROR] {f}" for f in found]})
    if len(json.dumps(value)) > limits.BLOCKS_BYTES:
        raise Refusal("msg_blocks_too_long")
    checked: list[dict[str, Any]] = value
    return [{"block_id": f"b{number}", **block} for number, block in enumerate(checked)]


def _metadata(value: Any) -> dict[str, Any] | None:
    value = _decoded(value, "invalid_metadata_format")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Refusal("invalid_metadata_format")
    if value and not (isinstance(value.get("event_type"), str) and isinstance(value.get("event_payload"), dict)):
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(value)) > limits.METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return value


def _decoded(value: Any, error: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise Refusal(error) from None

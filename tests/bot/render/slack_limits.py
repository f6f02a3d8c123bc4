"""Slack's limits as a judge of what was drawn: slack_sdk's validators, the sandbox's, and that nothing is markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block

from bot.message import Message
from bot.render.actions import LINK, MORE, VERBS, decode
from bot.sandbox.slack.block_kit.blockcheck import faults

OURS = (*(f"handoff_{verb}" for verb in VERBS), LINK, MORE)
"""Every action id that the bot's messages can send back."""


def walk(part: Any) -> Iterator[dict[str, Any]]:
    """Every object inside, itself first."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from walk(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from walk(value)


def assert_fits(message: Message) -> None:
    """The message is within every limit of platform facts 1.5, and nothing in it is read as markup."""
    assert 0 < len(message.text) <= 4000
    assert "<" not in message.text and "://" not in message.text
    message.text.encode()
    assert_blocks(message.blocks, "message")


def assert_blocks(blocks: Any, surface: str) -> None:
    assert faults(list(blocks), surface) == []
    parsed = Block.parse_all(list(blocks))
    assert [one.to_dict() for one in parsed if one is not None], "at least one block"
    assert all(one is not None for one in parsed)
    assert sum(len(part.get("text", "")) for part in walk(blocks) if isinstance(part.get("text"), str)) <= 12_000
    for part in walk(blocks):
        assert part.get("type") != "mrkdwn", "no text is read as markup"
        match part:
            case {"type": "plain_text", "text": text}:
                assert 0 < len(text) <= 3000
                text.encode()
            case {"type": "text", "text": text}:
                assert 0 < len(text) <= 3000
                text.encode()
            case {"type": "link", "url": url}:
                assert url.startswith(("https://", "http://"))
            case {"type": "button", "action_id": action, "text": label}:
                assert len(label["text"]) <= 75
                assert action == LINK or decode(action, part["value"])
                assert action in OURS
            case {"type": "actions" | "context", "elements": elements}:
                assert 0 < len(elements) <= 10
            case {"type": "header", "text": {"text": text}}:
                assert len(text) <= 150
            case _:
                pass


def shown(message: Message) -> str:
    """All words a person sees, in order."""
    return "\n".join(
        part["text"]
        for part in walk(message.blocks)
        if part.get("type") in {"plain_text", "text", "link"} and isinstance(part.get("text"), str)
    )

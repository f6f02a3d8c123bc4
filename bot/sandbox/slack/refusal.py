"""Slack's way of refusing: HTTP 200 with `ok: false` and an error name."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of ours
    """`error` is Slack's name for it; `more` is added to the answer."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


class Gone(Refusal):
    """What a person presses no longer exists, because the message was redrawn."""


def invalid(*messages: str) -> Refusal:
    """`invalid_arguments`, with Slack's sentences about which."""
    return Refusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] {m}" for m in messages]})

"""What is sent to Slack: the full sentence for screen readers and notifications, and the blocks that draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A message. `text` is complete by itself: somebody who hears only that knows what happened and what to do next."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal view as `views.open` takes it."""

    view: dict[str, Any]

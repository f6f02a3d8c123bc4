"""App Home: what the bot does and how to ask it."""

from __future__ import annotations

from typing import Any

from bot.render.help import help_message


def home() -> dict[str, Any]:
    """The Home tab's view, the same for everyone."""
    return {"type": "home", "blocks": list(help_message().blocks)}

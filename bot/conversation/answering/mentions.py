"""Replaces the people that a reply mentions with their names: Slack's ids say nothing to a reader of the ticket.
Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|[^<>\n]*)?>")
MOST = 20
"""People of one reply who are looked up."""


def mentioned(text: str) -> tuple[str, ...]:
    """The ids of the people whom it mentions, in their order."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))[:MOST]


def named(text: str, names: Mapping[str, str]) -> str:
    """The same with names in their place; the id of whoever has none there."""
    return _MENTION.sub(lambda found: f"@{names.get(found[1]) or found[1]}", text)

"""Reading payloads that may lack anything, and refusing those whose members have types that Slack never sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.request.payload_utils import (
    to_action,
    to_command,
    to_event,
    to_message,
    to_options,
    to_shortcut,
    to_step,
    to_view,
)

_TEXTS = (
    *("type", "subtype", "team_id", "enterprise_id", "event_id", "command", "callback_id", "trigger_id"),
    *("channel_id", "user_id", "action_id", "block_id", "ts", "thread_ts", "message_ts"),
    *("channel_type", "bot_id", "inviter", "tab", "id", "user_team", "source_team", "app_installed_team_id"),
)
CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,20}")
"""The id of a channel, a direct message or a group conversation."""
LONGEST = 255
"""Characters. A callback id may have so many, an id has far fewer."""
_LONG = "response_url"
"""Sealed before it is kept, so of any length."""
_MAPPINGS = (
    *("view", "message", "previous_message", "container", "function", "function_data", "assistant_thread", "item"),
)
_NAMED = ("team", "user", "channel", "enterprise")
"""An id, or an object that has one."""
_LISTS = ("authorizations", "actions", "response_urls")
_KINDS = ("event_callback", "block_actions", "message_action", "view_submission", "command")
_READERS = (to_event, to_message, to_command, to_options, to_shortcut, to_action, to_view, to_step)


def text(source: Mapping[str, Any], name: str) -> str:
    """A member, or nothing when it is absent or no text."""
    value = source.get(name)
    return value if isinstance(value, str) else ""


def mapping(source: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A member, or nothing when it is absent or no object."""
    value = source.get(name)
    return value if isinstance(value, Mapping) else {}


def id_of(source: Mapping[str, Any], name: str) -> str:
    """The id of a member that is an object, as `user`, `channel` and `view` are; nothing when it has none."""
    return text(mapping(source, name), "id")


def tidy(payload: dict[str, Any]) -> None:
    """Put other signs, in place, for what no database can hold: zeros, and halves of signs beyond the first plane. Taking
    them out would make words, and keys, that nobody wrote."""
    parts: list[Any] = [payload]
    while parts:
        part = parts.pop()
        members = part.items() if isinstance(part, dict) else enumerate(part)
        for name, value in list(members):
            if isinstance(value, str):
                part[name] = value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
            elif isinstance(value, dict | list):
                parts.append(value)


def kind_of(payload: Mapping[str, Any]) -> str:
    """A label for metrics, of which there must be few."""
    kind = payload.get("type") or ("command" if "command" in payload else "")
    return str(kind) if kind in _KINDS else "other"


def _text_sound(value: Any) -> bool:
    """An id, a type or a time stamp: short, and made of signs that a database can hold."""
    return value is None or (isinstance(value, str) and len(value) <= LONGEST and value.isprintable())


def sound(payload: Mapping[str, Any]) -> bool:
    """Whether every member that we or Bolt read has a type that Slack sends. Bolt trips over others, and a trip would
    be answered like a failure of ours, which Slack sends again."""
    return _typed(payload) and _read_by_bolt(payload)


def _typed(payload: Mapping[str, Any]) -> bool:
    parts: list[Any] = [payload, payload.get("event", {})]
    while parts:
        part = parts.pop()
        if not isinstance(part, Mapping) or not _sound(part):
            return False
        parts += [part[name] for name in (*_MAPPINGS, *_NAMED) if isinstance(part.get(name), Mapping)]
        parts += [item for name in _LISTS for item in part.get(name) or ()]
    clicked = payload.get("type") == "block_actions" and payload.get("actions")
    return not clicked or all(text(action, "action_id") for action in clicked)


def _sound(part: Mapping[str, Any]) -> bool:
    return (
        all(_text_sound(part.get(name)) for name in _TEXTS)
        and isinstance(part.get(_LONG), str | None)
        and all(isinstance(part.get(name), Mapping | None) for name in _MAPPINGS)
        and all(isinstance(part.get(name), Mapping) or _text_sound(part.get(name)) for name in _NAMED)
        and all(isinstance(part.get(name), list | None) for name in _LISTS)
    )


def _read_by_bolt(payload: Mapping[str, Any]) -> bool:
    try:
        for reader in _READERS:
            reader(dict(payload))
    except (TypeError, KeyError, AttributeError, IndexError):
        return False
    return True

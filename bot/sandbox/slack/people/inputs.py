"""What a person filled in, as Slack's typed `state.values`, and what Slack's own form checks say about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.slack.refusal import Gone

Raw = Mapping[str, Any]
"""Filled values by `block_id/action_id`, or by either alone where that is unambiguous."""

_ONE = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
_OPTION = ("static_select", "radio_buttons", "external_select", "overflow")
_OPTIONS = ("multi_static_select", "checkboxes", "multi_external_select")
_STATELESS = ("button", "image", "overflow")


def values_of(blocks: list[dict[str, Any]], raw: Raw) -> dict[str, Any]:
    """`state.values` of a view or message."""
    values: dict[str, Any] = {}
    for block, element in _elements(blocks):
        if element.get("action_id") and element["type"] not in _STATELESS:
            state = typed(element, raw_of(block, element, raw))
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def typed(element: dict[str, Any], raw: Any) -> dict[str, Any]:
    """One element's state. `raw` None means untouched: the initial value holds."""
    kind = element["type"]
    if kind in _ONE:
        name, initial = _ONE[kind]
        return {"type": kind, name: element.get(initial) if raw is None else raw or None}
    if kind in _OPTION:
        chosen = element.get("initial_option") if raw is None else next(iter(_chosen(element, [raw])), None)
        return {"type": kind, "selected_option": chosen}
    if kind in _OPTIONS:
        chosen_many = element.get("initial_options", []) if raw is None else _chosen(element, list(raw))
        return {"type": kind, "selected_options": chosen_many}
    return {"type": kind, "value": element.get("initial_value") if raw is None else str(raw) or None}


def complaints(blocks: list[dict[str, Any]], values: Mapping[str, Any]) -> dict[str, str]:
    """What Slack's client reports before it sends anything, by block."""
    found: dict[str, str] = {}
    for block, element in _elements(blocks):
        if block["type"] != "input":
            continue
        state = values[block["block_id"]][element["action_id"]]
        filled = next((v for k, v in state.items() if k != "type"), None)
        if not filled and not block.get("optional"):
            found[block["block_id"]] = "Please complete this required field."
        elif isinstance(filled, str) and len(filled) > element.get("max_length", 3000):
            found[block["block_id"]] = f"Please use at most {element.get('max_length', 3000)} characters."
        elif isinstance(filled, str) and len(filled) < element.get("min_length", 0):
            found[block["block_id"]] = f"Please use at least {element['min_length']} characters."
    return found


def element_of(
    blocks: list[dict[str, Any]], action_id: str, block_id: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The block and element with this action id; `Gone` when there is none, as after the message was redrawn."""
    for block, element in _elements(blocks):
        if element.get("action_id") == action_id and block_id in (None, block["block_id"]):
            return block, element
    raise Gone("this button is gone, for the message has changed")


def action_of(block: dict[str, Any], element: dict[str, Any], raw: Any, at: str) -> dict[str, Any]:
    """An entry of `actions` in block_actions."""
    base = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": at}
    if element["type"] == "button":
        return base | {"text": element["text"]} | {k: element[k] for k in ("value", "url", "style") if k in element}
    return base | typed(element, raw)


def raw_of(block: dict[str, Any], element: dict[str, Any], raw: Raw) -> Any:
    for name in (f"{block['block_id']}/{element['action_id']}", element["action_id"], block["block_id"]):
        if name in raw:
            return raw[name]
    return None


def _elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for block in blocks:
        for element in (block.get("element"), block.get("accessory"), *(block.get("elements") or ())):
            if isinstance(element, dict) and "type" in element and block["type"] in ("input", "section", "actions"):
                yield block, element


def _chosen(element: dict[str, Any], wanted: list[Any]) -> list[dict[str, Any]]:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options = [option for group in groups for option in group["options"]]
    return [option for value in wanted for option in options if option.get("value") == value]

"""The inputs of modals, and what they return when they are submitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.render.blocks import BUTTON, Block, Part, plain

ACTION = "value"
"""The action id of every input: its block id is its name."""
OPTIONS = 100
HINT = 150
LONGEST_TYPED = 3000
"""Characters that Slack lets a person type into one field."""


def field(name: str, label: str, element: Part, *, hint: str = "", optional: bool = False, live: bool = False) -> Block:
    """An input with its label. `name` is the block id for its value and its error. With `live`, a change of it is sent
    at once."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, HINT),
        "element": {**element, "action_id": ACTION},
        "optional": optional,
        **({"hint": plain(hint, HINT * 2)} if hint else {}),
        **({"dispatch_action": True} if live else {}),
    }


def words_input(initial: str = "", *, long: bool = False, most: int = LONGEST_TYPED, placeholder: str = "") -> Part:
    """A field to type into."""
    return {
        "type": "plain_text_input",
        "multiline": long,
        "max_length": most,
        **({"initial_value": initial[:most]} if initial else {}),
        **({"placeholder": plain(placeholder, HINT)} if placeholder else {}),
    }


def choice(options: Iterable[tuple[str, str]], chosen: str, *, radio: bool = False) -> Part:
    """One of a few. Options are value and label."""
    drawn = [_option(*option) for option in options][:OPTIONS]
    initial = next((option for option in drawn if option["value"] == chosen), None)
    kind = "radio_buttons" if radio else "static_select"
    return {"type": kind, "options": drawn, **({"initial_option": initial} if initial else {})}


def choices(values: Iterable[str], chosen: Iterable[str]) -> Part:
    """Any number, of at most a hundred."""
    drawn = [_option(value, value) for value in dict.fromkeys(values)][:OPTIONS]
    wanted = set(chosen)
    initial = [option for option in drawn if option["value"] in wanted]
    return {"type": "multi_static_select", "options": drawn, **({"initial_options": initial} if initial else {})}


def time(at: str) -> Part:
    """A time of day, `HH:MM`."""
    return {"type": "timepicker", "initial_time": at}


def day(chosen: str = "") -> Part:
    """A date, `YYYY-MM-DD`."""
    return {"type": "datepicker", **({"initial_date": chosen} if chosen else {})}


def submitted(view: Mapping[str, Any], name: str) -> str:
    """A field's value; empty when it was left empty or does not exist."""
    value = _value(view, name)
    for kind in ("value", "selected_time", "selected_date", "selected_user"):
        if isinstance(value.get(kind), str):
            return str(value[kind])
    option = value.get("selected_option")
    return str(option.get("value", "")) if isinstance(option, Mapping) else ""


def submitted_many(view: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """What was chosen, where several may be."""
    options = _value(view, name).get("selected_options")
    chosen = options if isinstance(options, list) else []
    return tuple(str(option["value"]) for option in chosen if isinstance(option, Mapping) and "value" in option)


def _value(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Any = view
    for key in ("state", "values", name, ACTION):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _option(value: str, label: str) -> Part:
    return {"text": plain(label, BUTTON), "value": value[:BUTTON]}

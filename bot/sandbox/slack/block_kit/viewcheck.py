"""Whether Slack would accept a view."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.slack.block_kit import blockcheck, limits
from bot.sandbox.slack.block_kit.elementcheck import plain, words
from bot.sandbox.slack.refusal import Refusal, invalid


def check_view(view: Any, surface: str) -> dict[str, Any]:
    """The view unchanged, if it is acceptable; Refusal otherwise. `surface` is `modal` or `home`."""
    if isinstance(view, str):
        try:
            view = json.loads(view)
        except ValueError:
            raise invalid("invalid JSON in view") from None
    if not isinstance(view, dict) or view.get("type") != surface:
        raise invalid(f"view type must be {surface} [json-pointer:/view/type]")
    if len(json.dumps(view)) > limits.VIEW_BYTES:
        raise Refusal("view_too_large")
    if found := _faults(view, surface):
        raise invalid(*found)
    return view


def _faults(view: dict[str, Any], surface: str) -> list[str]:
    found = blockcheck.faults(view.get("blocks"), surface)
    if surface == "modal":
        for part, most in limits.VIEW_TEXT.items():
            if part == "title" or part in view:
                found += plain(view.get(part), most, f"/view/{part}")
        blocks = view.get("blocks") or []
        if any(isinstance(b, dict) and b.get("type") == "input" for b in blocks) and not view.get("submit"):
            found.append("missing required field: submit (the view has input blocks) [json-pointer:/view]")
    for part, most in (("private_metadata", limits.VIEW_PRIVATE), ("callback_id", limits.VIEW_CALLBACK)):
        if part in view:
            found += words(view[part], most, f"/view/{part}", least=0)
    return found

"""The app's workflow steps: started by a person's workflow, completed by the app."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.refusal import Refusal

Args = dict[str, Any]


def run_step(core: Core, callback_id: str, inputs: dict[str, Any]) -> str:
    """A workflow reaches a step of the app; returns the execution's id, under which `outcomes` says how it went."""
    execution = core.workspace.id("Fx")
    core.workspace.steps[execution] = None
    event = {
        "type": "function_executed",
        "function": {"id": "Fn0001", "callback_id": callback_id, "title": callback_id, "type": "app"},
        "inputs": inputs,
        "function_execution_id": execution,
        "workflow_execution_id": core.workspace.id("Wx"),
        "event_ts": core.workspace.ts(),
        "bot_access_token": "xwfp-sandbox",  # nosec B105 - good for nothing, as all of the sandbox
    }
    core.delivery.event("function_executed", event)
    return execution


async def complete_success(core: Core, args: Args) -> Args:
    outputs = args["outputs"]
    return _end(core, args, {"outputs": json.loads(outputs) if isinstance(outputs, str) else outputs})


async def complete_error(core: Core, args: Args) -> Args:
    return _end(core, args, {"error": args["error"]})


def _end(core: Core, args: Args, outcome: Args) -> Args:
    steps, execution = core.workspace.steps, args["function_execution_id"]
    if execution not in steps:
        raise Refusal("function_execution_not_found")
    if steps[execution] is not None:
        raise Refusal("execution_not_in_running_state")
    steps[execution] = outcome
    core.workspace.changed()
    return {}


METHODS = {"functions.completeSuccess": complete_success, "functions.completeError": complete_error}

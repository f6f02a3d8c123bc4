"""views.*: modals and the Home tab."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox.slack.block_kit.viewcheck import check_view
from bot.sandbox.slack.core import Core
from bot.sandbox.slack.models import View
from bot.sandbox.slack.refusal import Refusal, invalid
from bot.sandbox.slack.workspace import MODAL_STACK

Args = dict[str, Any]


async def open_view(core: Core, args: Args) -> Args:
    view = check_view(args["view"], "modal")
    user = _spend(core, args)
    core.workspace.modals[user] = [top := new_view(core, view, user)]
    core.workspace.changed()
    return {"view": top.json()}


async def push(core: Core, args: Args) -> Args:
    view = check_view(args["view"], "modal")
    user = _spend(core, args)
    return {"view": push_view(core, view, user).json()}


async def update(core: Core, args: Args) -> Args:
    wanted = args.get("view_id") or args.get("external_id")
    if not wanted:
        raise invalid("missing required field: view_id or external_id")
    found = core.workspace.view(str(wanted))
    if found is None:
        raise Refusal("not_found")
    if args.get("hash") and args["hash"] != found.hash:
        raise Refusal("hash_conflict")
    replace_view(core, found, check_view(args["view"], found.view["type"]))
    return {"view": found.json()}


async def publish(core: Core, args: Args) -> Args:
    view = check_view(args["view"], "home")
    user = args["user_id"]
    if user not in core.workspace.people:
        raise invalid("invalid user_id")
    home = core.workspace.homes.get(user)
    if home is None:
        home = core.workspace.homes[user] = new_view(core, view, user)
        core.workspace.changed()
    elif args.get("hash") and args["hash"] != home.hash:
        raise Refusal("hash_conflict")
    else:
        replace_view(core, home, view)
    return {"view": home.json()}


def new_view(core: Core, view: Args, user: str) -> View:
    if view.get("external_id") and core.workspace.view(view["external_id"]):
        raise Refusal("duplicate_external_id")
    view_id = core.workspace.id("V")
    return View(view_id, named(view), _hash(core), user, view_id)


def push_view(core: Core, view: Args, user: str) -> View:
    stack = core.workspace.modals.get(user, [])
    if not stack:
        raise Refusal("not_found")
    if len(stack) >= MODAL_STACK:
        raise Refusal("push_limit_reached")
    top = new_view(core, view, user)
    top.root, top.previous = stack[0].id, stack[-1].id
    stack.append(top)
    core.workspace.changed()
    return top


def replace_view(core: Core, found: View, view: Args) -> None:
    found.view, found.hash = named(view), _hash(core)
    core.workspace.changed()


def named(view: Args) -> Args:
    """Slack assigns ids to blocks and elements that came without one."""
    blocks = [{"block_id": f"b{number}", **block} for number, block in enumerate(view["blocks"])]
    return view | {"blocks": blocks}


def _hash(core: Core) -> str:
    return f"{core.workspace.ts().split('.')[0]}.{secrets.token_hex(4)}"


def _spend(core: Core, args: Args) -> str:
    trigger = args.get("trigger_id") or args.get("interactivity_pointer")
    if not trigger:
        raise Refusal("invalid_trigger_id")
    return core.triggers.spend(str(trigger))


METHODS = {
    "views.open": open_view,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}

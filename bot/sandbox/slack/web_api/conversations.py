"""conversations.* and users.*: what the bot can look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.models import BOT_ID, BOT_USER, TEAM, TEAM_DOMAIN, Message
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api.contract import check_scope

Args = dict[str, Any]
T = TypeVar("T")


async def auth_test(core: Core, args: Args) -> Args:
    return {
        "url": f"{core.url}/",
        "team": "Sandbox",
        "user": "handoff",
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


async def info(core: Core, args: Args) -> Args:
    channel = core.channel(args["channel"])
    check_scope("conversations.info", core.scopes, channel.kind)
    return {"channel": channel.json(is_member=BOT_USER in channel.members)}


async def members(core: Core, args: Args) -> Args:
    channel = core.channel(args["channel"])
    check_scope("conversations.members", core.scopes, channel.kind)
    page, cursor = _page(sorted(channel.members), args, 100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


async def replies(core: Core, args: Args) -> Args:
    channel = core.channel(args["channel"])
    check_scope("conversations.replies", core.scopes, channel.kind)
    if BOT_USER not in channel.members:
        raise Refusal("channel_not_found")
    thread = core.workspace.thread(channel.id, str(args["ts"]))
    if not thread:
        raise Refusal("thread_not_found")
    parent, answers = thread[0], thread[1:]
    page, cursor = _page([parent, *(m for m in answers if _within(m, args))], args, 1000)
    return _messages(core, page, args) | {"has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}


async def history(core: Core, args: Args) -> Args:
    channel = core.channel(args["channel"])
    check_scope("conversations.history", core.scopes, channel.kind)
    if BOT_USER not in channel.members:
        raise Refusal("channel_not_found")
    found = [m for m in core.workspace.messages if m.channel == channel.id and not m.thread_ts and _within(m, args)]
    page, cursor = _page(found[::-1], args, 100)
    return _messages(core, page, args) | {"has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}


async def open_direct(core: Core, args: Args) -> Args:
    """A direct message with one person; group messages are not supported here."""
    users = [user for user in str(args.get("users") or "").split(",") if user]
    if not users and not args.get("channel"):
        raise Refusal("users_list_not_supplied")
    if not users:
        return {"channel": core.channel(args["channel"]).json(is_member=True)}
    if any(user not in core.workspace.people for user in users):
        raise Refusal("user_not_found")
    if len(users) > 1:
        raise Refusal("too_many_users")
    if core.workspace.people[users[0]].deleted:
        raise Refusal("user_disabled")
    if not {"im:write", "channels:manage", "groups:write", "mpim:write"} & core.scopes:
        raise Refusal("missing_scope", needed="im:write", provided=",".join(sorted(core.scopes)))
    return {"channel": core.workspace.direct(users[0]).json(is_member=True)}


async def list_all(core: Core, args: Args) -> Args:
    kinds = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
    wanted = {kinds.get(kind.strip(), "") for kind in str(args.get("types") or "public_channel").split(",")}
    found = [
        channel.json(is_member=BOT_USER in channel.members)
        for channel in core.workspace.channels.values()
        if channel.kind in wanted and (channel.kind == "public" or BOT_USER in channel.members)
    ]
    page, cursor = _page(found, args, 100)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


async def user_info(core: Core, args: Args) -> Args:
    person = core.workspace.people.get(args["user"])
    if person is None:
        raise Refusal("user_not_found")
    return {"user": person.json(with_email="users:read.email" in core.scopes)}


async def lookup_by_email(core: Core, args: Args) -> Args:
    for person in core.workspace.people.values():
        if person.email and person.email.casefold() == str(args["email"]).casefold() and person.role != "stranger":
            return {"user": person.json(with_email=True)}
    raise Refusal("users_not_found")


def _messages(core: Core, page: list[Message], args: Args) -> Args:
    metadata = str(args.get("include_all_metadata", "")).lower() in ("true", "1")
    return {"messages": [m.json(replies=core.workspace.replies(m), metadata=metadata) for m in page]}


def _within(message: Message, args: Args) -> bool:
    inclusive = str(args.get("inclusive", "")).lower() in ("true", "1")
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999")
    if inclusive and message.ts in (oldest, latest):
        return True
    return oldest < message.ts < latest


def _page(items: Sequence[T], args: Args, usual: int) -> tuple[list[T], str]:
    """One page and the cursor of the next; empty on the last."""
    cursor = str(args.get("cursor") or "0")
    if not cursor.isdigit():
        raise Refusal("invalid_cursor")
    start, size = int(cursor), max(1, int(args.get("limit") or usual))
    return list(items[start : start + size]), str(start + size) if len(items) > start + size else ""


METHODS = {
    "auth.test": auth_test,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.replies": replies,
    "conversations.history": history,
    "conversations.open": open_direct,
    "conversations.list": list_all,
    "users.info": user_info,
    "users.lookupByEmail": lookup_by_email,
}

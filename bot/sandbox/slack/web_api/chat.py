"""chat.* and reactions.*: what the bot says."""

from __future__ import annotations

from typing import Any

from bot.sandbox.slack.block_kit import limits
from bot.sandbox.slack.block_kit.content import content_of
from bot.sandbox.slack.core import Core
from bot.sandbox.slack.delivery import announce
from bot.sandbox.slack.models import BOT_USER, Message
from bot.sandbox.slack.refusal import Refusal

Args = dict[str, Any]


async def post_message(core: Core, args: Args) -> Args:
    channel = core.joined(args["channel"])
    content = content_of(args)
    if wait := core.limiter.pass_or_wait(channel.id):
        raise Refusal("ratelimited", retry_after=wait)
    message = Message(
        core.workspace.ts(),
        channel.id,
        BOT_USER,
        (content.text or "")[: limits.TEXT_ON_POST],
        content.blocks,
        thread_of(core, channel.id, args.get("thread_ts")),
        content.metadata,
    )
    core.workspace.add(message)
    announce.said(core, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.json()}


async def update(core: Core, args: Args) -> Args:
    """Text without blocks removes the blocks; metadata stays unless sent."""
    channel = core.channel(args["channel"])
    message = core.workspace.find(channel.id, str(args["ts"]))
    if message is None:
        raise Refusal("message_not_found")
    if not message.by_bot:
        raise Refusal("cant_update_message")
    if channel.is_archived:
        raise Refusal("is_inactive")
    content = content_of(args)
    if len(content.text or "") > limits.TEXT_ON_UPDATE:
        raise Refusal("msg_too_long")
    before = message.json(metadata=False)
    message.text = message.text if content.text is None else content.text
    message.blocks = content.blocks
    message.metadata = message.metadata if content.metadata is None else content.metadata or None
    message.edited = None if content.blocks else core.workspace.ts()
    core.workspace.changed()
    announce.edited(core, before, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.json()}


async def post_ephemeral(core: Core, args: Args) -> Args:
    """For one member. In a thread that nobody has replied to yet, Slack accepts it and shows it to no one."""
    channel = core.joined(args["channel"])
    if args["user"] not in channel.members:
        raise Refusal("user_not_in_channel")
    content = content_of(args)
    if len(content.text or "") > limits.TEXT_ON_POST:
        raise Refusal("msg_too_long")
    thread = thread_of(core, channel.id, args.get("thread_ts"))
    ts = core.workspace.ts()
    message = Message(ts, channel.id, BOT_USER, content.text or "", content.blocks, thread, viewer=args["user"])
    if thread is not None and len(core.workspace.thread(channel.id, thread)) < 2:
        core.workspace.unseen.append(message)
    else:
        core.workspace.add(message)
    return {"message_ts": ts}


async def delete(core: Core, args: Args) -> Args:
    channel = core.channel(args["channel"])
    message = core.workspace.find(channel.id, str(args["ts"]))
    if message is None:
        raise Refusal("message_not_found")
    if not message.by_bot:
        raise Refusal("cant_delete_message")
    core.workspace.remove(message)
    announce.deleted(core, message)
    return {"channel": channel.id, "ts": message.ts}


async def get_permalink(core: Core, args: Args) -> Args:
    channel = core.channel(args["channel"])
    message = core.workspace.find(channel.id, str(args["message_ts"]))
    if message is None:
        raise Refusal("message_not_found")
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    link = f"{core.url}/archives/{channel.id}/p{message.ts.replace('.', '')}{thread}"
    return {"channel": channel.id, "permalink": link}


async def add_reaction(core: Core, args: Args) -> Args:
    message = _reactable(core, args)
    users = message.reactions.setdefault(args["name"], [])
    if BOT_USER in users:
        raise Refusal("already_reacted")
    users.append(BOT_USER)
    core.workspace.changed()
    return {}


async def remove_reaction(core: Core, args: Args) -> Args:
    message = _reactable(core, args)
    if BOT_USER not in message.reactions.get(args["name"], []):
        raise Refusal("no_reaction")
    message.reactions[args["name"]].remove(BOT_USER)
    message.reactions = {name: users for name, users in message.reactions.items() if users}
    core.workspace.changed()
    return {}


def thread_of(core: Core, channel: str, thread_ts: Any) -> str | None:
    """The parent's ts. An unknown parent is not an error: Slack posts outside any thread. A reply's ts means its
    parent."""
    parent = core.workspace.find(channel, str(thread_ts)) if thread_ts else None
    return None if parent is None else parent.thread_ts or parent.ts


def _reactable(core: Core, args: Args) -> Message:
    channel = core.channel(args.get("channel") or "")
    if channel.is_archived:
        raise Refusal("is_archived")
    message = core.workspace.find(channel.id, str(args.get("timestamp", "")))
    if message is None:
        raise Refusal("message_not_found")
    if not str(args["name"]).replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise Refusal("invalid_name")
    return message


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.postEphemeral": post_ephemeral,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
    "reactions.add": add_reaction,
    "reactions.remove": remove_reaction,
}

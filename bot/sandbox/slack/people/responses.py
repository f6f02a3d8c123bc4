"""response_url: an answer to a click or a command, even where the bot is not a member."""

from __future__ import annotations

from typing import Any

from bot.sandbox.slack.block_kit.content import Content, content_of
from bot.sandbox.slack.core import Core
from bot.sandbox.slack.delivery import announce
from bot.sandbox.slack.models import BOT_USER, Message
from bot.sandbox.slack.people.handles import Reply
from bot.sandbox.slack.web_api.chat import thread_of


def answer(core: Core, reply: Reply, body: dict[str, Any]) -> None:
    """Carry out one answer; raises Refusal with Slack's error."""
    original = _original(core, reply)
    if body.get("delete_original") is True:
        if original is not None:
            core.workspace.remove(original)
        return
    content = content_of(body)
    if body.get("replace_original") is True and original is not None:
        _replace(core, original, content)
        return
    show(core, reply, content, body)


def show(core: Core, reply: Reply, content: Content, body: dict[str, Any]) -> Message:
    """A new message: only to the person unless `in_channel`."""
    in_channel = body.get("response_type") == "in_channel"
    thread = thread_of(core, reply.channel, body.get("thread_ts") or reply.thread_ts)
    message = Message(
        core.workspace.ts(),
        reply.channel,
        BOT_USER,
        content.text or "",
        content.blocks,
        thread,
        viewer=None if in_channel else reply.user,
    )
    core.workspace.add(message)
    if in_channel:
        announce.said(core, message)
    return message


def _original(core: Core, reply: Reply) -> Message | None:
    if reply.original is None:
        return None
    return core.workspace.ephemeral(reply.original) or core.workspace.find(reply.channel, reply.original)


def _replace(core: Core, original: Message, content: Content) -> None:
    before = original.json(metadata=False)
    original.text, original.blocks = content.text or "", content.blocks
    core.workspace.changed()
    if original.viewer is None:
        announce.edited(core, before, original)

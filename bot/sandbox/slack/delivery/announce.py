"""The events that tell the bot what changed in a channel."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.models import BOT_USER, TEAM, Channel, Message
from bot.sandbox.slack.web_api import unfurls

SUBSCRIPTION = {"public": "message.channels", "private": "message.groups", "im": "message.im", "mpim": "message.mpim"}


def said(core: Core, message: Message) -> None:
    """A message was posted, by a person or by the bot itself; a mention of the bot is a second event."""
    channel = core.workspace.channels[message.channel]
    unfurls.announce(core, message)
    if not _hears(channel):
        return
    event = message.json(metadata=False) | {"channel": channel.id, "event_ts": message.ts}
    _send(core, channel, event | {"channel_type": channel.event_kind})
    if re.search(rf"<@{BOT_USER}(\||>)", message.text) and not message.by_bot and channel.kind != "im":
        core.delivery.event("app_mention", event | {"type": "app_mention"}, shared=channel.is_ext_shared)


def edited(core: Core, before: dict[str, Any], message: Message) -> None:
    """A message changed: an edit, an update by the bot, or a link preview that was attached."""
    channel = core.workspace.channels[message.channel]
    _hidden(core, channel, "message_changed", {"message": message.json(metadata=False), "previous_message": before})


def deleted(core: Core, message: Message) -> None:
    channel = core.workspace.channels[message.channel]
    more = {"deleted_ts": message.ts, "previous_message": message.json(metadata=False)}
    _hidden(core, channel, "message_deleted", more)


def joined(core: Core, channel: Channel, user: str, inviter: str) -> None:
    """Somebody joined: the event, and the line that Slack writes in the channel."""
    event = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == "public" else "G",
        "team": TEAM,
        "inviter": inviter,
        "event_ts": core.workspace.ts(),
    }
    core.delivery.event("member_joined_channel", event, shared=channel.is_ext_shared)


def home_opened(core: Core, user: str, tab: str) -> None:
    channel = core.workspace.direct(user)
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel.id,
        "tab": tab,
        "event_ts": core.workspace.ts(),
    }
    if tab == "home" and user in core.workspace.homes:
        event["view"] = core.workspace.homes[user].json()
    core.delivery.event("app_home_opened", event)


def _hidden(core: Core, channel: Channel, subtype: str, more: dict[str, Any]) -> None:
    if _hears(channel):
        ts = core.workspace.ts()
        base = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id}
        _send(core, channel, base | more | {"ts": ts, "event_ts": ts, "channel_type": channel.event_kind})


def _send(core: Core, channel: Channel, event: dict[str, Any]) -> None:
    core.delivery.event(SUBSCRIPTION[channel.kind], event, shared=channel.is_ext_shared)


def _hears(channel: Channel) -> bool:
    return BOT_USER in channel.members

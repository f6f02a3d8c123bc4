"""Links in a message as the app hears of them, and what it shows below them."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.models import BOT_USER, Message
from bot.sandbox.slack.refusal import Refusal

Args = dict[str, Any]
LINK = re.compile(r"<(https?://[^|>]+)[^>]*>")


def announce(core: Core, message: Message) -> None:
    """A person's links, wherever they were posted; the event also says whether the bot is a member."""
    found = LINK.findall(message.text)
    if not found or message.by_bot:
        return
    links = [{"url": url.replace("&amp;", "&"), "domain": url.split("/")[2].split(":")[0]} for url in found]
    event: Args = {
        "type": "link_shared",
        "channel": message.channel,
        "user": message.user,
        "message_ts": message.ts,
        "links": links,
        "unfurl_id": core.workspace.id("Uf"),
        "source": "conversations_history",
        "is_bot_user_member": BOT_USER in core.workspace.channels[message.channel].members,
        "event_ts": message.ts,
    }
    core.delivery.event("link_shared", event | ({"thread_ts": message.thread_ts} if message.thread_ts else {}))


async def unfurl(core: Core, args: Args) -> Args:
    for name in ("channel", "ts", "unfurls"):
        if not args.get(name):
            raise Refusal(f"missing_{name}")
    shown = json.loads(args["unfurls"]) if isinstance(args["unfurls"], str) else args["unfurls"]
    message = next(
        (one for one in core.workspace.messages if (one.channel, one.ts) == (args["channel"], args["ts"])), None
    )
    if message is None:
        raise Refusal("cannot_find_message")
    if not all(url.replace("&", "&amp;") in message.text for url in shown):
        raise Refusal("cannot_unfurl_url")
    message.attachments = [*message.attachments, *({"from_url": url, **one} for url, one in shown.items())]
    core.workspace.changed()
    return {}


METHODS = {"chat.unfurl": unfurl}

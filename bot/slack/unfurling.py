"""Verdicts below links. Slack asks for them only where the app was made from the manifest that claims Jira's domains
(`handoff manifest --unfurl HOST`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.conversation.requests import UnfurlRequest
from bot.render.blocks import section
from bot.requests import Place
from bot.runs import Starter, submit
from bot.seal import Seal
from bot.slack.bolt import us
from bot.slack.calls import call
from bot.slack.installation import Installations
from bot.slack.payload import CHANNEL, text
from bot.slack.reading.known import Knowledge
from bot.slack.reading.said import in_text

EVENT = "link_shared"
MOST = 5
"""Links of a message that are answered."""
TS = re.compile(r"[0-9]{1,16}\.[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class UnfurlListener:
    starter: Starter
    knowledge: Knowledge
    seal: Seal

    def register(self, app: AsyncApp) -> None:
        app.event(EVENT)(self.on_links)

    async def on_links(self, ack: AsyncAck, event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """While a message is only being written, its channel is no channel (`COMPOSER`), and nothing is shown."""
        channel, ts, user = text(event, "channel"), text(event, "message_ts"), text(event, "user")
        if CHANNEL.fullmatch(channel) and TS.fullmatch(ts) and event.get("is_bot_user_member") is not False:
            workspace = us(context).workspace
            known = await self.knowledge.current(workspace)
            links = [
                (ref.site, ref.key, self.seal.close(url))
                for url in _urls(event)[:MOST]
                for ref in known.tickets_in(in_text(f"<{url}>"), asked=False)[:1]
            ]
            if links:
                place = Place(workspace, channel, text(event, "thread_ts") or ts)
                identity = f"{workspace}:{channel}:{ts}"
                await submit(self.starter, UnfurlRequest(identity, place, user, ts, tuple(links)))
        await ack()


def _urls(event: Mapping[str, Any]) -> list[str]:
    links = event.get("links")
    urls = [text(link, "url") for link in links if isinstance(link, Mapping)] if isinstance(links, list) else []
    return [url for url in urls if url]


class SlackUnfurls:
    """Implements `bot.conversation.unfurling.Unfurls`."""

    def __init__(self, installations: Installations, seal: Seal) -> None:
        self._installations = installations
        self._seal = seal

    async def show(self, workspace: str, channel: str, ts: str, sentences: Mapping[str, str]) -> None:
        """A link whose seal cannot be opened any more is left as it is."""
        opened = {self._seal.open(link): said for link, said in sentences.items()}
        unfurls = {url: {"blocks": [section(said)]} for url, said in opened.items() if url}
        client = await self._installations.client(workspace)
        await call("chat.unfurl", client.chat_unfurl(channel=channel, ts=ts, unfurls=unfurls))

"""After a crash: was this message posted already? A bounded read of the thread (design decision 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import UNREADABLE, SlackError
from bot.installed import Installation
from bot.requests import Place
from bot.slack.calls import call

EVENT_TYPE = "handoff_message"
"""Ids only: everyone in the workspace can read a message's metadata."""
LIMIT = 15
"""Messages: what Slack gives an app that is distributed but not in its Marketplace (facts of 2025-05-29)."""
PAGES = 10
"""Read at most. A thread in which something is said every few seconds fills a page in the time that clocks may differ."""
SKEW = 60.0
"""Seconds by which our clock and Slack's may differ."""


def mark(identity: str) -> dict[str, Any]:
    """The metadata by which `earlier` knows a message again."""
    return {"event_type": EVENT_TYPE, "event_payload": {"identity": identity}}


async def earlier(
    client: AsyncWebClient, place: Place, identity: str, intent_at: datetime, us: Installation
) -> str | None:
    """The `ts` of our own message with this identity since `intent_at`; None when it was certainly never posted.
    Raises `SlackError` when the place cannot be read in full: then nobody may post again."""

    def this(message: dict[str, Any]) -> bool:
        found: object = message.get("metadata", {}).get("event_payload", {}).get("identity")
        return found == identity

    return await _found(client, place, intent_at, us, this)


async def earlier_file(client: AsyncWebClient, place: Place, file: str, since: datetime, us: Installation) -> bool:
    """Whether our own message with this file was posted since then. Raises as `earlier` does. Reading messages, and
    with them their files' ids, needs only the scope for history
    (docs.slack.dev/changelog/2018-05-file-threads-soon-tread)."""

    def this(message: dict[str, Any]) -> bool:
        return any(one.get("id") == file for one in message.get("files") or ())

    return await _found(client, place, since, us, this) is not None


async def _found(
    client: AsyncWebClient, place: Place, since: datetime, us: Installation, this: Callable[[dict[str, Any]], bool]
) -> str | None:
    window: dict[str, Any] = {
        "oldest": f"{since.timestamp() - SKEW:.6f}",
        "limit": LIMIT,
        "include_all_metadata": True,
    }
    for number in range(PAGES):
        try:
            answer = await _page(client, place, window)
        except SlackError as error:
            if number and error.outcome == "throttled":
                break  # where Slack gives an app one page a minute, it would be so each time
            raise
        for message in answer.get("messages") or []:
            if _ours(message, us) and this(message):
                return str(message["ts"])
        if not answer.get("has_more"):
            return None
        window["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
        if not window["cursor"]:
            break
    raise SlackError("refused", UNREADABLE, method="conversations.replies")


async def _page(client: AsyncWebClient, place: Place, window: dict[str, Any]) -> AsyncSlackResponse:
    if place.thread:
        read = client.conversations_replies(channel=place.channel, ts=place.thread, **window)
        return await call("conversations.replies", read)
    return await call("conversations.history", client.conversations_history(channel=place.channel, **window))


def _ours(message: dict[str, Any], us: Installation) -> bool:
    """Posted by us: anybody can copy an identity into the metadata of a message of their own."""
    return message.get("bot_id") == us.bot_id or message.get("user") == us.bot_user

"""Files given to Slack in its three steps, and messages that show them
(docs.slack.dev/messaging/working-with-files: getUploadURLExternal, the bytes, completeUploadExternal)."""

from __future__ import annotations

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.message import Message
from bot.requests import Place
from bot.slack.calls import call

STEP = "upload"
READING = 2.0
"""Seconds after which Slack has read a file that it was just given."""


async def uploaded(client: AsyncWebClient, name: str, content: bytes) -> str:
    """The id of a file whose bytes Slack has. Raises `SlackError`; done again, it is another file that nobody sees."""
    asking = client.files_getUploadURLExternal(filename=name, length=len(content))
    answer = await call("files.getUploadURLExternal", asking)
    url, file = str(answer["upload_url"]), str(answer["file_id"])
    session = client.session
    if session is None:
        raise SlackError("unavailable", "no_session", method=STEP)
    try:
        async with session.post(url, data=content, allow_redirects=False) as took:
            status = took.status
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise SlackError("unavailable", "no_answer", method=STEP) from None
    if status != 200:
        raise SlackError("unavailable", f"status_{status}", method=STEP)
    return file


async def completed(client: AsyncWebClient, file: str, title: str | None, place: Place | None = None) -> None:
    """The last step. With a place the file is posted there. Without a title Slack shows the file's name."""
    channel, thread = (place.channel, place.thread) if place else (None, None)
    named: dict[str, str | None] = {"id": file}
    if title:
        named["title"] = title
    done = client.files_completeUploadExternal(files=[named], channel_id=channel, thread_ts=thread)
    await call("files.completeUploadExternal", done)


def pictured(message: Message) -> bool:
    """Whether a message shows a file, which Slack refuses while it is still reading the file."""
    return any("slack_file" in block for block in message.blocks)


def without_pictures(message: Message) -> Message:
    return Message(message.text, tuple(block for block in message.blocks if "slack_file" not in block))

"""The only way to Slack: messages posted once, kept current, whispered, sent to one person, or sent through a
`response_url`. Implements `bot.ports.Poster`; every failure is a `SlackError`."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import SlackError
from bot.message import Message
from bot.requests import Place
from bot.slack.calls import call
from bot.slack.installation import Installations
from bot.slack.modals import EXTERNAL
from bot.slack.sending.earlier import earlier, earlier_file, mark
from bot.slack.sending.files import READING, completed, pictured, uploaded, without_pictures
from bot.slack.sending.pace import Pace
from bot.slack.sending.responder import Responder

TEXT_LIMIT = 4000
"""Characters of `text`; chat.update refuses more (docs.slack.dev/reference/methods/chat.update)."""
PLAIN: dict[str, Any] = {"parse": "none", "link_names": False}
"""Bare names and addresses stay words; chat.update forgets this unless it is told each time."""
log = structlog.get_logger()


class SlackPoster:
    """Posts with the token of each place's workspace."""

    def __init__(self, installations: Installations, responder: Responder, pace: Pace | None = None) -> None:
        self._installations = installations
        self._responder = responder
        self._pace = pace or Pace()

    async def post(
        self, place: Place, message: Message, *, identity: str, intent_at: datetime, again: bool = False
    ) -> str:
        client = await self._installations.client(place.workspace)
        if again:
            us = await self._installations.of(place.workspace)
            if found := await earlier(client, place, identity, intent_at, us):
                return found
        answer = await self._send(
            "chat.postMessage",
            client,
            place,
            message,
            metadata=mark(identity),
            unfurl_links=False,
            unfurl_media=False,
            **_under(place),
        )
        ts = str(answer["ts"])
        await self._in_its_thread(client, place, answer, ts)
        return ts

    async def update(self, place: Place, ts: str, message: Message) -> None:
        client = await self._installations.client(place.workspace)
        await self._send("chat.update", client, place, message, ts=ts)

    async def whisper(self, place: Place, user: str, message: Message) -> None:
        client = await self._installations.client(place.workspace)
        await self._send("chat.postEphemeral", client, place, message, user=user, **_under(place))

    async def direct(self, workspace: str, user: str, message: Message) -> str:
        client = await self._installations.client(workspace)
        to = Place(workspace, user)
        answer = await self._send("chat.postMessage", client, to, message, unfurl_links=False, unfurl_media=False)
        return str(answer["ts"])

    async def respond(self, reply: str, message: Message, *, in_channel: bool = False, replace: bool = False) -> None:
        how = {"response_type": "in_channel" if in_channel else "ephemeral", "replace_original": replace}
        try:
            await self._responder.send(reply, {**how, **_body(message)})
        except SlackError as error:
            if error.outcome != "too_big" or not message.blocks:
                raise
            log.error("slack.blocks_refused", method="response_url", error=error.error, blocks=len(message.blocks))
            await self._responder.send(reply, {**how, **_body(Message(message.text))})

    async def upload(self, workspace: str, name: str, content: bytes, *, title: str) -> str:
        client = await self._installations.client(workspace)
        file = await uploaded(client, name, content)
        await completed(client, file, title)
        return file

    async def stage(self, workspace: str, name: str, content: bytes) -> str:
        return await uploaded(await self._installations.client(workspace), name, content)

    async def hand_out(
        self, place: Place, file: str, *, title: str | None, since: datetime, again: bool = False
    ) -> None:
        client = await self._installations.client(place.workspace)
        if again and await earlier_file(client, place, file, since, await self._installations.of(place.workspace)):
            return
        await completed(client, file, title, place)

    async def react(self, place: Place, ts: str, name: str) -> None:
        client = await self._installations.client(place.workspace)
        try:
            await call("reactions.add", client.reactions_add(channel=place.channel, timestamp=ts, name=name))
        except SlackError as error:
            if error.error != "already_reacted":
                raise

    async def take_back(self, place: Place, ts: str, name: str) -> None:
        client = await self._installations.client(place.workspace)
        try:
            await call("reactions.remove", client.reactions_remove(channel=place.channel, timestamp=ts, name=name))
        except SlackError as error:
            if error.error not in ("no_reaction", "message_not_found"):
                raise

    async def update_view(self, workspace: str, view_id: str, view: dict[str, Any]) -> None:
        client = await self._installations.client(workspace)
        which = {"external_id": view_id} if view_id.startswith(EXTERNAL) else {"view_id": view_id}
        await call("views.update", client.views_update(**which, view=view))

    async def _send(
        self, method: str, client: AsyncWebClient, place: Place, message: Message, **further: Any
    ) -> AsyncSlackResponse:
        """Send a message; when Slack cannot draw its blocks, once more as its text alone."""
        body = {"channel": place.channel, **PLAIN, **further}
        try:
            return await self._call(method, client, {**body, **_body(message)}, place)
        except SlackError as error:
            if error.outcome != "too_big" or not message.blocks:
                raise
            log.error("slack.blocks_refused", method=method, error=error.error, blocks=len(message.blocks))
        if pictured(message):
            return await self._pictured(method, client, place, message, further)
        return await self._call(method, client, {**body, **_body(Message(message.text))}, place)

    async def _pictured(
        self, method: str, client: AsyncWebClient, place: Place, message: Message, further: dict[str, Any]
    ) -> AsyncSlackResponse:
        """Once more when Slack has had time to read the picture's file, then without the picture."""
        await asyncio.sleep(READING)
        try:
            return await self._call(
                method, client, {"channel": place.channel, **PLAIN, **further, **_body(message)}, place
            )
        except SlackError as error:
            if error.outcome != "too_big":
                raise
        return await self._send(method, client, place, without_pictures(message), **further)

    async def _call(
        self, method: str, client: AsyncWebClient, body: dict[str, Any], place: Place
    ) -> AsyncSlackResponse:
        if method == "chat.postMessage":
            await self._pace.turn(place.workspace, place.channel)
        return await call(method, client.api_call(method, json=body))

    async def _in_its_thread(self, client: AsyncWebClient, place: Place, answer: AsyncSlackResponse, ts: str) -> None:
        """Slack may post at channel level when the parent is gone: then take the message back. Raises `SlackError`."""
        if place.thread in {None, (answer.get("message") or {}).get("thread_ts")}:
            return
        try:
            await call("chat.delete", client.chat_delete(channel=place.channel, ts=ts))
        except SlackError as error:  # a second try would post a second message there
            log.warning("slack.left_astray", channel=place.channel, outcome=error.outcome, error=error.error)
        raise SlackError("message_gone", "thread_not_found", method="chat.postMessage")


def _under(place: Place) -> dict[str, str]:
    return {"thread_ts": place.thread} if place.thread else {}


def _body(message: Message) -> dict[str, Any]:
    text = message.text if len(message.text) <= TEXT_LIMIT else message.text[: TEXT_LIMIT - 1] + "…"
    return {"text": text, **({"blocks": list(message.blocks)} if message.blocks else {})}

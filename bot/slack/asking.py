"""What is asked outright: `/handoff`, and the shortcut that checks a message. The answer is for whoever asked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.digest.values import DigestPlan
from bot.message import Message
from bot.render.help import help_message
from bot.render.say import said
from bot.render.trouble import trouble
from bot.render.words import ENGLISH
from bot.requests import DigestRequest, JudgeRequest, SayRequest, SettingsRequest
from bot.runs import Request, Starter, submit
from bot.seal import Seal
from bot.slack.bolt import us
from bot.slack.forms import SettingsListener
from bot.slack.payload import text
from bot.slack.reading import intake
from bot.slack.reading.known import Knowledge
from bot.slack.sending.responder import sealed_reply
from bot.views import TroubleView

COMMAND = "/handoff"
SHORTCUT = "handoff_check"
Body = Mapping[str, Any]
log = structlog.get_logger()


class Plans(Protocol):
    async def plan(self, workspace: str, channel: str) -> DigestPlan | None:
        """The digest of a channel."""
        ...


@dataclass(frozen=True, slots=True)
class AskListener:
    starter: Starter
    knowledge: Knowledge
    plans: Plans
    settings: SettingsListener
    seal: Seal

    def register(self, app: AsyncApp) -> None:
        app.command(COMMAND)(self.on_command)
        app.shortcut({"type": "message_action", "callback_id": SHORTCUT})(self.on_shortcut)

    async def on_command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        try:
            read = partial(intake.of_command, body, us(context))
            request = await self.knowledge.understood(us(context).workspace, read)
            if isinstance(request, SayRequest):
                await _tell(ack, await self._said(request))
                return
            if not await self._opened(request, body, client):
                await self._start(request, body)
        except Exception as error:  # Slack sends a command once, so the person must hear of it now
            reference = secrets.token_hex(4)
            log.error("slack.command_failed", error=type(error).__name__, reference=reference)
            await _tell(ack, trouble(TroubleView("internal", reference)))
            return
        await ack()

    async def _said(self, request: SayRequest) -> Message:
        if request.word == "help":
            return help_message()
        place = request.place
        plan = await self.plans.plan(place.workspace, place.channel) if request.of_digest else None
        return said(request.word, request.values, plan.language if plan else ENGLISH)

    async def _opened(self, request: Request | None, body: Body, client: AsyncWebClient) -> bool:
        """`/handoff settings` opens a modal; where that is too late, the settings are told in words."""
        if not isinstance(request, SettingsRequest) or request.action != "show":
            return False
        place = request.place
        return await self.settings.open(client, place.workspace, place.channel, request.user, text(body, "trigger_id"))

    async def on_shortcut(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        request = intake.of_shortcut(body, us(context), await self.knowledge.current(us(context).workspace))
        await self._start(request, body)
        await ack()

    async def _start(self, request: Request | None, body: Body) -> None:
        if isinstance(request, JudgeRequest | DigestRequest | SettingsRequest | SayRequest):
            request = replace(request, reply=sealed_reply(body, self.seal))
        if request is not None:
            await submit(self.starter, request)


async def _tell(ack: AsyncAck, message: Message) -> None:
    await ack(text=message.text, blocks=list(message.blocks), response_type="ephemeral")

"""The global shortcut: a ticket is named in a modal, and its verdict is shown there to that person alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.requests import LookRequest
from bot.render.modals.forms import submitted
from bot.render.modals.talk import look_modal
from bot.render.words import words
from bot.requests import Place
from bot.runs import Starter, submit
from bot.slack.bolt import us
from bot.slack.modals import external_id, open_modal, waiting
from bot.slack.payload import id_of, mapping, text
from bot.slack.reading.known import Knowledge
from bot.slack.reading.said import in_text

LOOK = "handoff_look"
"""The shortcut, and the modal it opens."""


@dataclass(frozen=True, slots=True)
class LookListener:
    starter: Starter
    knowledge: Knowledge

    def register(self, app: AsyncApp) -> None:
        app.shortcut({"type": "shortcut", "callback_id": LOOK})(self.on_shortcut)
        app.view(LOOK)(self.on_look)

    async def on_shortcut(self, ack: AsyncAck, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        await open_modal(client, text(body, "trigger_id"), look_modal())
        await ack()

    async def on_look(self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        workspace, user, trigger = us(context).workspace, id_of(body, "user"), text(body, "trigger_id")
        known = await self.knowledge.current(workspace)
        tickets = known.tickets_in(in_text(submitted(mapping(body, "view"), "ticket"), aside=True), asked=True)
        if not tickets:
            await ack(response_action="errors", errors={"ticket": words()("form.ticket_wrong")})
            return
        if not (user and trigger):
            await ack()
            return
        external, ref = external_id(), tickets[0]
        identity, place = f"look:{workspace}:{trigger}", Place(workspace, user)
        await submit(self.starter, LookRequest(identity, place, user, external, ref.site, ref.key))
        await ack(response_action="update", view=waiting(external))

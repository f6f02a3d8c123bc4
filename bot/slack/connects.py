"""What people press and send to connect Jira. A modal opens here, for its trigger lives three seconds; what was typed is
sealed in the store, and only what takes it out again goes to the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.attempts import Attempts
from bot.connecting.consenting import Consenting
from bot.connecting.pairing import Pairing, code_in
from bot.connecting.requests import FORM, PAIR_VERBS, PERSON, WORKSPACE, ConnectRequest, Purpose, Verb
from bot.message import Modal
from bot.ports import People
from bot.render.actions import Click
from bot.render.modals.connect import CODE, connect_modal, link_modal, typed, wrong_code
from bot.render.modals.connected import told_connecting
from bot.render.modals.forms import submitted
from bot.runs import Starter, submit
from bot.site_names import belongs, shown_name
from bot.slack.bolt import us
from bot.slack.modals import external_id, open_modal, open_waiting, waiting
from bot.slack.payload import id_of, mapping, text
from bot.slack.press import Press

SUBMITTED: dict[str, Purpose] = {"handoff_jira_connect": WORKSPACE, "handoff_jira_link": PERSON}
"""Modals, and what each connects to Jira."""
SILENT: dict[str, Verb] = {"jira_disconnect": "disconnect", "jira_unlink": "unlink"}
"""Verbs after which App Home alone shows what came of it."""
VERBS = {"jira_connect", "jira_check", "jira_link", *SILENT}


@dataclass(frozen=True, slots=True)
class ConnectListener:
    starter: Starter
    attempts: Attempts
    pairing: Pairing
    people: People
    consenting: Consenting | None
    clock: Callable[[], datetime]

    def register(self, app: AsyncApp) -> None:
        for callback in SUBMITTED:
            app.view(callback)(self.on_submit)

    async def pressed(self, press: Press, client: AsyncWebClient) -> bool:
        """Whether the button is one of these. Its site counts only where it is this workspace's."""
        click, workspace, user = press.click, press.workspace, press.user
        if click.verb not in VERBS:
            return False
        if not belongs(click.handle, workspace):
            return True
        if click.verb in ("jira_connect", "jira_link"):
            await open_modal(client, press.trigger, await self._modal(workspace, user, click))
            return True
        verb = SILENT.get(click.verb, "check")
        view = "" if click.verb in SILENT else await open_waiting(client, press.trigger)
        await submit(self.starter, ConnectRequest(workspace, user, verb, view, click.handle, trigger=press.trigger))
        return True

    async def on_submit(self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """Seal what was typed, commit the work, and show that it is under way."""
        workspace, user, trigger = us(context).workspace, id_of(body, "user"), text(body, "trigger_id")
        view = mapping(body, "view")
        purpose = SUBMITTED.get(text(view, "callback_id"))
        if not (user and trigger and purpose):
            await ack()
            return
        external = external_id()
        found = await self._sent(workspace, user, purpose, view, external)
        if isinstance(found, ConnectRequest):
            await submit(self.starter, replace(found, trigger=trigger))
            await ack(response_action="update", view=waiting(external))
        else:
            await ack(response_action="errors", errors=found)

    async def _sent(
        self, workspace: str, user: str, purpose: Purpose, view: Mapping[str, Any], external: str
    ) -> ConnectRequest | dict[str, str]:
        """What a modal asks for, or what is wrong with it by field."""
        if purpose == PERSON or submitted(view, CODE):
            code = submitted(view, CODE)
            if not await self.pairing.offered(workspace, user, purpose, code):
                return wrong_code()
            return ConnectRequest(workspace, user, PAIR_VERBS[purpose], external, mark=code_in(code))
        found = typed(view)
        if isinstance(found, dict):
            return found
        mark = await self.attempts.begin(workspace, user, FORM, held=found.opened(), now=self.clock())
        return ConnectRequest(workspace, user, "connect", external, mark=mark)

    async def _modal(self, workspace: str, user: str, click: Click) -> Modal:
        if click.verb == "jira_link":
            if self.consenting is None or not click.handle:
                return told_connecting("gone")
            link = await self.consenting.link(workspace, user, PERSON, click.handle)
            return link_modal(link, shown_name(click.handle))
        if not await self.people.manages(workspace, user, inviter=None):
            return told_connecting("not_manager")
        return connect_modal(await self.consenting.link(workspace, user, WORKSPACE) if self.consenting else "")

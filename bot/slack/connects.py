"""What people press and send to connect Jira. A modal opens here, for its trigger lives three seconds; what was typed is
sealed in the store, and only what takes it out again goes to the engine."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.attempts import Attempts
from bot.connecting.consenting import Consenting
from bot.connecting.joining import Joining, code_in
from bot.connecting.requests import FORM, JOINS, PERSON, RUN, WORKSPACE, ConnectRequest, Purpose, Verb
from bot.errors import SlackError
from bot.message import Modal
from bot.ports import People
from bot.render.actions import Click
from bot.render.connecting import CODE, connect_modal, link_modal, told_connecting, typed, wrong_code
from bot.render.forms import submitted
from bot.render.modal import loading
from bot.runs import Starter
from bot.site_names import belongs, shown_name
from bot.slack.bolt import us
from bot.slack.calls import call
from bot.slack.intake import Us
from bot.slack.payload import mapping, text

SUBMITTED: dict[str, Purpose] = {"handoff_jira_connect": WORKSPACE, "handoff_jira_link": PERSON}
"""Modals, and what each connects to Jira."""
SILENT: dict[str, Verb] = {"jira_disconnect": "disconnect", "jira_unlink": "unlink"}
"""Verbs after which App Home alone shows what came of it."""
VERBS = {"jira_connect", "jira_check", "jira_link", *SILENT}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Connects:
    starter: Starter
    attempts: Attempts
    joining: Joining
    people: People
    consenting: Consenting | None
    clock: Callable[[], datetime]

    def register(self, app: AsyncApp) -> None:
        for callback in SUBMITTED:
            app.view(callback)(self.on_submit)

    async def clicked(self, body: Mapping[str, Any], click: Click, us: Us, client: AsyncWebClient) -> bool:
        """Whether the click is one of these. The site of a button counts only where it is this workspace's."""
        if click.verb not in VERBS:
            return False
        user, trigger = text(mapping(body, "user"), "id"), text(body, "trigger_id")
        if not (user and trigger and belongs(click.handle, us.workspace)):
            return True
        if click.verb in ("jira_connect", "jira_link"):
            await _open(client, trigger, await self._modal(us.workspace, user, click))
            return True
        verb = SILENT.get(click.verb, "check")
        view = "" if click.verb in SILENT else await _open(client, trigger, loading())
        await self._begin(trigger, ConnectRequest(us.workspace, user, verb, view, click.handle))
        return True

    async def on_submit(self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """Seal what was typed, commit the work, and show that it is under way."""
        workspace, user, trigger = us(context).workspace, text(mapping(body, "user"), "id"), text(body, "trigger_id")
        view = mapping(body, "view")
        purpose = SUBMITTED.get(text(view, "callback_id"))
        if not (user and trigger and purpose):
            await ack()
            return
        external = f"handoff-jira-{secrets.token_hex(6)}"
        found = await self._sent(workspace, user, purpose, view, external)
        if isinstance(found, ConnectRequest):
            await self._begin(trigger, found)
            await ack(response_action="update", view={**loading().view, "external_id": external})
        else:
            await ack(response_action="errors", errors=found)

    async def _sent(
        self, workspace: str, user: str, purpose: Purpose, view: Mapping[str, Any], external: str
    ) -> ConnectRequest | dict[str, str]:
        """What a modal asks for, or what is wrong with it by field."""
        if purpose == PERSON or submitted(view, CODE):
            code = submitted(view, CODE)
            if not await self.joining.offered(workspace, user, purpose, code):
                return wrong_code()
            return ConnectRequest(workspace, user, JOINS[purpose], external, mark=code_in(code))
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

    async def _begin(self, trigger: str, request: ConnectRequest) -> None:
        await self.starter.start(RUN, f"jira:{request.workspace}:{trigger}", asdict(request))


async def _open(client: AsyncWebClient, trigger: str, modal: Modal) -> str:
    """The id of the view; empty when it is too late."""
    try:
        opened = await call("views.open", client.views_open(trigger_id=trigger, view=modal.view))
    except SlackError as error:
        log.warning("connects.not_opened", error=error.error)
        return ""
    return text(mapping(opened.data if isinstance(opened.data, dict) else {}, "view"), "id")

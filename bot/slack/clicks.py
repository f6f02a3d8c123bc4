"""Clicks on our messages: what needs work goes to the engine, what only opens a page is answered here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.message import Modal
from bot.render.actions import LINK, MORE, Click, decode
from bot.render.page import no_page, page
from bot.requests import ClickRequest, Place
from bot.runs import Starter, submit
from bot.seal import Seal
from bot.slack.acts import Acts
from bot.slack.bolt import us
from bot.slack.calls import call
from bot.slack.connects import Connects
from bot.slack.digest_clicks import list_request, of_digest
from bot.slack.forms import Forms
from bot.slack.intake import Us
from bot.slack.payload import mapping, text
from checks.catalogue import find

OURS = re.compile(r"handoff_\w+")
log = structlog.get_logger()


class Clicks:
    """The listener of every button that the bot's messages have."""

    def __init__(
        self, starter: Starter, seal: Seal, forms: Forms, acts: Acts, connects: Connects | None = None
    ) -> None:
        self._connects = connects
        self._starter = starter
        self._acts = acts
        self._seal = seal
        self._forms = forms

    def register(self, app: AsyncApp) -> None:
        app.action(OURS)(self.on_click)

    async def on_click(
        self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        click = click_in(body)
        if click is not None and click.verb == "why":
            await _open(client, text(body, "trigger_id"), rule_page(click.code))
        elif click is not None and click.verb == "settings":
            user = text(mapping(body, "user"), "id")
            await self._forms.open(client, us(context), click.handle, user, text(body, "trigger_id"))
        elif click is not None and self._connects and await self._connects.clicked(body, click, us(context), client):
            pass
        elif click is not None and of_digest(click):
            url = text(body, "response_url")
            sealed = self._seal.close(url) if url else None
            asked = await list_request(client, body, click, us(context), sealed)
            if asked is not None:
                await submit(self._starter, asked)
        elif click is not None and not await self._acts.clicked(body, click, us(context), client):
            url = text(body, "response_url")
            request = request_of(body, click, us(context), self._seal.close(url) if url else None)
            if request is not None:
                await submit(self._starter, request)
        await ack()


def click_in(body: Mapping[str, Any]) -> Click | None:
    """What was clicked; None for a button that only opens a link, and for a value that is not ours."""
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
    action_id = text(action, "action_id")
    if action_id == LINK:
        return None
    value = text(mapping(action, "selected_option"), "value") if action_id == MORE else text(action, "value")
    try:
        return decode(action_id, value)
    except (ValueError, RecursionError):
        log.warning("click.not_ours", action=action_id[:40])
        return None


def request_of(body: Mapping[str, Any], click: Click, us: Us, reply: str | None) -> ClickRequest | None:
    """The work a click asks for; None when there is none, or when the payload does not say who clicked where."""
    container, trigger = mapping(body, "container"), text(body, "trigger_id")
    channel = text(mapping(body, "channel"), "id") or text(container, "channel_id")
    user, ts = text(mapping(body, "user"), "id"), text(container, "message_ts")
    if click.verb not in {"recheck", "share"} or not (channel and user and trigger):
        return None
    thread = text(container, "thread_ts") or text(mapping(body, "message"), "thread_ts")
    return ClickRequest(
        f"act:{us.workspace}:{trigger}",
        Place(us.workspace, channel, thread or None),
        user,
        "share" if click.verb == "share" else "recheck",
        click.handle,
        None if container.get("is_ephemeral") else ts or None,
        reply,
    )


def rule_page(code: str) -> Modal:
    """The page of a rule. It is the bot's own documentation, so anybody may read it."""
    rule = find(code)
    return page(rule) if rule else no_page()


async def _open(client: AsyncWebClient, trigger: str, modal: Modal) -> None:
    """A trigger lives three seconds and serves once: when it is too late, the click is lost and nothing else is."""
    try:
        await call("views.open", client.views_open(trigger_id=trigger, view=modal.view))
    except SlackError as error:
        log.warning("click.page_not_opened", error=error.error)

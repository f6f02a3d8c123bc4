"""The settings modal: opened here as one that waits, filled by the engine, read again when it is submitted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.render.modals.forms import ACTION
from bot.render.modals.settings import settings_form
from bot.requests import FormRequest, Place, SaveRequest, TryRequest
from bot.runs import Starter, submit
from bot.slack.bolt import us
from bot.slack.modals import open_waiting
from bot.slack.payload import CHANNEL, id_of, mapping, text
from bot.slack.press import Press
from bot.slack.reading.intake import Us
from bot.slack.reading.known import Knowledge, Known

CALLBACK = "handoff_settings"
LIVE = re.compile("watching|projects|receiver|quiet")
"""Fields of the modal whose change is told at once."""


class SettingsListener:
    """The listeners of that modal, and of the buttons that open it."""

    def __init__(self, starter: Starter, knowledge: Knowledge) -> None:
        self._starter = starter
        self._knowledge = knowledge

    def register(self, app: AsyncApp) -> None:
        app.view(CALLBACK)(self.on_submit)
        app.action({"block_id": LIVE, "action_id": ACTION})(self.on_change)

    async def open(self, client: AsyncWebClient, workspace: str, channel: str, user: str, trigger: str) -> bool:
        """Open the settings of a channel; False when the trigger was too old, for it lives three seconds."""
        if not CHANNEL.fullmatch(channel) or not user or not trigger:
            return False
        view = await open_waiting(client, trigger)
        if not view:
            return False
        identity = f"form:{workspace}:{trigger}"
        await submit(self._starter, FormRequest(identity, Place(workspace, channel), user, view))
        return True

    async def pressed(self, press: Press, client: AsyncWebClient) -> bool:
        if press.click.verb != "settings":
            return False
        await self.open(client, press.workspace, press.click.handle, press.user, press.trigger)
        return True

    async def on_submit(self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        found = save_of(body, us(context), await self._knowledge.now(us(context).workspace))
        if isinstance(found, dict):
            await ack(response_action="errors", errors=found)
            return
        if found is not None:
            await submit(self._starter, found)
        await ack()

    async def on_change(self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """A value was changed: what would it do?"""
        view = mapping(body, "view")
        if text(view, "callback_id") == CALLBACK:
            chosen = save_of(body, us(context), await self._knowledge.now(us(context).workspace), checked=False)
            if isinstance(chosen, SaveRequest) and text(view, "id"):
                identity = f"try:{us(context).workspace}:{text(body, 'trigger_id')}"
                tried = TryRequest(identity, chosen.place, chosen.user, text(view, "id"), chosen)
                await submit(self._starter, tried)
        await ack()


def save_of(
    body: Mapping[str, Any], us: Us, known: Known, *, checked: bool = True
) -> SaveRequest | dict[str, str] | None:
    """What was submitted; what is wrong with it, by field; or None when it does not say who and where."""
    form = settings_form(mapping(body, "view"), known.zones, checked=checked)
    if isinstance(form, dict):
        return form
    user, trigger = id_of(body, "user"), text(body, "trigger_id")
    if not CHANNEL.fullmatch(form.channel) or not user or not trigger:
        return None
    return SaveRequest(
        f"save:{us.workspace}:{trigger}",
        Place(us.workspace, form.channel),
        user,
        watching=form.watching,
        projects=form.projects,
        receiver=form.receiver,
        quiet=form.quiet,
        weekday=form.weekday,
        at=form.at,
        zone=form.zone,
        jql=form.jql,
        site=known.sites[0].name if known.sites else None,
        language=form.language,
        hours=form.hours,
        opened=form.opened,
    )

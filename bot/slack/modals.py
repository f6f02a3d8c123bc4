"""Opening modals: within the three seconds that a trigger lives, or not at all."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.message import Modal
from bot.render.modals.frame import loading
from bot.slack.calls import call, data_of
from bot.slack.payload import id_of

EXTERNAL = "handoff-"
"""What the names that we give to views ourselves begin with; Slack's own ids begin with V."""
log = structlog.get_logger()


async def open_modal(client: AsyncWebClient, trigger: str, modal: Modal) -> str:
    """The id of the view. Empty where it is too late or Slack refuses: then the click is lost, and nothing else is."""
    try:
        opened = await call("views.open", client.views_open(trigger_id=trigger, view=modal.view))
    except SlackError as error:
        log.warning("modal.not_opened", modal=modal.view["callback_id"], error=error.error)
        return ""
    return id_of(data_of(opened), "view")


async def open_waiting(client: AsyncWebClient, trigger: str) -> str:
    """The same for a modal that the engine fills."""
    return await open_modal(client, trigger, loading())


def external_id() -> str:
    """What a view that is about to be shown will be known by: it has no id yet."""
    return f"{EXTERNAL}{secrets.token_hex(10)}"


def waiting(external: str) -> dict[str, Any]:
    """The view that takes the place of a submitted one until the engine fills it."""
    return {**loading().view, "external_id": external}

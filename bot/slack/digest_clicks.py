"""Clicks under a digest: its whole list, in a modal that opens here and is filled by the engine, or as a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.render.actions import Click
from bot.render.modal import loading
from bot.requests import ListRequest, Place
from bot.slack.calls import call
from bot.slack.intake import Us
from bot.slack.payload import mapping, text

WHAT: dict[str, Literal["list", "csv", "assess"]] = {
    "list": "list",
    "list_back": "list",
    "csv": "csv",
    "assess": "assess",
}
HANDLE = re.compile(r"d[0-9]{1,18}", re.ASCII)
LAST = 10_000
"""The last page that is asked for."""
log = structlog.get_logger()


def of_digest(click: Click) -> bool:
    """Whether the engine's digest answers this click."""
    return click.verb in WHAT and HANDLE.fullmatch(click.handle) is not None


async def list_request(
    client: AsyncWebClient, body: Mapping[str, Any], click: Click, us: Us, reply: str | None
) -> ListRequest | None:
    """What is asked; a modal is opened first, for its trigger lives three seconds. None where that was too late."""
    trigger, user = text(body, "trigger_id"), text(mapping(body, "user"), "id")
    container = mapping(body, "container")
    channel = text(mapping(body, "channel"), "id") or text(container, "channel_id")
    view, made_for = text(mapping(body, "view"), "id"), text(mapping(body, "view"), "private_metadata")
    if not (trigger and user):
        return None
    if not channel and made_for != click.handle:
        # A button in a modal stands in no channel; of which digest the modal is, we wrote down where nobody can edit it.
        log.warning("list.not_of_this_modal", user=user)
        return None
    if WHAT[click.verb] == "list" and not view:
        view = await _opened(client, trigger)
        if not view:
            return None
    return ListRequest(
        f"act:{us.workspace}:{trigger}",
        Place(us.workspace, channel, text(container, "message_ts") or None),
        user,
        WHAT[click.verb],
        int(click.handle[1:]),
        min(max(click.page, 0), LAST),
        view,
        reply,
    )


async def _opened(client: AsyncWebClient, trigger: str) -> str:
    try:
        opened = await call("views.open", client.views_open(trigger_id=trigger, view=loading().view))
    except SlackError as error:
        log.warning("list.not_opened", error=error.error)
        return ""
    return text(mapping(opened.data if isinstance(opened.data, dict) else {}, "view"), "id")

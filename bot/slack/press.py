"""A button of ours that somebody pressed, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.render.actions import LINK, MORE, Click, decode
from bot.requests import Place
from bot.seal import Seal
from bot.slack.payload import id_of, mapping, text
from bot.slack.sending.responder import sealed_reply

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed which button, and where. What Slack left out is empty."""

    click: Click
    workspace: str
    user: str
    trigger: str
    """Lives three seconds, and opens one modal."""
    channel: str = ""
    """Of the message with the button; empty in App Home and in modals."""
    thread: str = ""
    """That the message stands in."""
    ts: str = ""
    """Of the message."""
    ephemeral: bool = False
    """The message is for one person's eyes, and its `ts` is no message's."""
    view: str = ""
    """The id of the modal or Home with the button."""
    made_for: str = ""
    """What that modal was made with: unlike the button, nobody can edit it."""
    reply: str | None = None
    """A sealed `response_url`."""

    @property
    def identity(self) -> str:
        """A trigger is used once."""
        return f"act:{self.workspace}:{self.trigger}"

    @property
    def place(self) -> Place:
        """Where an answer belongs: a card at channel level has its thread under it."""
        own = self.ts if self.channel and not self.ephemeral else ""
        return Place(self.workspace, self.channel, self.thread or own or None)


class Presses(Protocol):
    """The buttons of one part of the bot."""

    async def pressed(self, press: Press, client: AsyncWebClient) -> bool:
        """Whether the button is one of these; then what it asks for is committed."""
        ...


def press_in(body: Mapping[str, Any], workspace: str, seal: Seal) -> Press | None:
    """None for a button that only opens a link, for a value that is not ours, and where nobody is said to have pressed."""
    click, user, trigger = _click_in(body), id_of(body, "user"), text(body, "trigger_id")
    if click is None or not (user and trigger):
        return None
    container, view = mapping(body, "container"), mapping(body, "view")
    return Press(
        click,
        workspace,
        user,
        trigger,
        channel=id_of(body, "channel") or text(container, "channel_id"),
        thread=text(container, "thread_ts") or text(mapping(body, "message"), "thread_ts"),
        ts=text(container, "message_ts"),
        ephemeral=bool(container.get("is_ephemeral")),
        view=text(view, "id"),
        made_for=text(view, "private_metadata"),
        reply=sealed_reply(body, seal),
    )


def _click_in(body: Mapping[str, Any]) -> Click | None:
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

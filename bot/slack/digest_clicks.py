"""Clicks under a digest: its whole list, in a modal that opens here and is filled by the engine, or as a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.render.actions import Click
from bot.requests import ListRequest, Place
from bot.runs import Starter, submit
from bot.slack.modals import open_waiting
from bot.slack.press import Press

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


@dataclass(frozen=True, slots=True)
class DigestButtons:
    starter: Starter

    async def pressed(self, press: Press, client: AsyncWebClient) -> bool:
        if not of_digest(press.click):
            return False
        if not press.channel and press.made_for != press.click.handle:
            # A button in a modal stands in no channel; of which digest the modal is, we wrote down where nobody can edit it.
            log.warning("list.not_of_this_modal", user=press.user)
            return True
        view = press.view
        if WHAT[press.click.verb] == "list" and not view:
            view = await open_waiting(client, press.trigger)
            if not view:
                return True
        await submit(self.starter, list_request(press, view))
        return True


def of_digest(click: Click) -> bool:
    """Whether the engine's digest answers this click."""
    return click.verb in WHAT and HANDLE.fullmatch(click.handle) is not None


def list_request(press: Press, view: str) -> ListRequest:
    return ListRequest(
        press.identity,
        Place(press.workspace, press.channel, press.ts or None),
        press.user,
        WHAT[press.click.verb],
        int(press.click.handle[1:]),
        min(max(press.click.page, 0), LAST),
        view,
        press.reply,
    )

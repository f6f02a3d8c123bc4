"""Buttons of a card that need no modal: what they ask for goes to the engine, and is answered where they stood."""

from __future__ import annotations

from dataclasses import dataclass, replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.requests import ActRequest, ActVerb
from bot.requests import Place
from bot.runs import Starter, submit
from bot.slack.press import Press

ACTS: dict[str, ActVerb] = {
    "wrong": "wrong",
    "undo": "undo",
    "not_handed_off": "not_handed_off",
    "ask": "ask",
    "brief": "brief",
    "mute": "mute",
    "unmute": "unmute",
}


@dataclass(frozen=True, slots=True)
class ActButtons:
    starter: Starter

    async def pressed(self, press: Press, client: AsyncWebClient) -> bool:
        click = press.click
        if click.verb not in ACTS:
            return False
        place = press.place if press.channel else Place(press.workspace, press.user)  # App Home is in no channel
        place = replace(place, thread=click.thread) if click.thread else place
        request = ActRequest(press.identity, place, press.user, ACTS[click.verb], click.handle, click.code, press.reply)
        await submit(self.starter, request)
        return True

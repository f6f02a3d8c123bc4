"""Clicks on our messages: each goes to the part of the bot whose button it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.message import Modal
from bot.render.modals.rule_page import no_page, page
from bot.requests import ClickRequest, Place
from bot.runs import Starter, submit
from bot.seal import Seal
from bot.slack.bolt import us
from bot.slack.modals import open_modal
from bot.slack.press import Press, Presses, press_in
from checks.catalogue import find

OURS = re.compile(r"handoff_\w+")


@dataclass(frozen=True, slots=True)
class Clicks:
    """The listener of every button that the bot's messages have."""

    parts: Sequence[Presses]
    seal: Seal

    def register(self, app: AsyncApp) -> None:
        app.action(OURS)(self.on_click)

    async def on_click(
        self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        press = press_in(body, us(context).workspace, self.seal)
        if press is not None:
            for part in self.parts:
                if await part.pressed(press, client):
                    break
        await ack()


class RulePages:
    """*Why?* on a gap. The page is the bot's own documentation, so anybody may read it."""

    async def pressed(self, press: Press, client: AsyncWebClient) -> bool:
        if press.click.verb != "why":
            return False
        await open_modal(client, press.trigger, rule_page(press.click.code))
        return True


@dataclass(frozen=True, slots=True)
class CardButtons:
    """*Re-check* and *Share* on a card."""

    starter: Starter

    async def pressed(self, press: Press, client: AsyncWebClient) -> bool:
        if press.click.verb not in ("recheck", "share"):
            return False
        if press.channel:
            await submit(self.starter, request_of(press))
        return True


def request_of(press: Press) -> ClickRequest:
    return ClickRequest(
        press.identity,
        Place(press.workspace, press.channel, press.thread or None),
        press.user,
        "share" if press.click.verb == "share" else "recheck",
        press.click.handle,
        None if press.ephemeral else press.ts or None,
        press.reply,
        press.ts if press.ephemeral else "",
    )


def rule_page(code: str) -> Modal:
    rule = find(code)
    return page(rule) if rule else no_page()

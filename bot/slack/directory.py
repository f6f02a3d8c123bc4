"""Slack, as the conversation sees it beside messages: people by address, their names, permalinks, App Home."""

from __future__ import annotations

from typing import Any

import structlog

from bot.errors import SlackError
from bot.requests import Place
from bot.slack.calls import call, data_of
from bot.slack.installation import Installations
from bot.slack.payload import mapping, text
from bot.slack.people import person_of

log = structlog.get_logger()


class SlackDirectory:
    """Implements `Directory`, `Names`, `Permalinks` and `Publisher` of the conversation."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def by_email(self, workspace: str, email: str) -> str | None:
        """Slack looks up its own spelling of an address, so what it gives is compared; guests and strangers are not
        mentioned about a ticket."""
        try:
            home = await self._installations.of(workspace)
            client = await self._installations.client(workspace)
            answer = await call("users.lookupByEmail", client.users_lookupByEmail(email=email))
        except SlackError as error:
            if error.error != "users_not_found":
                log.warning("directory.unknown", error=error.error)
            return None
        user = mapping(data_of(answer), "user")
        person = person_of(user, home)
        exact = person.email.casefold() == email.casefold() and not person.outsider
        return text(user, "id") or None if exact else None

    async def name(self, workspace: str, user: str) -> str:
        try:
            client = await self._installations.client(workspace)
            answer = await call("users.info", client.users_info(user=user))
        except SlackError as error:
            log.warning("directory.unnamed", user=user, error=error.error)
            return ""
        found = mapping(data_of(answer), "user")
        profile = mapping(found, "profile")
        return text(profile, "real_name") or text(profile, "display_name") or text(found, "real_name")

    async def permalink(self, place: Place, ts: str) -> str:
        client = await self._installations.client(place.workspace)
        answer = await call("chat.getPermalink", client.chat_getPermalink(channel=place.channel, message_ts=ts))
        return str(answer["permalink"])

    async def publish(self, workspace: str, user: str, view: dict[str, Any]) -> None:
        client = await self._installations.client(workspace)
        await call("views.publish", client.views_publish(user_id=user, view=view))

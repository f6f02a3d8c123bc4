"""Whether a channel has guests in it: who the workspace's guests are, and who is in the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.installed import Installation
from bot.memory import Cache
from bot.slack.calls import call
from bot.slack.installation import Installations
from bot.slack.people import person_of

PAGE = 200
"""People of one answer; Slack advises no more (docs.slack.dev/apis/web-api/pagination)."""
MOST_PAGES = 50
"""Above ten thousand people nobody is counted: the answer is then *not known*, which is not *no*."""
KEPT = 3600.0
"""Seconds for which the workspace's guests are remembered."""
log = structlog.get_logger()


class SlackGuests:
    """Asks `users.list` now and then, and `conversations.members` when it is asked."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._guests: Cache[str, frozenset[str]] = Cache()

    async def among(self, workspace: str, channel: str) -> bool | None:
        """None when Slack does not say, or there are too many to look at. Raises `SlackError` where it may in a moment."""
        try:
            client = await self._installations.client(workspace)
            guests = await self._of(workspace, client)
            async for member in _people(
                client.conversations_members, "conversations.members", "members", channel=channel
            ):
                if member in guests:
                    return True
        except (SlackError, OverflowError) as error:
            if isinstance(error, SlackError) and error.transient:
                raise
            log.warning("guests.unknown", channel=channel, error=type(error).__name__)
            return None
        return False

    async def _of(self, workspace: str, client: AsyncWebClient) -> frozenset[str]:
        known = self._guests.get(workspace)
        if known is None:
            listed = _people(client.users_list, "users.list", "members")
            home = await self._installations.of(workspace)
            known = frozenset([str(user.get("id")) async for user in listed if _guest(user, home)])
            self._guests.put(workspace, known, KEPT)
        return known


def _guest(user: dict[str, Any], home: Installation) -> bool:
    return person_of(user, home).outsider and not user.get("deleted") and not user.get("is_bot")


async def _people(read: Callable[..., Any], method: str, name: str, **args: Any) -> AsyncIterator[Any]:
    """All that a paged method lists. Raises `SlackError`; `OverflowError` past the bound."""
    cursor = ""
    for _ in range(MOST_PAGES):
        answer = await call(method, read(limit=PAGE, **({"cursor": cursor} if cursor else {}), **args))
        for one in answer.get(name) or ():
            yield one
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
    raise OverflowError(method)

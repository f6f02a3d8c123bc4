"""People in Slack, as far as the bot must know them: who administers, who is a guest, who is a stranger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.errors import SlackError
from bot.installed import Installation
from bot.memory import Cache
from bot.slack.calls import call
from bot.slack.installation import Installations
from bot.slack.payload import mapping, text

FRESH = 600.0
"""Seconds for which what is known of a person holds."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Person:
    """`outsider`: a guest, or somebody of another organisation. `email` only where Slack vouches for it."""

    admin: bool = False
    outsider: bool = True
    email: str = ""


class SlackPeople:
    """Asks `users.info` and remembers the answer briefly. Implements `bot.ports.People`."""

    def __init__(self, installations: Installations, admins: Collection[str] = ()) -> None:
        """`admins` are ids that the operator named."""
        self._installations = installations
        self._admins = frozenset(admins)
        self._known: Cache[tuple[str, str], Person] = Cache()
        self._unheard: Cache[tuple[str, str], float] = Cache()

    async def manages(self, workspace: str, user: str, *, inviter: str | None) -> bool:
        """Whether this person may decide what is shown in a channel: who invited the bot there, unless an outsider;
        workspace admins; and whom the operator named. Who cannot be looked up may not."""
        if user in self._admins:
            return True
        person = await self.person(workspace, user)
        return person is not None and (person.admin or (user == inviter and not person.outsider))

    async def person(self, workspace: str, user: str) -> Person | None:
        """None when Slack does not say."""
        known = self._known.get((workspace, user))
        if known is None and (known := await self._ask(workspace, user)) is not None:
            self._known.put((workspace, user), known, FRESH)
        return known

    def again(self, workspace: str, user: str) -> float | None:
        """Where Slack failed when it was last asked about a person: seconds as in `bot.ports.Showing`. Else None."""
        return self._unheard.get((workspace, user))

    async def _ask(self, workspace: str, user: str) -> Person | None:
        try:
            home = await self._installations.of(workspace)
            client = await self._installations.client(workspace)
            answer = await call("users.info", client.users_info(user=user))
        except SlackError as error:
            log.warning("people.unknown", user=user, error=error.error)
            if error.again is not None:
                self._unheard.put((workspace, user), error.again, FRESH)
            return None
        self._unheard.drop((workspace, user))
        return person_of(answer.get("user") or {}, home)


def person_of(user: Mapping[str, Any], home: Installation) -> Person:
    """What `users.info` says of somebody to the bot that is installed at `home`. What is absent counts against the person."""
    outsider = not _of(user, home) or user.get("is_restricted") is not False or bool(user.get("is_bot"))
    gone = user.get("deleted") is not False
    admin = user.get("is_admin") is True or user.get("is_owner") is True
    vouched = not outsider and not gone and user.get("is_email_confirmed") is not False
    return Person(
        admin and not outsider and not gone,
        outsider or gone,
        text(mapping(user, "profile"), "email") if vouched else "",
    )


def _of(user: Mapping[str, Any], home: Installation) -> bool:
    """Whether they are of the workspace or organisation. `is_stranger` alone does not tell: it is false, or absent, of people
    of another company who share a channel with the bot (docs.slack.dev/apis/slack-connect); their flags and their address
    are their own company's to set."""
    if user.get("is_stranger"):
        return False
    enterprise = text(mapping(user, "enterprise_user"), "enterprise_id")
    ours = {home.workspace, home.team, home.enterprise}
    return text(user, "team_id") in ours or (bool(enterprise) and enterprise == home.enterprise)

"""The end of a consent: whoever agreed at Atlassian sees a code, which is valid only if the Slack user who began types
it in Slack. Either of two people may pass a link on; only somebody who is both has the code and the Slack account."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

import structlog

from bot.attempts import Attempt, Attempts
from bot.connecting.connections import LIFE, Connected, Grant, Linked, new_hook
from bot.connecting.ports import Connections, Persons
from bot.connecting.requests import PERSON, Purpose
from bot.site_names import name_within

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No two of them look alike."""
LENGTH = 8
"""Of a code, which lives ten minutes and is valid for one person alone: 31^8 is far more than anybody can try by
hand."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to, and as whom."""

    cloud_id: str
    url: str
    account: str
    """Jira's account id of whoever agreed."""
    name: str


@dataclass(frozen=True, slots=True)
class Paired:
    site: str
    """The site's name."""
    name: str
    """What Jira calls the account."""


@dataclass(frozen=True, slots=True)
class Pairing:
    attempts: Attempts
    connections: Connections
    persons: Persons
    clock: Callable[[], datetime]

    async def offer(self, found: Attempt, purpose: Purpose, grant: Grant, agreed: Agreed) -> str:
        """Store it, sealed; returns the code for it."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        held = grant.opened() | {"agreed": asdict(agreed)}
        await self.attempts.hold(
            found.workspace,
            found.user,
            _phase(purpose),
            _secret(found.workspace, found.user, code),
            site=found.site,
            held=json.dumps(held),
            now=self.clock(),
        )
        return code

    async def offered(self, workspace: str, user: str, purpose: Purpose, typed: str) -> bool:
        """Whether such a code is waiting for this person."""
        secret = _secret(workspace, user, code_in(typed))
        return await self.attempts.look(secret, _phase(purpose), now=self.clock()) is not None

    async def pair(self, workspace: str, user: str, purpose: Purpose, typed: str) -> Paired | None:
        """Keep it; None where the code is not theirs, was used, or is too old."""
        now = self.clock()
        found = await self.attempts.take(_secret(workspace, user, code_in(typed)), _phase(purpose), now=now)
        if found is None:
            return None
        held = json.loads(found.held)
        agreed, grant = Agreed(**held["agreed"]), Grant.of(held)
        if purpose == PERSON:
            own = Linked(workspace, user, found.site, agreed.account, agreed.name, agreed.cloud_id, now + LIFE)
            await self.persons.connect(workspace, own, grant, now=now)
            log.info("jira.linked", site=found.site)
            return Paired(found.site, agreed.name)
        name = name_within(workspace, agreed.url)
        hook = new_hook()
        made = Connected(workspace, name, agreed.url, "oauth", cloud_id=agreed.cloud_id, hook=hook)
        await self.connections.connect(workspace, made, grant, user=user, now=now)
        log.info("jira.connected", site=name, kind="oauth")
        return Paired(name, agreed.name)


def code_in(typed: str) -> str:
    """A code as it was shown, however it was typed: in small letters, with spaces or another dash."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)[:LENGTH]


def shown_code(code: str) -> str:
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def _phase(purpose: Purpose) -> str:
    return f"code:{purpose}"


def _secret(workspace: str, user: str, code: str) -> str:
    """The person is part of it: what somebody else types finds nothing."""
    return f"{workspace}:{user}:{code}"

"""May this person see this ticket in Jira? Asked of Jira itself, by the person's exact e-mail address.

`sees` and `not` are Jira's word. `unchecked` is no word at all: an address Jira hides, a permission our account lacks,
a site that does not answer. Jira answers a question it does not let us ask with an empty list, so `not` counts only
where the same question about our own account, which surely sees the ticket, is answered rightly
(developer.atlassian.com/cloud/jira/platform/rest/v3, user search).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

import structlog

from bot.errors import JiraError, JiraOutcome
from bot.jira.client import Jira
from bot.jira.transport.connection import Connection
from bot.jira.values import mappings, string
from bot.memory import Cache
from bot.ports import Sight

ACCOUNT_KEPT = 600.0
"""Seconds for which a person's account is remembered."""
SIGHT_KEPT = 60.0
"""Seconds for which what they may see is remembered: taking it away must soon show."""
BLIND_FOR = 900.0
"""Seconds for which a site that refuses the question is not asked again. A scoped token answers it with 401, and
refused logins in a row would make the breaker stop all calls to the site."""
BLINDING: frozenset[JiraOutcome] = frozenset({"unauthorized", "forbidden"})
"""Refusals of the question itself. Another one, as of a ticket that was just deleted, says nothing of the next ticket."""
DEADLINE = 5.0
"""Seconds a person is kept waiting for this check."""
log = structlog.get_logger()


class Sights:
    """Implements `bot.ports.Sights` for all sites."""

    def __init__(self, jira: Jira, clock: Callable[[], float] = time.monotonic) -> None:
        self._jira = jira
        self._accounts: Cache[tuple[str, str], str] = Cache(clock)
        self._sights: Cache[tuple[str, str, str], Sight] = Cache(clock)
        self._blind: Cache[str, bool] = Cache(clock)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def sight(self, site: str, key: str, email: str) -> Sight:
        """Never raises for what Jira does. `key` must be a key that Jira gave."""
        email = email.casefold()
        known = self._known(site, key, email)
        if known is not None:
            return known
        turn = self._turns.setdefault(site, asyncio.Lock())  # a slow site holds up its own people alone
        try:
            async with asyncio.timeout(DEADLINE), turn:
                known = self._known(site, key, email)
                return known or await self._sight((await self._jira.client(site)).connection, key, email)
        except JiraError as error:
            log.warning("sight.unchecked", site=site, error=error.outcome)
            if error.outcome in BLINDING:
                self._blind.put(site, True, BLIND_FOR)
        except TimeoutError:
            log.warning("sight.unchecked", site=site, error="deadline")
        return "unchecked"

    def _known(self, site: str, key: str, email: str) -> Sight | None:
        """What needs no question; None where Jira has to be asked."""
        if not email or self._blind.get(site):
            return "unchecked"
        account = self._accounts.get((site, email))
        return self._sights.get((site, key, account)) if account else None

    async def _sight(self, connection: Connection, key: str, email: str) -> Sight:
        site = connection.site.name
        account = self._accounts.get((site, email)) or await self._account(connection, email)
        if account is None:
            return "unchecked"
        self._accounts.put((site, email), account, ACCOUNT_KEPT)
        found = await self._ask(connection, key, account)
        self._sights.put((site, key, account), found, SIGHT_KEPT)
        return found

    async def _account(self, connection: Connection, email: str) -> str | None:
        """A search that is refused names no ticket, so it is the site that refuses it."""
        try:
            return await account_of(connection, email)
        except JiraError as error:
            if not error.transient:
                self._blind.put(connection.site.name, True, BLIND_FOR)
            raise

    async def _ask(self, connection: Connection, key: str, account: str) -> Sight:
        if await _sees(connection, key, account):
            return "sees"
        ours = _id(await connection.get_object("/myself"), connection)
        return "not" if await _sees(connection, key, ours) else "unchecked"


async def account_of(connection: Connection, email: str) -> str | None:
    """The one active account with exactly this address; None when there is none, several, or the address is hidden.
    Jira matches prefixes of names too, so its answer is only a list of candidates. Raises: JiraError."""
    asked = "query" if connection.site.deployment == "cloud" else "username"
    found = mappings(await connection.get("/user/search", {asked: email, "maxResults": 50}))
    ids = {
        _id(user, connection)
        for user in found
        if string(user.get("emailAddress")).casefold() == email.casefold()
        and user.get("active") is True
        and user.get("accountType", "atlassian") == "atlassian"
    }
    return ids.pop() if len(ids) == 1 else None


async def _sees(connection: Connection, key: str, account: str) -> bool:
    named = "accountId" if connection.site.deployment == "cloud" else "username"
    found = await connection.get("/user/viewissue/search", {"issueKey": key, named: account, "maxResults": 50})
    return any(_id(user, connection) == account for user in mappings(found))


def _id(user: Any, connection: Connection) -> str:
    """What Jira's user endpoints take: Cloud's `accountId`, Data Center's `name`."""
    return string(user.get("accountId" if connection.site.deployment == "cloud" else "name"))

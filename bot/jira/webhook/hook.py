"""Jira's door: what it says is checked and committed before it is acknowledged, and nothing else is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog
from aiohttp import web

from bot.conversation.ports import HandOffs, LivingCards
from bot.conversation.requests import ChangeRequest
from bot.jira.sites import Site
from bot.jira.webhook.payload import Heard, heard
from bot.jira.webhook.signatures import genuine, genuine_token, same
from bot.runs import Starter, submit
from bot.telemetry import metrics
from checks.ticket import TicketId

PATH = "/jira/webhook"
BODY_LIMIT = 4 * 1024 * 1024
"""Bytes. Jira sends the whole issue; what is longer is left to the sweep."""
log = structlog.get_logger(__name__)


class Accounts(Protocol):
    async def of(self, site: str) -> str:
        """The bot's own; empty while Jira does not say."""
        ...


class Homes(Protocol):
    """Where a webhook's word belongs (`bot.jira.connected.directory`)."""

    async def given(self) -> tuple[tuple[str, Site], ...]: ...
    async def hooked(self, token: str) -> tuple[str, Site] | None: ...


class JiraHook:
    """Give `handle` to the POST routes `PATH` and `PATH/{token}`."""

    def __init__(
        self,
        starter: Starter,
        homes: Homes,
        secret: str,
        accounts: Accounts,
        cards: LivingCards,
        handoffs: HandOffs,
        clock: Callable[[], datetime],
    ) -> None:
        """With an empty secret the operator's sites are not heard; a connected one has a secret of its own."""
        self._starter = starter
        self._homes = homes
        self._secret = secret
        self._accounts = accounts
        self._cards = cards
        self._handoffs = handoffs
        self._clock = clock

    async def handle(self, request: web.Request) -> web.Response:
        """204 once the change is committed or means nothing to us, 401 for what Jira did not send, 413 for too much.
        A failure of ours is 500, so that Jira sends it again."""
        try:
            body = await request.clone(client_max_size=BODY_LIMIT).read()
        except web.HTTPRequestEntityTooLarge:
            return self._answer(413)
        home = await self._homes.hooked(request.match_info.get("token", ""))
        if home is None and not self._genuine(request, body):
            log.warning("hook.not_genuine", bytes=len(body))
            return self._answer(401)
        changes = heard(body, request.headers, now=self._clock())
        home = home or await self._home_of(changes)
        if home is None or not changes:
            return self._answer(204)
        workspace, site = home
        own = await self._accounts.of(site.name)
        for change in changes:
            if not change.by(own):
                await self._start(workspace, site.name, change)
        return self._answer(204)

    async def _start(self, workspace: str, site: str, change: Heard) -> None:
        """A change is work only where a card, a hand-off or a linked ticket's card may change with it."""
        ticket = TicketId(site, change.issue_id)
        linked = await self._linked(workspace, site, change)
        known = await self._known(workspace, ticket)
        if not (known or linked):
            return
        key, identity = change.key or known or "", f"{site}:{change.identity}"
        request = ChangeRequest(workspace, site, change.issue_id, key, change.moved_on, linked, identity)
        await submit(self._starter, request)

    async def _known(self, workspace: str, ticket: TicketId) -> str | None:
        """The key of a ticket that was judged or handed off in Slack."""
        if key := await self._cards.key(workspace, ticket):
            return key
        handoff = await self._handoffs.latest(workspace, ticket)
        return handoff.key if handoff else None

    async def _linked(self, workspace: str, site: str, change: Heard) -> tuple[str, ...]:
        if not (change.moved_on and change.linked):
            return ()
        return tuple(sorted({key for _, key in await self._cards.known(workspace, site, change.linked)}))

    def _genuine(self, request: web.Request, body: bytes) -> bool:
        token = request.match_info.get("token", "")
        if token and self._secret:
            return same(token, self._secret)
        now = self._clock()
        return genuine(body, request.headers, self._secret) or genuine_token(request.headers, self._secret, now=now)

    async def _home_of(self, changes: Sequence[Heard]) -> tuple[str, Site] | None:
        """The operator's site whose address the issue has; with one alone there is no doubt, behind whatever proxy."""
        given = await self._homes.given()
        if len(given) == 1:
            return given[0]
        origin = changes[0].origin if changes else ""
        bases = ((home, base.rstrip("/") + "/") for home in given for base in (home[1].url, home[1].api))
        return next((home for home, base in bases if origin.startswith(base)), None)

    @staticmethod
    def _answer(status: int) -> web.Response:
        metrics.HOOKS.labels(str(status)).inc()
        return web.Response(status=status)

"""Use case: an admin connects a Jira site for the workspace, looks after it, or lets it go; a person connects their own
account or lets it go. What was typed is taken from the store once, checked against Jira, and only then kept."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import structlog
from pydantic import SecretStr, TypeAdapter

from bot.connecting.examined import SiteCheck, works
from bot.errors import SlackError
from bot.jira.account import cloud_id
from bot.jira.addresses import AddressError, Addresses
from bot.jira.client import Jira
from bot.jira.connections import Connected, Grant
from bot.jira.directory import JiraDirectory
from bot.jira.examining import examine
from bot.jira.joining import PERSON, WORKSPACE, Joining
from bot.jira.sites import Site
from bot.message import Modal
from bot.ports import People, Poster, Run
from bot.render.connecting import checked_modal, told_connecting, wrong_address
from bot.site_names import name_within, shown_name
from bot.store.attempts import AttemptStore
from bot.store.jira import JiraBook

RUN = "jira"
"""The engine's name for it. It is in committed rows, so it never changes."""
FORM = "form"
"""What an attempt is for that holds a submitted modal."""
JOINS = {WORKSPACE: "join", PERSON: "join_own"}
"""The verbs by which a code is typed."""
TRIES = 8
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ConnectRequest:
    """`view` is the modal to fill, by its id or the external id it is about to have; `mark` takes what was typed, or is
    the code that a consent ended with."""

    workspace: str
    user: str
    verb: str
    view: str = ""
    site: str = ""
    mark: str = ""


class Homes(Protocol):
    async def publish(self, run: Run, workspace: str, user: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Connecting:
    """Answers a `ConnectRequest`; whoever asks is authorised anew."""

    attempts: AttemptStore
    book: JiraBook
    joining: Joining
    sites: JiraDirectory
    jira: Jira
    people: People
    poster: Poster
    homes: Homes
    addresses: Addresses
    changed: Callable[[str, str], Awaitable[None]]
    """Told of a workspace and a site whose connection changed."""
    gateway: str
    own_url: str
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, payload: dict[str, Any]) -> None:
        request = TypeAdapter(ConnectRequest).validate_python(payload)

        async def act() -> bool:
            modal = await self._act(request)
            if request.view and modal:
                await self._show(request, modal)
            return True

        await run.step(request.verb, act)
        await self.homes.publish(run, request.workspace, request.user)

    async def _act(self, request: ConnectRequest) -> Modal | None:
        """None where App Home alone shows what came of it."""
        workspace, user, site = request.workspace, request.user, request.site
        if request.verb == "unlink":
            await self.book.people.disconnect(workspace, user, site, now=self.clock())
            return None
        if request.verb == JOINS[PERSON]:
            return await self._join(request, PERSON)
        if not await self.people.manages(workspace, user, inviter=None):
            return told_connecting("not_manager")
        if request.verb == "disconnect":
            await self.book.connections.disconnect(workspace, site, user=user, now=self.clock())
            await self.changed(workspace, site)
            return None
        if request.verb == "check":
            return await self._check(workspace, site)
        if request.verb == JOINS[WORKSPACE]:
            return await self._join(request, WORKSPACE)
        return await self._connect(request)

    async def _join(self, request: ConnectRequest, purpose: str) -> Modal:
        joined = await self.joining.join(request.workspace, request.user, purpose, request.mark)
        if joined is None:
            return told_connecting("no_code")
        await self.changed(request.workspace, joined.site)
        if purpose == WORKSPACE:
            return await self._check(request.workspace, joined.site)
        return told_connecting("joined", name=joined.name, site=shown_name(joined.site))

    async def _connect(self, request: ConnectRequest) -> Modal:
        taken = await self.attempts.take(request.mark, FORM, now=self.clock())
        if taken is None or (taken.workspace, taken.user) != (request.workspace, request.user):
            return told_connecting("expired")
        typed = json.loads(taken.held)
        try:
            url = await self.addresses.checked(typed["url"])
        except AddressError as error:
            return wrong_address(error.why)
        made = Connected(
            request.workspace,
            name_within(request.workspace, url),
            url,
            typed["kind"],
            typed["email"],
            token=SecretStr(typed["token"]),
            hook=SecretStr(secrets.token_urlsafe(32)),
        )
        made, checks = await self._examined(made)
        if not works(checks):
            return checked_modal(shown_name(made.name), checks, "", connected=False)
        await self.keep(made, None, user=request.user)
        return checked_modal(shown_name(made.name), checks, await self._hook(made), connected=True)

    async def keep(self, made: Connected, grant: Grant | None, *, user: str) -> None:
        await self.book.connections.connect(made.workspace, made, grant, user=user, now=self.clock())
        await self.changed(made.workspace, made.name)
        log.info("jira.connected", site=made.name, kind=made.kind)

    async def _examined(self, made: Connected) -> tuple[Connected, list[SiteCheck]]:
        """With the cloud id that a scoped token's address needs, asked of the site itself."""
        if made.kind == "scoped":
            async with Jira([replace(self._site(made), api_url="")]) as site:
                found = await cloud_id(site.site(made.name).connection)
            if not found:
                return made, [SiteCheck("credential", "failed", "no_answer", "not_found")]
            made = replace(made, cloud_id=found)
        async with Jira([self._site(made)]) as site:
            return made, await examine(site, self._site(made))

    def _site(self, made: Connected) -> Site:
        return made.site(self.gateway, self.addresses.private)

    async def _check(self, workspace: str, name: str) -> Modal:
        found = await self.book.connections.get(workspace, name)
        if found is None:
            return told_connecting("gone")
        checks = await examine(self.jira, self._site(found))
        return checked_modal(shown_name(name), checks, await self._hook(found), connected=True)

    async def _hook(self, made: Connected) -> str:
        """The address for the site's webhook; of a new connection its number is known only now."""
        kept = await self.book.connections.get(made.workspace, made.name)
        if kept is None or not self.own_url:
            return ""
        return f"{self.own_url}/jira/webhook/{kept.number}.{kept.hook.get_secret_value()}"

    async def _show(self, request: ConnectRequest, modal: Modal) -> None:
        """Slack puts a modal's next view in place only once it has our acknowledgement, which this may overtake."""
        for attempt in range(1, TRIES + 1):
            try:
                await self.poster.update_view(request.workspace, request.view, modal.view)
            except SlackError as error:
                if error.error != "not_found" or attempt == TRIES:
                    log.warning("connecting.not_shown", error=error.error)  # the person closed it
                    return
                await asyncio.sleep(0.1 * attempt)
            else:
                return

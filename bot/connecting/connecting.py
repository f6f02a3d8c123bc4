"""Use case: an admin connects a Jira site for the workspace, checks it or disconnects it; a person connects or
disconnects their own account. What was typed is taken from the store once, checked against Jira, and only then kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from bot.attempts import Attempts
from bot.connecting.connections import Connected, new_hook
from bot.connecting.examined import works
from bot.connecting.pairing import Pairing
from bot.connecting.ports import AddressError, Addresses, Connections, Examiner, Homes, Persons
from bot.connecting.requests import FORM, PAIR_VERBS, PERSON, WORKSPACE, ConnectRequest, Purpose, TypedConnection
from bot.errors import SlackError
from bot.message import Modal
from bot.ports import People, Poster, Run
from bot.render.modals.connected import checked_modal, told_connecting, wrong_address
from bot.retrying.insisting import once_there
from bot.site_names import name_within, shown_name

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Connecting:
    """Answers a `ConnectRequest`; whoever asks is authorised again."""

    attempts: Attempts
    connections: Connections
    persons: Persons
    pairing: Pairing
    examiner: Examiner
    people: People
    poster: Poster
    homes: Homes
    addresses: Addresses
    changed: Callable[[str, str], Awaitable[None]]
    """Called with a workspace and a site whose connection changed."""
    hooks: str
    """The base address for webhooks of connected sites, without a trailing slash; empty where there is none."""
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: ConnectRequest) -> None:
        async def act() -> bool:
            modal = await self._act(request)
            if request.view and modal:
                await self._show(request, modal)
            return True

        await run.step(request.verb, act)
        await self.homes.publish(run, request.workspace, request.user)

    async def _act(self, request: ConnectRequest) -> Modal | None:
        """None where App Home alone shows the result."""
        workspace, user, site = request.workspace, request.user, request.site
        if request.verb == "unlink":
            await self.persons.disconnect(workspace, user, site, now=self.clock())
            return None
        if request.verb == PAIR_VERBS[PERSON]:
            return await self._pair(request, PERSON)
        if not await self.people.manages(workspace, user, inviter=None):
            return told_connecting("not_manager")
        if request.verb == "disconnect":
            await self.connections.disconnect(workspace, site, user=user, now=self.clock())
            await self.changed(workspace, site)
            return None
        if request.verb == "check":
            return await self._check(workspace, site)
        if request.verb == PAIR_VERBS[WORKSPACE]:
            return await self._pair(request, WORKSPACE)
        return await self._connect(request)

    async def _pair(self, request: ConnectRequest, purpose: Purpose) -> Modal:
        paired = await self.pairing.pair(request.workspace, request.user, purpose, request.mark)
        if paired is None:
            return told_connecting("no_code")
        await self.changed(request.workspace, paired.site)
        if purpose == WORKSPACE:
            return await self._check(request.workspace, paired.site)
        return told_connecting("joined", name=paired.name, site=shown_name(paired.site))

    async def _connect(self, request: ConnectRequest) -> Modal:
        taken = await self.attempts.take(request.mark, FORM, now=self.clock())
        if taken is None or (taken.workspace, taken.user) != (request.workspace, request.user):
            return told_connecting("expired")
        typed = TypedConnection.of(taken.held)
        try:
            url = await self.addresses.checked(typed.url)
        except AddressError as error:
            return wrong_address(error.why)
        name, hook = name_within(request.workspace, url), new_hook()
        made = Connected(request.workspace, name, url, typed.kind, typed.email, token=typed.token, hook=hook)
        made, checks = await self.examiner.untried(made)
        if not works(checks):
            return checked_modal(shown_name(name), checks, "", connected=False)
        await self.connections.connect(made.workspace, made, None, user=request.user, now=self.clock())
        log.info("jira.connected", site=name, kind=made.kind)
        await self.changed(made.workspace, name)
        return checked_modal(shown_name(name), checks, await self._hook(made), connected=True)

    async def _check(self, workspace: str, name: str) -> Modal:
        found = await self.connections.get(workspace, name)
        if found is None:
            return told_connecting("gone")
        checks = await self.examiner.kept(found)
        return checked_modal(shown_name(name), checks, await self._hook(found), connected=True)

    async def _hook(self, made: Connected) -> str:
        """The address for the site's webhook; a new connection's number is known only now."""
        kept = await self.connections.get(made.workspace, made.name)
        if kept is None or not self.hooks:
            return ""
        return f"{self.hooks}/{kept.number}.{kept.hook.get_secret_value()}"

    async def _show(self, request: ConnectRequest, modal: Modal) -> None:
        """Runs within a step of the caller's: it may name a secret, which no row stores."""
        show = partial(self.poster.update_view, request.workspace, request.view, modal.view)
        try:
            await once_there(show, asyncio.sleep)
        except SlackError as error:  # the person closed it
            log.warning("connecting.not_shown", error=error.error)

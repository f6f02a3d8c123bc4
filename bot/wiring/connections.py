"""Wires connecting Jira from Slack: by workspaces' admins and by persons, with tokens and by Atlassian's consent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import aiohttp
from aiohttp import web

from bot.connecting.connecting import Connecting
from bot.connecting.consenting import Consenting
from bot.connecting.joining import Joining
from bot.connecting.requests import ConnectRequest
from bot.conversation.homes import Homes
from bot.engine import Engine
from bot.jira.addresses import Addresses
from bot.jira.atlassian import Atlassian
from bot.jira.client import Jira
from bot.jira.consent_routes import REDIRECT, ConsentRoutes
from bot.jira.directory import JiraDirectory
from bot.jira.examining import SiteExaminer
from bot.jira.hook import PATH as HOOKS
from bot.ports import People, Poster
from bot.runs import serve
from bot.settings import Settings
from bot.slack.connects import ConnectListener
from bot.slack.directory import SlackDirectory
from bot.slack.known import Knowledge
from bot.store import Store

Clock = Callable[[], datetime]


def atlassian_of(settings: Settings, session: aiohttp.ClientSession, clock: Clock) -> Atlassian | None:
    """The operator's app at Atlassian; None where there is none, or nothing to keep its tokens with."""
    client, secret = settings.jira_client_id, settings.jira_client_secret
    if client is None or secret is None or not settings.url or not settings.own_keys:
        return None
    redirect = f"{settings.url.rstrip('/')}{REDIRECT}"
    return Atlassian(client, secret, redirect, session, clock, settings.jira_auth_url, settings.jira_gateway_url)


@dataclass(frozen=True, slots=True)
class Connections:
    """What the application opens for it: listeners, and pages where there is an app at Atlassian."""

    connects: ConnectListener
    consent: ConsentRoutes | None

    def routes(self) -> list[web.RouteDef]:
        return self.consent.routes() if self.consent else []


class Opened(Protocol):
    """What of the application it works with (`bot.wiring.composition.Opened`)."""

    @property
    def store(self) -> Store: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def jira(self) -> Jira: ...
    @property
    def sites(self) -> JiraDirectory: ...
    @property
    def knowledge(self) -> Knowledge: ...
    @property
    def atlassian(self) -> Atlassian | None: ...


def connections(
    settings: Settings,
    opened: Opened,
    people: People,
    poster: Poster,
    names: SlackDirectory,
    homes: Homes,
    clock: Clock,
) -> Connections:
    """Register its run with the engine."""
    store, engine, jira, sites = opened.store, opened.engine, opened.jira, opened.sites
    atlassian, knowledge = opened.atlassian, opened.knowledge
    own_url = (settings.url or "").rstrip("/")

    async def changed(workspace: str, site: str) -> None:
        await jira.forget(site)
        await knowledge.forget(workspace)

    joining = Joining(store.attempts, store.jira.connections, store.jira.people, clock)
    consenting = (
        Consenting(atlassian, store.attempts, joining, sites, people, names, own_url, clock) if atlassian else None
    )
    addresses = Addresses(settings.jira_private_hosts)
    serve(
        engine,
        ConnectRequest,
        Connecting(
            store.attempts,
            store.jira.connections,
            store.jira.people,
            joining,
            SiteExaminer(jira, settings.jira_gateway_url, addresses.private),
            people,
            poster,
            homes,
            addresses,
            changed,
            f"{own_url}{HOOKS}" if own_url else "",
            clock,
        ),
    )
    return Connections(
        ConnectListener(engine, store.attempts, joining, people, consenting, clock),
        ConsentRoutes(consenting, atlassian, own_url) if consenting and atlassian else None,
    )

"""Wires connecting Jira from Slack: by workspaces' admins and by persons, with tokens and by Atlassian's consent."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.connecting.connecting import Connecting
from bot.connecting.consenting import Consenting
from bot.connecting.pairing import Pairing
from bot.connecting.requests import ConnectRequest
from bot.conversation.homes import Homes
from bot.jira.connected.consent_routes import ConsentRoutes
from bot.jira.examining import SiteExaminer
from bot.jira.transport.addresses import Addresses
from bot.jira.webhook.hook import PATH as HOOKS
from bot.runs import serve
from bot.settings import Settings
from bot.slack.connects import ConnectListener
from bot.wiring.shared import Shared


@dataclass(frozen=True, slots=True)
class Connections:
    """What the application opens for it: listeners, and pages where there is an app at Atlassian."""

    connects: ConnectListener
    consent: ConsentRoutes | None

    def routes(self) -> list[web.RouteDef]:
        return self.consent.routes() if self.consent else []


def connections(settings: Settings, shared: Shared, homes: Homes) -> Connections:
    """Register its run with the engine."""
    store, engine, jira, people, clock = shared.store, shared.engine, shared.jira, shared.people, shared.clock
    atlassian, knowledge = shared.atlassian, shared.knowledge
    own_url = (settings.url or "").rstrip("/")

    async def changed(workspace: str, site: str) -> None:
        await jira.forget(site)
        await knowledge.forget(workspace)

    pairing = Pairing(store.attempts, store.jira.connections, store.jira.people, clock)
    consenting = (
        Consenting(atlassian, store.attempts, pairing, shared.sites, people, shared.directory, own_url, clock)
        if atlassian
        else None
    )
    addresses = Addresses(settings.jira_private_hosts)
    serve(
        engine,
        ConnectRequest,
        Connecting(
            store.attempts,
            store.jira.connections,
            store.jira.people,
            pairing,
            SiteExaminer(jira, settings.jira_gateway_url, addresses.private),
            people,
            shared.poster,
            homes,
            addresses,
            changed,
            f"{own_url}{HOOKS}" if own_url else "",
            clock,
        ),
    )
    return Connections(
        ConnectListener(engine, store.attempts, pairing, people, consenting, clock),
        ConsentRoutes(consenting, atlassian, own_url) if consenting and atlassian else None,
    )

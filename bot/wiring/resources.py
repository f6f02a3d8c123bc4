"""What the process opens: the database, its sessions with Slack and Jira, the engine. Each is closed again with the stack that
it was opened on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime

import aiohttp
from pydantic import SecretStr

from bot.engine import Engine
from bot.jira.client import Jira
from bot.jira.connected.atlassian import Atlassian
from bot.jira.connected.consent_routes import REDIRECT
from bot.jira.connected.directory import JiraDirectory
from bot.jira.transport.addresses import Addresses
from bot.policies.in_force import Policies
from bot.ports import ChannelSettings
from bot.seal import Seal
from bot.settings import Settings
from bot.slack.reading.known import Knowledge
from bot.slack.session import session as slack_session
from bot.store import Store
from bot.wiring.opening import database

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Opened:
    """What has been opened, and is closed by whoever opened it."""

    session: aiohttp.ClientSession
    seal: Seal
    store: Store
    jira: Jira
    sites: JiraDirectory
    atlassian: Atlassian | None
    knowledge: Knowledge
    policies: Policies
    engine: Engine


async def opened_on(
    stack: AsyncExitStack, settings: Settings, workspace: Callable[[], Awaitable[str]], clock: Clock
) -> Opened:
    """The schemas must be there. `workspace`: the one that a bot token is of. The engine is made, not launched: whoever
    launches it closes it."""
    url, many = database(settings), settings.many_workspaces
    session = await stack.enter_async_context(slack_session())
    seal = Seal.of(settings.own_keys, secret_of(settings.slack_bot_token))
    store = Store.open(url, {} if many else _given(settings), seal)
    stack.push_async_callback(store.close)
    policies = Policies(settings.policies, many=many)
    fields = policies.criteria_fields()
    sites = [replace(site, policy_fields=fields) for site in settings.sites]
    atlassian = atlassian_of(settings, session, clock)
    directory = JiraDirectory(
        sites,
        store.jira.connections,
        store.jira.tokens,
        clock,
        Addresses(settings.jira_private_hosts),
        atlassian=atlassian,
        gateway=settings.jira_gateway_url,
        workspace=None if many else workspace,  # the operator's sites are that workspace's
        fields=fields,
    )
    jira = await stack.enter_async_context(Jira(sites, stored=directory))
    knowledge = Knowledge(directory, jira)
    stack.push_async_callback(knowledge.close)
    return Opened(session, seal, store, jira, directory, atlassian, knowledge, policies, Engine(url))


def atlassian_of(settings: Settings, session: aiohttp.ClientSession, clock: Clock) -> Atlassian | None:
    """The operator's app at Atlassian; None where there is none, or nothing to keep its tokens with."""
    client, secret = settings.jira_client_id, settings.jira_client_secret
    if client is None or secret is None or not settings.url or not settings.own_keys:
        return None
    redirect = f"{settings.url.rstrip('/')}{REDIRECT}"
    return Atlassian(client, secret, redirect, session, clock, settings.jira_auth_url, settings.jira_gateway_url)


def secret_of(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()


def _given(settings: Settings) -> dict[str, ChannelSettings]:
    return {
        channel: ChannelSettings(watching=True, projects=frozenset(projects))
        for channel, projects in settings.channels.items()
    }

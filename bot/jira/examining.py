"""A Jira site, looked at: the credential, the kind of Jira, the projects, search, and the token's end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.connecting.connections import Connected
from bot.connecting.examined import Part, SiteCheck
from bot.errors import JiraError
from bot.jira.account import cloud_id, days_left, myself, server_info
from bot.jira.client import Jira
from bot.jira.connected.connected_sites import site_of
from bot.jira.sight import account_of
from bot.jira.sites import Site
from bot.jira.transport.connection import Connection

SOON = 30
"""Days before a token's end from which to renew it."""
RECENT = "updated >= -30d ORDER BY updated DESC"


class SiteExaminer:
    """Connected sites. Implements `bot.connecting.ports.Examiner`."""

    def __init__(self, jira: Jira, gateway: str, private: frozenset[str]) -> None:
        """`private`: hosts that may be called though their addresses are not public."""
        self._jira = jira
        self._gateway = gateway
        self._private = private

    async def untried(self, made: Connected) -> tuple[Connected, list[SiteCheck]]:
        """With the cloud id that a scoped token's address needs, asked of the site itself."""
        if made.kind == "scoped":
            async with Jira([replace(self._site(made), api_url="")]) as site:
                found = await cloud_id(site.site(made.name).connection)
            if not found:
                return made, [SiteCheck("credential", "failed", "no_answer", "not_found")]
            made = replace(made, cloud_id=found)
        async with Jira([self._site(made)]) as site:
            return made, await examine(site, self._site(made))

    async def kept(self, made: Connected) -> list[SiteCheck]:
        return await examine(self._jira, self._site(made))

    def _site(self, made: Connected) -> Site:
        return site_of(made, self._gateway, self._private)


async def examine(jira: Jira, site: Site, today: date | None = None) -> list[SiteCheck]:
    """Everything about one site; after a credential that fails, no more is asked: Jira locks accounts for that."""
    connection = (await jira.client(site.name)).connection
    try:
        account = await myself(connection)
    except JiraError as error:
        return [await _no_account(connection, error)]
    return [
        SiteCheck("credential", "ok", "account", name=account.name, detail=account.account),
        await _kind(connection),
        await _projects(jira, site),
        await _search(jira, site),
        await _people(connection),
        _end(site, today or datetime.now(UTC).date()),
    ]


def no_answer(part: Part, error: JiraError) -> SiteCheck:
    return SiteCheck(part, "failed", "no_answer", error.outcome, error.status)


async def _no_account(connection: Connection, error: JiraError) -> SiteCheck:
    if error.outcome != "unauthorized":
        return no_answer("credential", error)
    site = connection.site
    cloud = await cloud_id(connection) if site.deployment == "cloud" and not site.api_url else None
    if cloud:
        return SiteCheck("credential", "failed", "elsewhere", detail=cloud)
    return SiteCheck("credential", "failed", "rejected")


async def _kind(connection: Connection) -> SiteCheck:
    try:
        server = await server_info(connection)
    except JiraError as error:
        return no_answer("kind", error)
    cloud = server.deployment == "Cloud"
    if cloud != (connection.site.deployment == "cloud"):
        return SiteCheck("kind", "failed", "other_kind", name="Cloud" if cloud else "Data Center")
    return SiteCheck("kind", "ok", "kind", name=server.deployment, detail=server.version)


async def _projects(jira: Jira, site: Site) -> SiteCheck:
    try:
        keys = tuple(sorted(await jira.projects(site.name)))
    except JiraError as error:
        return no_answer("projects", error)
    if not keys:
        return SiteCheck("projects", "failed", "no_projects")
    return SiteCheck("projects", "ok", "projects", projects=keys, chosen=bool(site.projects))


async def _search(jira: Jira, site: Site) -> SiteCheck:
    try:
        found = [ticket.key async for ticket in jira.search(site.name, RECENT, limit=1)]
    except JiraError as error:
        return no_answer("search", error)
    return SiteCheck("search", "ok", "tickets" if found else "no_tickets")


async def _people(connection: Connection) -> SiteCheck:
    """Can Jira be asked what a person may see? Tried with our own account's address. Where it cannot, the bot works
    with less, so what kept it from telling is no failure."""
    try:
        ours = await connection.get_object("/myself")
        found = await account_of(connection, str(ours.get("emailAddress") or connection.site.user))
    except JiraError:
        found = None
    return SiteCheck("people", "ok", "sights") if found else SiteCheck("people", "warning", "no_sights")


def _end(site: Site, today: date) -> SiteCheck:
    left, day = days_left(site, today), site.token_expires
    if left is None:
        return SiteCheck("token", "skipped", "end_unknown")
    if left < 0:
        return SiteCheck("token", "failed", "ended", detail=day)
    return (
        SiteCheck("token", "warning", "ends_soon", detail=day)
        if left <= SOON
        else SiteCheck("token", "ok", "lasts", detail=day)
    )

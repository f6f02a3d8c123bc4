"""Whose credential a site has, what the server says about itself, and when the token expires."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.errors import JiraError
from bot.jira.sites import Site
from bot.jira.transport.connection import Connection
from bot.jira.values import person, string
from checks.ticket import Person

CLOUD_ID = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """`deployment` is `Cloud` or `Server` (Data Center calls itself so); `url` is the address Jira thinks it has."""

    deployment: str
    version: str
    url: str


async def myself(connection: Connection) -> Person:
    """The account behind the credential. Raises: JiraError; `unauthorized` when the credential fails."""
    found = person(await connection.get_object("/myself"))
    if found is None:
        raise JiraError("unreadable", site=connection.site.name)
    return found


async def server_info(connection: Connection) -> ServerInfo:
    answer = await connection.get_object("/serverInfo")
    return ServerInfo(
        string(answer.get("deploymentType")), string(answer.get("version")), string(answer.get("baseUrl"))
    )


async def cloud_id(connection: Connection) -> str | None:
    """The cloud id in the gateway's address for scoped tokens; None when the site does not say. It becomes part of a
    path, and the site that gives it is not yet trusted."""
    try:
        answer = await connection.get_object(f"{connection.site.url.rstrip('/')}/_edge/tenant_info")
    except JiraError:
        return None
    found = string(answer.get("cloudId"))
    return found if CLOUD_ID.fullmatch(found) else None


def days_left(site: Site, today: date) -> int | None:
    """Days until the token ends, by the date the admin gave; None when none was given. Negative once it has ended."""
    try:
        return (date.fromisoformat(site.token_expires) - today).days
    except ValueError:
        return None

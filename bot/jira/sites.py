"""A Jira site the bot is allowed to talk to, and how."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urlsplit

from pydantic import SecretStr

from bot.sites import owner_of

Deployment = Literal["cloud", "datacenter"]
Auth = Literal["basic", "bearer", "oauth"]
NAME_LIMIT = 64
"""Characters of a site's name, which is in every row about a ticket."""
HASH = 12
"""Hexadecimal digits at the end of a name that was cut."""


@dataclass(frozen=True, slots=True)
class Site:
    """One Jira site.

    `url` is what people browse, with the context path (`https://host/jira`); links are built from it. `api_url` is
    what the bot calls when that differs: `https://api.atlassian.com/ex/jira/CLOUD_ID` for scoped API tokens.
    """

    name: str
    url: str
    deployment: Deployment = "cloud"
    auth: Auth = "basic"
    """`basic`: email and API token (Cloud); `bearer`: personal access token (Data Center); `oauth`: an access token
    that is asked for before each call, for it lives an hour (Cloud)."""
    user: str = ""
    token: SecretStr = field(default_factory=lambda: SecretStr(""))
    api_url: str = ""
    projects: frozenset[str] = frozenset()
    """Keys of the projects the bot may read; empty means all that its account can browse."""
    criteria_fields: tuple[str, ...] = ()
    """Ids of the custom fields that hold acceptance criteria; empty means to find them by name."""
    policy_fields: tuple[str, ...] = ()
    """Further such ids, which projects' policies name; they are asked for beside the others."""
    token_expires: str = ""
    """ISO date on which the token ends, when the admin gave it: Jira does not say."""
    private: frozenset[str] | None = None
    """Of a site that was connected from Slack: hosts that may be called though their addresses are not public. None: the
    operator set the site, and it may stand anywhere."""
    connected: str = ""
    """When it was connected, for one that was: connected anew it is another site, perhaps of another account."""

    @property
    def api(self) -> str:
        """The address of the REST API, without a slash at its end."""
        return (self.api_url or self.url).rstrip("/")

    @property
    def api_version(self) -> Literal["2", "3"]:
        """Cloud's version 3 gives ADF; Data Center has only 2."""
        return "3" if self.deployment == "cloud" else "2"

    def browse(self, key: str) -> str:
        """The address at which people read a ticket."""
        return f"{self.url.rstrip('/')}/browse/{quote(key, safe='')}"


def default_name(url: str) -> str:
    """`example` for example.atlassian.net, else host and path."""
    return _named(url, NAME_LIMIT)


def name_within(workspace: str, url: str) -> str:
    """The name of a site that a workspace connected. The workspace is part of it, so that no lookup by a site's name
    can reach another workspace's connection, even where both connected the same Jira."""
    return f"{workspace}:{_named(url, NAME_LIMIT - len(workspace) - 1)}"


def _named(url: str, limit: int) -> str:
    """A name that is too long ends in a hash of the address, so that two long ones stay two."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(".atlassian.net").replace(":", "-")
    name = f"{host}{parts.path.rstrip('/')}"
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:HASH]
    return f"{name[: limit - HASH - 1]}~{digest}"


def shown_name(site: str) -> str:
    """What people call a site."""
    return site.partition(":")[2] or site


def belongs(site: str, workspace: str) -> bool:
    """Whether a workspace may hear of this site's tickets: its own, or the operator's."""
    return owner_of(site) in ("", workspace)

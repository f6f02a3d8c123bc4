"""A Jira site the bot is allowed to talk to, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from pydantic import SecretStr

Deployment = Literal["cloud", "datacenter"]
Auth = Literal["basic", "bearer", "oauth"]


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

"""What a workspace or a person connected: values, and the site that each becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.jira.sites import Site

Kind = Literal["oauth", "token", "scoped", "pat"]
"""`oauth`: Atlassian's OAuth 2.0 (3LO); `token`: an API token on the site; `scoped`: a scoped API token, through the
gateway; `pat`: a personal access token of a Data Center. In committed rows, so never given another meaning."""
GATEWAY = "https://api.atlassian.com"
"""Where scoped tokens and OAuth's access tokens work, and only there."""
NOTHING = SecretStr("")


@dataclass(frozen=True, slots=True)
class Grant:
    """What OAuth gives: an access token for an hour, and a refresh token that serves once."""

    access: SecretStr
    refresh: SecretStr
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Connected:
    """A site that a workspace's admin connected. Of OAuth `token` is empty: its tokens are asked for one by one."""

    workspace: str
    name: str
    """Of the site, and unique over all workspaces (`bot.site_names.name_within`)."""
    url: str
    """The address people browse, without a slash at its end."""
    kind: Kind
    email: str = ""
    cloud_id: str = ""
    token: SecretStr = NOTHING
    hook: SecretStr = NOTHING
    """The secret end of the address at which this site's webhook is heard."""
    user: str = ""
    connected_at: datetime | None = None
    ends_at: datetime | None = None
    """When it ends whatever is done; None where nobody knows."""
    refused_at: datetime | None = None
    """When Atlassian refused to renew it: it must be connected again."""
    number: int = 0
    """Of its row; a part of its webhook's address."""

    def site(self, gateway: str = GATEWAY, private: frozenset[str] = frozenset()) -> Site:
        """`private`: hosts beside the gateway's that may be called though their addresses are not public."""
        cloud = self.kind != "pat"
        through = self.kind in ("oauth", "scoped")
        return Site(
            name=self.name,
            url=self.url,
            deployment="cloud" if cloud else "datacenter",
            auth="oauth" if self.kind == "oauth" else "basic" if cloud else "bearer",
            user=self.email,
            token=self.token,
            api_url=f"{gateway}/ex/jira/{self.cloud_id}" if through else "",
            token_expires=self.ends_at.date().isoformat() if self.ends_at else "",
            private=private | {urlsplit(gateway).netloc.casefold()},
            connected=self.connected_at.isoformat() if self.connected_at else "",
        )


@dataclass(frozen=True, slots=True)
class Linked:
    """A person's own account on a site, connected by that person."""

    workspace: str
    person: str
    site: str
    account: str
    """Jira's account id."""
    name: str
    """What Jira calls the person: as whom is written."""
    cloud_id: str
    ends_at: datetime
    refused_at: datetime | None = None

    def own(self, site: Site, gateway: str = GATEWAY) -> Site:
        """The site as this person reaches it."""
        return replace(site, auth="oauth", user="", token=SecretStr(""), api_url=f"{gateway}/ex/jira/{self.cloud_id}")

"""What a workspace or a person connected: values."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pydantic import SecretStr

Kind = Literal["oauth", "token", "scoped", "pat"]
"""`oauth`: Atlassian's OAuth 2.0 (3LO); `token`: an API token on the site; `scoped`: a scoped API token, through the
gateway; `pat`: a personal access token of a Data Center. In committed rows, so never given another meaning."""
LIFE = timedelta(days=365)
"""A refresh token ends after this time, however often it is renewed (Atlassian's absolute limit)."""
NOTHING = SecretStr("")


def new_hook() -> SecretStr:
    """The secret at the end of a new site's webhook address."""
    return SecretStr(secrets.token_urlsafe(32))


@dataclass(frozen=True, slots=True)
class Grant:
    """What OAuth gives: an access token for an hour, and a refresh token that can be used once."""

    access: SecretStr
    refresh: SecretStr
    expires_at: datetime

    def opened(self) -> dict[str, str]:
        """As it is stored with an attempt, whose store seals it."""
        return {
            "access": self.access.get_secret_value(),
            "refresh": self.refresh.get_secret_value(),
            "ends": self.expires_at.isoformat(),
        }

    @classmethod
    def of(cls, opened: Mapping[str, str]) -> Grant:
        return cls(SecretStr(opened["access"]), SecretStr(opened["refresh"]), datetime.fromisoformat(opened["ends"]))


@dataclass(frozen=True, slots=True)
class Connected:
    """A site that a workspace's admin connected. With OAuth `token` is empty: its tokens are fetched one by one."""

    workspace: str
    name: str
    """The site's name, unique over all workspaces (`bot.site_names.name_within`)."""
    url: str
    """The address for browsers, without a trailing slash."""
    kind: Kind
    email: str = ""
    cloud_id: str = ""
    token: SecretStr = NOTHING
    hook: SecretStr = NOTHING
    """The secret end of the address for this site's webhook."""
    user: str = ""
    connected_at: datetime | None = None
    ends_at: datetime | None = None
    """When it ends in any case; None where nobody knows."""
    refused_at: datetime | None = None
    """When Atlassian refused to renew it: it must be connected again."""
    number: int = 0
    """The number of its row; part of its webhook's address."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A person's own account on a site, connected by that person."""

    workspace: str
    person: str
    site: str
    account: str
    """Jira's account id."""
    name: str
    """What Jira calls the person: the name shown as author of what is written."""
    cloud_id: str
    ends_at: datetime
    refused_at: datetime | None = None

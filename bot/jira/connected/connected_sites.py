"""The site that each connection becomes: how it is reached, and by which address."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.connecting.connections import Connected, Linked
from bot.jira.sites import Site

GATEWAY = "https://api.atlassian.com"
"""Where scoped tokens and OAuth's access tokens work, and only there."""


def site_of(made: Connected, gateway: str = GATEWAY, private: frozenset[str] = frozenset()) -> Site:
    """`private`: hosts beside the gateway's that may be called though their addresses are not public."""
    cloud = made.kind != "pat"
    through = made.kind in ("oauth", "scoped")
    return Site(
        name=made.name,
        url=made.url,
        deployment="cloud" if cloud else "datacenter",
        auth="oauth" if made.kind == "oauth" else "basic" if cloud else "bearer",
        user=made.email,
        token=made.token,
        api_url=f"{gateway}/ex/jira/{made.cloud_id}" if through else "",
        token_expires=made.ends_at.date().isoformat() if made.ends_at else "",
        private=private | {urlsplit(gateway).netloc.casefold()},
        connected=made.connected_at.isoformat() if made.connected_at else "",
    )


def own_site(own: Linked, site: Site, gateway: str = GATEWAY) -> Site:
    """A site as a person reaches it who connected their own account there."""
    return replace(site, auth="oauth", user="", token=SecretStr(""), api_url=f"{gateway}/ex/jira/{own.cloud_id}")

"""Names of Jira sites: the name in every row about a ticket, which workspace it says the site belongs to, and what
people read."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

NAME_LIMIT = 64
"""Most characters of a site's name, which is in every row about a ticket."""
HASH = 12
"""Hexadecimal digits at the end of a name that was cut."""


def default_name(url: str) -> str:
    """`example` for example.atlassian.net, else host and path."""
    return _named(url, NAME_LIMIT)


def name_within(workspace: str, url: str) -> str:
    """The name of a site that a workspace connected. The workspace is part of it, so that no lookup by a site's name
    can reach another workspace's connection, even where both connected the same Jira."""
    return f"{workspace}:{_named(url, NAME_LIMIT - len(workspace) - 1)}"


def shown_name(site: str) -> str:
    """What people call a site."""
    return site.partition(":")[2] or site


def owner_of(site: str) -> str:
    """The workspace that connected a site, which is the beginning of its name; empty for a site of the operator's
    settings."""
    return site.partition(":")[0] if ":" in site else ""


def belongs(site: str, workspace: str) -> bool:
    """Whether a workspace may hear of this site's tickets: its own, or the operator's."""
    return owner_of(site) in ("", workspace)


def _named(url: str, limit: int) -> str:
    """A name that is too long ends in a hash of the address, so that two long names stay different."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(".atlassian.net").replace(":", "-")
    name = f"{host}{parts.path.rstrip('/')}"
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:HASH]
    return f"{name[: limit - HASH - 1]}~{digest}"

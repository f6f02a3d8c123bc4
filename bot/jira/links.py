"""Links to tickets, in every shape Jira's pages have. Only the configured sites are ever recognised."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from bot.jira.keys import key_of
from bot.jira.sites import Site
from bot.requests import TicketRef

_LONGEST = 4096
"""Characters. No link of Jira's comes near."""
_PORTS = {"http": 80, "https": 443}


def refs_in_url(url: str, sites: Iterable[Site]) -> TicketRef | None:
    """The ticket a URL leads to; None when it is no ticket's or not on a configured site.

    One rule covers all of Jira's pages: the ticket is the query's `selectedIssue`, else the last segment of the path
    that is a key. The host must be the site's own to the letter, its port too, and the path must lie under the site's
    context path. A URL with a user name in it is refused: `https://jira.example@evil.example/` reads like the site.
    """
    parts = _split(url)
    found = _home(parts, sites) if parts else None
    if parts is None or found is None:
        return None
    site, path = found
    if site.deployment == "cloud" and path.startswith("/wiki/"):
        return None
    key = _selected(parts.query) or _last_key(path)
    return TicketRef(site.name, key) if key else None


def on_a_site(url: str, sites: Iterable[Site]) -> bool:
    """Whether a URL leads to a page of a configured site, be it a ticket's or not."""
    parts = _split(url)
    return parts is not None and _home(parts, sites) is not None


def _home(parts: SplitResult, sites: Iterable[Site]) -> tuple[Site, str] | None:
    """The site a URL is of, and what follows the site's own address in its path."""
    # The longest context path first: `https://host/jira` may stand beside `https://host`.
    for site in sorted(sites, key=lambda site: -len(site.url)):
        home = _split(site.url)
        if home is None or _origin(parts) != _origin(home):
            continue
        context = home.path.rstrip("/")
        if parts.path == context or parts.path.startswith(context + "/"):
            return site, parts.path[len(context) :]
    return None


def _split(url: str) -> SplitResult | None:
    if len(url) > _LONGEST or "\\" in url or any(sign.isspace() or ord(sign) < 32 for sign in url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _PORTS and parts.hostname and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        return None
    return parts if usable else None


def _origin(parts: SplitResult) -> tuple[str, int | None]:
    """Host and port. The scheme does not count: the link is read, never fetched."""
    port = None if parts.port == _PORTS[parts.scheme] else parts.port
    return (parts.hostname or "").rstrip("."), port


def _selected(query: str) -> str | None:
    chosen = parse_qs(query).get("selectedIssue", [])
    return next((key for word in chosen if (key := key_of(word))), None)


def _last_key(path: str) -> str | None:
    segments = (unquote(segment) for segment in reversed(path.split("/")))
    return next((key for segment in segments if (key := key_of(segment))), None)

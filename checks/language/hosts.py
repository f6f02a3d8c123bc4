"""Which links only insiders can open, judged by the address alone."""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

_INSIDE = re.compile(
    r"(?:^|\.)(?:localhost|local|internal|intranet|corp|lan|home|private)$"
    r"|(?:^|\.)(?:corp|intra|intranet|internal)\."
    r"|^(?:wiki|confluence|intranet|sharepoint|fileserver|nas)\."
    r"|\.(?:slack\.com|sharepoint\.com|onmicrosoft\.com)$"
)
_ACCOUNT = re.compile(
    r"^(?:teams\.microsoft\.com|drive\.google\.com|docs\.google\.com|app\.slack\.com|www\.notion\.so|notion\.so"
    r"|(?:www\.)?figma\.com|miro\.com|app\.zeplin\.io|(?:www\.)?dropbox\.com|chat\.google\.com|mail\.google\.com)$"
)
"""Places that require an account with the team before they show anything."""


def only_insiders(url: str, openable: Collection[str] = (), internal: Collection[str] = ()) -> bool:
    """Whether a receiver outside the company cannot open the address.

    `openable` hosts (a policy's) can always be opened, `internal` ones never; both cover their subdomains.
    """
    if url.startswith(("\\\\", "file:", "smb:")):
        return True
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").casefold()
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or _covered(host, openable):
        return False
    if _covered(host, internal) or _INSIDE.search(host) or _ACCOUNT.match(host):
        return True
    if host.endswith(".atlassian.net") and parts.path.startswith("/wiki"):
        return True
    return _private_address(host) or "." not in host


def _covered(host: str, hosts: Collection[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def _private_address(host: str) -> bool:
    if not host[-1:].isdigit() and ":" not in host:  # a name, as most are: a failed parse costs more
        return False
    try:
        return ip_address(host).is_private
    except ValueError:
        return False

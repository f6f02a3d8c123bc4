"""Which addresses may be connected from Slack: public ones over https, and private ones that the operator named. Else an
admin of any workspace could have the bot call what stands in the operator's own network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from bot.connecting.ports import AddressError

LONGEST = 250
"""Characters of an address: as many as are kept of one."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of version 4 within version 6 (RFC 6052)."""
UNICAST = ipaddress.ip_network("2000::/3")
"""All of version 6 that leads to machines of the internet (IANA's IPv6 address space). The rest is reserved, or inside: local
gateways to version 4 (64:ff9b:1::/48), the old site-local addresses, version 4 in forms that nobody should use any more."""
PATIENCE = 5.0
"""Seconds for a name to be looked up."""


class Addresses:
    """Implements `bot.connecting.ports.Addresses`."""

    def __init__(self, private: Iterable[str] = ()) -> None:
        """`private`: hosts that may be connected though they are private, with their port where it is unusual."""
        self.private = frozenset(host.casefold() for host in private)

    async def checked(self, given: str) -> str:
        """The address without a slash at its end. Raises: AddressError."""
        parts = _parts(given)
        await self._public(parts)
        return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"

    async def allows(self, url: str) -> bool:
        """Whether an address that was checked when it was connected may be called now: names move."""
        try:
            await self.checked(url)
        except AddressError:
            return False
        return True

    async def _public(self, parts: SplitResult) -> None:
        if parts.netloc.casefold() in self.private:
            return
        if parts.scheme != "https":
            raise AddressError("not_https")
        try:
            async with asyncio.timeout(PATIENCE):
                found = await asyncio.get_running_loop().getaddrinfo(
                    parts.hostname, parts.port or 443, type=socket.SOCK_STREAM
                )
        except (OSError, TimeoutError, UnicodeError):
            raise AddressError("unknown_host") from None
        if not found or not all(is_public(str(one[4][0])) for one in found):
            raise AddressError("private")


def is_public(address: str) -> bool:
    """Whether an IP address is anybody's to reach. One of version 6 that carries one of version 4 is as public as that:
    a gateway of the operator's network may turn it back."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is None and found not in UNICAST:
            return False
        found = inner or found
    return found.is_global and not found.is_multicast


def netloc_of(scheme: str, host: str, port: int | None) -> str:
    """Host and port as an address has them: the port only where it is unusual."""
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    usual = {"https": 443, "http": 80}.get(scheme)
    return (shown if port in (None, usual) else f"{shown}:{port}").casefold()


def _parts(given: str) -> SplitResult:
    """Of an address as people give it: with `https://` or without, or copied from a ticket's page."""
    text = given.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        usable = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or "@" in parts.netloc or "\\" in text or not text.isascii() or any(sign.isspace() for sign in text):
        raise AddressError("not_address")
    path = "" if (parts.hostname or "").endswith(".atlassian.net") else parts.path.partition("/browse/")[0]
    if len(parts.scheme + parts.netloc + path) > LONGEST:
        raise AddressError("too_long")
    return parts._replace(path=path, query="", fragment="")

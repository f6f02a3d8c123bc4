"""Connections to the sites that people connected from Slack: made to the very addresses that were looked at. A name that is
looked up once for the check and once more for the call may lead elsewhere the second time (DNS rebinding)."""

from __future__ import annotations

import socket
import time
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from bot.jira.transport.addresses import is_public, netloc_of

LONGEST = 10.0
"""Seconds after which no further address of a name is tried: a name with many dead ones must not hold a thread."""


class PublicAdapter(HTTPAdapter):
    """Connects to public addresses alone, and to `private` hosts, which the operator named. Through a proxy of the
    environment it is the proxy that looks names up, and decides."""

    def __init__(self, private: Collection[str]) -> None:
        self._private = private
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_pool, HTTPConnectionPool, _plain(self._private)),
            "https": partial(_pool, HTTPSConnectionPool, _secure(self._private)),
        }


def _pool(kind: Any, connection: Any, host: str, port: int | None, **more: Any) -> Any:
    made = kind(host, port, **more)
    made.ConnectionCls = connection
    return made


def _plain(private: Collection[str]) -> type[HTTPConnection]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return super()._new_conn() if _named(self, "http", private) else _dialled(self)

    return Plain


def _secure(private: Collection[str]) -> type[HTTPSConnection]:
    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return super()._new_conn() if _named(self, "https", private) else _dialled(self)

    return Secure


def _named(connection: HTTPConnection, scheme: str, private: Collection[str]) -> bool:
    return netloc_of(scheme, connection.host, connection.port) in private


def _dialled(connection: HTTPConnection) -> socket.socket:
    """A socket to one of the addresses that the name has now, all of which are public. Raises what urllib3 raises."""
    try:
        found = socket.getaddrinfo(connection.host.strip("[]"), connection.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NewConnectionError(connection, "there is no such host") from None
    addresses = [str(one[4][0]) for one in found]
    if not all(map(is_public, addresses)):
        raise NewConnectionError(connection, "an address that is not public")
    ends, late = time.monotonic() + LONGEST, False
    for address in _in_turn(addresses):
        try:
            return create_connection(
                (address, connection.port),
                connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except TimeoutError:
            late = True
        except OSError:
            pass
        if time.monotonic() >= ends:
            break
    if late:
        raise ConnectTimeoutError(connection, "no answer in time")
    raise NewConnectionError(connection, "nobody answers")


def _in_turn(addresses: Sequence[str]) -> Iterator[str]:
    """One of each version of IP after the other, as they come: where one version leads nowhere, the other is soon tried
    (RFC 8305, section 4)."""
    first = ":" in addresses[0] if addresses else False
    groups = ([one for one in addresses if (":" in one) is version] for version in (first, not first))
    return (one for pair in zip_longest(*groups) for one in pair if one is not None)

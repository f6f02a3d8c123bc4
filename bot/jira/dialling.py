"""Connections to the sites that people connected from Slack: made to the very addresses that were looked at. A name that is
looked up once for the check and once more for the call may lead elsewhere the second time (DNS rebinding)."""

from __future__ import annotations

import socket
from collections.abc import Collection
from functools import partial
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from bot.jira.addresses import is_public, netloc_of


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
    for address in addresses:
        try:
            return create_connection(
                (address, connection.port),
                connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except TimeoutError:
            raise ConnectTimeoutError(connection, "no answer in time") from None
        except OSError:
            continue
    raise NewConnectionError(connection, "nobody answers")

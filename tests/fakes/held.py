"""A port that is known before anybody listens at it, and that nobody else gets meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_port() -> Iterator[int]:
    """A port of this machine's own address, for whoever listens at it within. It stays bound without being listened at:
    the system then gives it to nobody who asks for any port, nor to a connection that goes out, while a server that is
    told this very number gets it (both reuse addresses, as asyncio's servers do), also after it was killed."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        yield port

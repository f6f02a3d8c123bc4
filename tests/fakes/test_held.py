"""A held port is nobody else's, and whoever is told its number listens at it."""

from __future__ import annotations

import socket

import pytest
from aiohttp import web

from tests.fakes.held import held_port


async def test_who_knows_a_held_port_listens_at_it_and_again_after_its_end() -> None:
    with held_port() as port:
        for _ in range(2):
            runner = web.AppRunner(web.Application())
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            socket.create_connection(("127.0.0.1", port)).close()
            await runner.cleanup()


def test_a_held_port_is_given_to_nobody_who_asks_for_any_and_answers_nobody() -> None:
    with held_port() as port:
        given = [socket.create_server(("127.0.0.1", 0)) for _ in range(50)]
        assert port not in {one.getsockname()[1] for one in given}
        for one in given:
            one.close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))

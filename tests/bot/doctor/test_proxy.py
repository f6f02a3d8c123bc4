"""A proxy that is wrong is told as one, not as a Slack that does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.doctor.proxy import examine
from bot.doctor.result import Result
from bot.settings import Settings
from bot.slack.session import session
from tests.fakes.held import held_port

pytestmark = pytest.mark.usefixtures("bare_environment")
Proxy = Callable[[bytes], Awaitable[str]]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def proxy() -> AsyncIterator[tuple[Proxy, list[bytes]]]:
    """Makes a proxy that says so to whoever connects, and gives its place; and what it was asked."""
    servers: list[asyncio.Server] = []
    asked: list[bytes] = []

    async def saying(words: bytes) -> str:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(words)
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        servers.append(server)
        return f"127.0.0.1:{server.sockets[0].getsockname()[1]}"

    yield saying, asked
    for server in servers:
        server.close()


async def found(monkeypatch: pytest.MonkeyPatch, address: str, **changes: str) -> Result:
    monkeypatch.setenv("HTTPS_PROXY", address)
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    async with session() as opened:
        [result] = await examine(Settings(), opened)
    return result


async def test_without_a_proxy_nothing_is_said_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async with session() as opened:
        assert await examine(Settings(), opened) == []
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("NO_PROXY", "slack.com")
        assert await examine(Settings(), opened) == []


@pytest.mark.parametrize("address", ["proxy:3128", "socks5://127.0.0.1:1080", "http://", "http://a:b:c", "//x"])
async def test_what_is_no_address_of_a_proxy_is_told(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    result = await found(monkeypatch, address)
    assert result.state == "failed" and "HTTPS_PROXY is not " in result.says and "http://HOST:PORT" in result.cure


async def test_a_proxy_that_does_not_answer_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with held_port() as port:
        result = await found(monkeypatch, f"http://name:secret@127.0.0.1:{port}")
    assert result.state == "failed" and f"HTTPS_PROXY names 127.0.0.1:{port}" in result.says
    assert "secret" not in result.says + result.cure


@pytest.mark.parametrize(
    ("words", "state", "says"),
    [
        (b"HTTP/1.1 200 Connection established\r\n\r\n", "ok", "answers."),
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "failed", "name and password"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "failed", "(HTTP 403)"),
        (b"SSH-2.0-OpenSSH\r\n", "failed", "does not let"),
        (b"", "failed", "no proxy answers there"),
    ],
)
async def test_what_the_proxy_says_of_the_way_to_slack_is_told(
    monkeypatch: pytest.MonkeyPatch, proxy: tuple[Proxy, list[bytes]], words: bytes, state: str, says: str
) -> None:
    saying, asked = proxy
    result = await found(monkeypatch, f"http://name:p%40ss@{await saying(words)}")
    assert (result.state, says in result.says) == (state, True), result
    assert asked[0].startswith(b"CONNECT slack.com:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic bmFtZTpwQHNz\r\n" in asked[0]
    assert "p@ss" not in result.says + result.cure and "p%40ss" not in result.says + result.cure

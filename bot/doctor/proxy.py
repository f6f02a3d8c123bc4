"""Examines the proxy through which Slack is reached: does it answer, and does it let this machine through."""

from __future__ import annotations

import asyncio
import os
from base64 import b64encode
from urllib.parse import SplitResult, unquote, urlsplit

import aiohttp

from bot.doctor.result import Result, failed, ok
from bot.settings import Settings
from bot.slack.installation import web_client

ABOUT = "Proxy"
PATIENCE = 5.0
"""Seconds for it to answer."""
WRITE = "Write it as http://HOST:PORT, or with a name and a password as http://NAME:PASSWORD@HOST:PORT."
ELSE = "where Slack is reached without it, name slack.com in NO_PROXY."


async def examine(settings: Settings, session: aiohttp.ClientSession) -> list[Result]:
    """Nothing where Slack is reached without one."""
    proxy = web_client(None, base_url=settings.slack_url, session=session).proxy
    if not proxy:
        return []
    name = next((name for name, value in os.environ.items() if value == proxy and name.upper().endswith("_PROXY")), "")
    try:
        parts = urlsplit(proxy)
        port = parts.port or 80
    except ValueError:
        return [failed(ABOUT, f"{name} is not an address.", WRITE)]
    if parts.scheme != "http" or not parts.hostname:
        return [failed(ABOUT, f"{name} is not the address of an HTTP proxy.", WRITE)]
    where = f"{parts.hostname}:{port}"
    try:
        async with asyncio.timeout(PATIENCE):
            status = await _asked(parts, port, urlsplit(settings.slack_url))
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return [failed(ABOUT, f"{name} names {where}, but no proxy answers there.", f"Correct {name}, or {ELSE}")]
    if status == 407:
        return [failed(ABOUT, f"{where} rejects the name and password in {name}, or requires them.", WRITE)]
    if status is not None and not 200 <= status < 300:
        says = f"{where}, which {name} names, does not let this machine reach Slack (HTTP {status})."
        return [failed(ABOUT, says, f"Have the proxy allow slack.com and its subdomains, or {ELSE}")]
    return [ok(ABOUT, f"{where}, which {name} names, answers.")]


async def _asked(proxy: SplitResult, port: int, slack: SplitResult) -> int | None:
    """The status of its answer to our CONNECT request for Slack; None where Slack is reached without TLS, because then
    no CONNECT is needed. Raises what a failing connection raises."""
    reader, writer = await asyncio.open_connection(proxy.hostname, port)
    try:
        if slack.scheme != "https":
            return None
        host = f"{slack.hostname}:{slack.port or 443}"
        lines = [f"CONNECT {host} HTTP/1.1", f"Host: {host}"]
        if proxy.username is not None:
            pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
            lines.append(f"Proxy-Authorization: Basic {b64encode(pair.encode()).decode()}")
        writer.write("".join(f"{line}\r\n" for line in (*lines, "")).encode())
        words = (await reader.readuntil(b"\n")).split()
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
    except asyncio.LimitOverrunError:
        return 0
    finally:
        writer.close()

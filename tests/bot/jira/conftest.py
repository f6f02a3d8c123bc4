"""The small Jira and a client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.jira.client import Jira
from bot.jira.sites import Deployment, Site
from tests.bot.jira.small_jira import Connect, SmallJira


@pytest.fixture
async def small() -> AsyncIterator[SmallJira]:
    jira = SmallJira()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", jira.handle)
    server = TestServer(application)
    await server.start_server()
    jira.url = str(server.make_url("")).rstrip("/")
    jira.answer("/field", [])
    yield jira
    await server.close()


@pytest.fixture
async def connect(small: SmallJira) -> AsyncIterator[Connect]:
    """A client of the small Jira as the site `acme`."""
    opened: list[Jira] = []

    def make(deployment: Deployment = "cloud", *, call: float = 20.0, fetch: float = 30.0, **more: Any) -> Jira:
        site = Site(
            name="acme",
            url="https://acme.example",
            api_url=small.url,
            deployment=deployment,
            auth="basic" if deployment == "cloud" else "bearer",
            user="bot@acme.example",
            token=SecretStr("secret-token"),
            **more,
        )
        opened.append(Jira([site], call_deadline=call, fetch_deadline=fetch))
        return opened[-1]

    yield make
    for jira in opened:
        await jira.close()

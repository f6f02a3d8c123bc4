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
from bot.sandbox import Pace, Sandbox
from tests.bot.jira.small_jira import Connect, SmallJira

Running = tuple[Sandbox, Jira]
"""The sandbox, and a client of its Jira as the site `sandbox`: Cloud, behind Atlassian's gateway, Data Center."""


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


@pytest.fixture(params=["cloud", "gateway", "datacenter"])
async def running(request: pytest.FixtureRequest) -> AsyncIterator[Running]:
    async with Sandbox(pace=Pace.fast(), jira="datacenter" if request.param == "datacenter" else "cloud") as sandbox:
        jira_site = sandbox.jira.site
        site = Site(
            name="sandbox",
            url=jira_site.url,
            deployment=jira_site.deployment,
            auth="basic" if jira_site.cloud else "bearer",
            user=jira_site.email,
            token=SecretStr(jira_site.scoped_token if request.param == "gateway" else jira_site.token),
            api_url=sandbox.jira.gateway_url if request.param == "gateway" else "",
        )
        async with Jira([site]) as jira:
            yield sandbox, jira

"""What doctor learns about a site and its credential."""

from __future__ import annotations

from datetime import date

import pytest
from aiohttp import web

from bot.errors import JiraError
from bot.jira.account import ServerInfo, cloud_id, days_left, myself, server_info
from bot.jira.sites import Site
from bot.jira.transport.connection import Connection
from checks.ticket import Person
from tests.bot.jira.small_jira import Connect, SmallJira


async def test_the_account_and_the_server_are_named(small: SmallJira, connect: Connect) -> None:
    small.answer("/myself", {"accountId": "5b1", "displayName": "Handoff bot", "active": True})
    small.answer("/serverInfo", {"deploymentType": "Cloud", "version": "1001.0", "baseUrl": "https://acme.example"})
    connection = connect().site("acme").connection
    assert await myself(connection) == Person("5b1", "Handoff bot")
    assert await server_info(connection) == ServerInfo("Cloud", "1001.0", "https://acme.example")


async def test_a_credential_that_fails_is_unauthorized(small: SmallJira, connect: Connect) -> None:
    small.answer("/myself", {}, status=401)
    with pytest.raises(JiraError) as error:
        await myself(connect().site("acme").connection)
    assert error.value.outcome == "unauthorized"


async def test_an_account_without_a_name_is_unreadable_and_no_crash(small: SmallJira, connect: Connect) -> None:
    small.answer("/myself", {})
    with pytest.raises(JiraError) as error:
        await myself(connect().site("acme").connection)
    assert (error.value.outcome, error.value.site) == ("unreadable", "acme")


async def test_the_cloud_id_is_asked_of_the_site_itself(small: SmallJira) -> None:
    async def tenant(_: web.Request) -> web.StreamResponse:
        return web.json_response({"cloudId": "abc-1"})

    small.on("/_edge/tenant_info", tenant)
    connection = Connection(Site("acme", small.url, api_url="http://127.0.0.1:9/ex/jira/abc-1"))
    assert await cloud_id(connection) == "abc-1"
    await connection.close()


@pytest.mark.parametrize("told", ["../../oauth/token", "a/b", "a?b", "a#b", "", "x" * 65, "٣", 7, None, {"a": 1}])
async def test_a_cloud_id_that_would_lead_elsewhere_is_none(small: SmallJira, told: object) -> None:
    async def tenant(_: web.Request) -> web.StreamResponse:
        return web.json_response({"cloudId": told})

    small.on("/_edge/tenant_info", tenant)
    connection = Connection(Site("acme", small.url))
    assert await cloud_id(connection) is None
    await connection.close()


async def test_a_site_that_tells_no_cloud_id_has_none(small: SmallJira) -> None:
    connection = Connection(Site("acme", small.url))
    assert await cloud_id(connection) is None
    await connection.close()


@pytest.mark.parametrize(
    ("ends", "left"),
    [("2026-11-30", 5), ("2026-11-20", -5), ("2027-11-30", 370), ("", None)],
)
def test_a_tokens_end_is_counted_in_days(ends: str, left: int | None) -> None:
    site = Site("acme", "https://acme.example", token_expires=ends)
    assert days_left(site, date(2026, 11, 25)) == left


def test_a_sites_token_is_never_written_out() -> None:
    from pydantic import SecretStr

    assert "secret-token" not in repr(Site("acme", "https://acme.example", token=SecretStr("secret-token")))

"""The clients of connected sites: only some are open at once, and whoever holds one may go on with it."""

from __future__ import annotations

import asyncio
import threading

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.errors import JiraError
from bot.jira.client import Jira
from bot.jira.clients import LOOKED_UP, MOST_OPEN, StoredClients
from bot.jira.sites import Site
from bot.jira.transport.connection import Bearer, Connection
from bot.jira.webhook.bot_accounts import BotAccounts
from tests.fakes.waiting import PATIENCE, until


class Connected:
    """Every name is a site of one and the same server."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def reach(self, name: str) -> tuple[Site, Bearer | None] | None:
        return Site(name, self.url, user="bot@example.com", token=SecretStr("secret")), None


async def me(_: web.Request) -> web.Response:
    return web.json_response({"accountId": "a-1"})


def server() -> TestServer:
    app = web.Application()
    app.router.add_get("/rest/api/3/myself", me)
    return TestServer(app)


async def test_a_client_in_use_goes_on_though_so_many_others_were_opened_that_it_was_closed() -> None:
    async with server() as jira:
        clients = StoredClients(Connected(str(jira.make_url("")).rstrip("/")), 5.0)
        held = await clients.of("T0:example")
        assert await held.connection.get_object("/myself") == {"accountId": "a-1"}
        for number in range(1, MOST_OPEN + 1):
            await clients.of(f"T{number}:example")
        assert await held.connection.get_object("/myself") == {"accountId": "a-1"}
        assert await clients.of("T0:example") is not held
        await held.connection.close()
        await clients.close()


async def test_a_persons_connection_goes_on_though_the_sites_own_was_closed() -> None:
    async with server() as jira:
        site = Site("T0:example", str(jira.make_url("")).rstrip("/"), user="bot@example.com", token=SecretStr("secret"))
        sites_own = Connection(site)
        persons = Connection(site, beside=sites_own)
        await sites_own.close()
        assert await persons.get_object("/myself") == {"accountId": "a-1"}
        await persons.close()
        await sites_own.close()


class Slow(Connected):
    """One name is looked up for ever."""

    async def reach(self, name: str) -> tuple[Site, Bearer | None] | None:
        if name == "T1:slow":
            await asyncio.Event().wait()
        return await super().reach(name)


async def test_a_site_that_is_slow_to_be_looked_up_holds_up_no_other() -> None:
    clients = StoredClients(Slow("https://jira.example.com"), 5.0)
    slow = asyncio.create_task(clients.of("T1:slow"))
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        assert (await clients.of("T2:example")).site.name == "T2:example"
    assert not slow.done()
    slow.cancel()
    await clients.close()


class Renamed(Connected):
    """Somebody connects the site anew: the credential looks the same, as OAuth's does, and is another account's."""

    since = "2026-01-01"

    async def reach(self, name: str) -> tuple[Site, Bearer | None] | None:
        return Site(name, self.url, user="bot@example.com", token=SecretStr("secret"), connected=self.since), None


async def test_our_own_account_is_asked_for_again_once_the_site_is_connected_anew() -> None:
    now, accounts = [0.0], iter(["a-1", "a-2"])

    async def next_one(_: web.Request) -> web.Response:
        return web.json_response({"accountId": next(accounts)})

    app = web.Application()
    app.router.add_get("/rest/api/3/myself", next_one)
    async with TestServer(app) as server:
        stored = Renamed(str(server.make_url("")).rstrip("/"))
        clients = StoredClients(stored, 5.0, clock=lambda: now[0])
        jira = Jira(())
        jira._clients = clients
        known = BotAccounts(jira)
        assert [await known.of("T0:example") for _ in range(2)] == ["a-1", "a-1"]
        stored.since = "2026-01-02"
        now[0] += LOOKED_UP + 1
        assert [await known.of("T0:example") for _ in range(2)] == ["a-2", "a-2"]
        await jira.close()


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("jira-T0:example")]


@pytest.mark.parametrize("end", ["closed", "forgotten", "connected anew", "one of too many"])
async def test_the_threads_of_a_connection_that_is_let_go_end_though_somebody_holds_it(end: str) -> None:
    now = [0.0]
    async with server() as running:
        stored = Renamed(str(running.make_url("")).rstrip("/"))
        clients = StoredClients(stored, 5.0, clock=lambda: now[0])
        held = await clients.of("T0:example")
        await held.connection.get_object("/myself")
        assert threads()
        if end == "forgotten":
            await clients.forget("T0:example")
        elif end == "connected anew":
            stored.since = "2026-01-02"
            now[0] += LOOKED_UP
            assert await clients.of("T0:example") is not held
        elif end == "one of too many":
            for number in range(1, MOST_OPEN + 1):
                await clients.of(f"T{number}:example")
        else:
            await clients.close()
        await until(lambda: not threads())
        await clients.close()


async def test_once_jira_is_closed_no_site_has_threads_whoever_set_it() -> None:
    async with server() as running:
        url = str(running.make_url("")).rstrip("/")
        site = Site("T0:example/operator", url, user="bot@example.com", token=SecretStr("secret"))
        async with Jira([site], stored=Connected(url)) as jira:
            held = [await jira.client(name) for name in (site.name, "T0:example/workspace")]
            assert held[0].site is site, "nobody connects a site over the operator's"
            for one in held:
                await one.connection.get_object("/myself")
            assert len({name.rpartition("_")[0] for name in threads()}) == 2
        await until(lambda: not threads())


class Counted(Connected):
    """Notes what is looked up; `gone` names nobody connects any more."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.asked: list[str] = []
        self.gone: set[str] = set()

    async def reach(self, name: str) -> tuple[Site, Bearer | None] | None:
        self.asked.append(name)
        return None if name in self.gone else await super().reach(name)


async def test_a_connection_is_looked_up_again_after_a_while_or_once_it_is_known_to_have_changed() -> None:
    now, stored = [0.0], Counted("https://jira.example.com")
    clients = StoredClients(stored, 5.0, clock=lambda: now[0])
    first = await clients.of("T1:example")
    assert await clients.of("T1:example") is first and len(stored.asked) == 1
    now[0] += LOOKED_UP
    assert await clients.of("T1:example") is first and len(stored.asked) == 2, "the same site is not opened anew"
    await clients.forget("T1:example")
    assert await clients.of("T1:example") is not first and len(stored.asked) == 3
    await clients.close()
    assert await clients.of("T1:example") is not first and len(stored.asked) == 4
    await clients.close()


async def test_a_changed_connection_is_looked_up_again_and_where_none_can_be_made_there_is_none_to_forget() -> None:
    stored = Counted("https://jira.example.com")
    async with Jira((), stored=stored) as jira:
        await jira.client("T1:example")
        await jira.forget("T1:example")
        await jira.client("T1:example")
        assert len(stored.asked) == 2
    async with Jira(()) as alone:
        await alone.forget("T1:example")


async def test_a_site_that_a_workspace_let_go_is_unknown_however_lately_it_was_used() -> None:
    now, stored = [0.0], Counted("https://jira.example.com")
    clients = StoredClients(stored, 5.0, clock=lambda: now[0])
    await clients.of("T1:example")
    stored.gone.add("T1:example")
    now[0] += LOOKED_UP
    for _ in range(2):
        with pytest.raises(JiraError) as error:
            await clients.of("T1:example")
        assert (error.value.outcome, error.value.site) == ("unknown_site", "T1:example")


async def test_of_more_sites_than_may_be_open_the_one_used_longest_ago_is_closed() -> None:
    stored = Counted("https://jira.example.com")
    clients = StoredClients(stored, 5.0)
    for number in range(MOST_OPEN):
        await clients.of(f"T{number}:example")
    await clients.of("T0:example")
    assert len(stored.asked) == MOST_OPEN, "so many may be"
    await clients.of("T99:example")
    stored.asked.clear()
    await clients.of("T0:example")
    assert stored.asked == []
    await clients.of("T1:example")
    assert stored.asked == ["T1:example"]
    await clients.close()

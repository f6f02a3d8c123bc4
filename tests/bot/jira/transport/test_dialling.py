"""A name that moves between the check and the call leads nowhere: the connection is made to the address that was checked."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr
from urllib3.util.connection import create_connection

from bot.connecting.connections import Connected
from bot.errors import JiraError
from bot.jira.account import myself
from bot.jira.client import Jira
from bot.jira.connected.connected_sites import site_of
from bot.jira.connected.directory import JiraDirectory
from bot.jira.transport import dialling
from bot.jira.transport.addresses import Addresses, is_public
from tests.bot.jira.small_jira import SmallJira

HOST = "jira.moves.example"
OPEN, INSIDE = "8.8.8.8", "127.0.0.1"
Moves = Callable[..., list[str]]


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> Moves:
    """Lets the name lead to one address after another; the last one stays. Gives the list of what was answered."""
    real = socket.getaddrinfo
    given: list[str] = []

    def let(*addresses: str) -> list[str]:
        left = list(addresses)

        def found(host: Any, port: Any, *args: Any, **more: Any) -> Any:
            if host != HOST:
                return real(host, port, *args, **more)
            given.append(left.pop(0) if len(left) > 1 else left[0])
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in given[-1].split()]

        monkeypatch.setattr(socket, "getaddrinfo", found)
        return given

    return let


def connected(small: SmallJira, host: str = HOST) -> Connected:
    return Connected("T0", "T0:moves", small.url.replace("127.0.0.1", host), "pat", token=SecretStr("secret-token"))


class Kept:
    def __init__(self, one: Connected) -> None:
        self._one = one

    async def get(self, workspace: str, site: str) -> Connected | None:
        return self._one

    async def of(self, workspace: str) -> tuple[Connected, ...]:
        return (self._one,)

    async def everywhere(self) -> tuple[Connected, ...]:
        return (self._one,)

    async def numbered(self, number: int) -> Connected | None:
        return self._one


async def test_a_name_that_is_public_when_checked_and_loopback_when_called_reaches_nothing(
    small: SmallJira, moves: Moves
) -> None:
    given = moves(OPEN, INSIDE)
    small.answer("/myself", {"name": "bot"})
    secure = Connected("T0", "T0:moves", f"https://{HOST}:{small.url.rpartition(':')[2]}", "pat")
    nothing: Any = None
    sites = JiraDirectory((), Kept(secure), nothing, nothing, Addresses())
    async with Jira((), stored=sites) as jira:
        client = await jira.client("T0:moves")
        assert given == [OPEN], "it was checked"
        with pytest.raises(JiraError) as refused:
            await myself(client.connection)
    assert refused.value.outcome == "unavailable" and given[1:] and set(given[1:]) == {INSIDE}
    assert small.asked == []


@pytest.mark.parametrize("address", [INSIDE, "169.254.169.254", f"{OPEN} {INSIDE}", f"{INSIDE} {OPEN}"])
async def test_one_private_address_among_several_is_enough_to_call_none(
    small: SmallJira, moves: Moves, address: str
) -> None:
    moves(address)
    async with Jira([site_of(connected(small))]) as jira:
        with pytest.raises(JiraError):
            await myself(jira.site("T0:moves").connection)
    assert small.asked == []


async def test_the_call_goes_to_the_address_that_was_looked_at(
    small: SmallJira, moves: Moves, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a resolver that would lead the next look-up elsewhere."""
    given = moves(INSIDE, "127.0.0.9")
    monkeypatch.setattr(dialling, "is_public", lambda address: address == INSIDE or is_public(address))
    small.answer("/myself", {"name": "bot", "displayName": "Bot"})
    async with Jira([site_of(connected(small))]) as jira:
        assert (await myself(jira.site("T0:moves").connection)).name == "Bot"
    assert given == [INSIDE] and len(small.asked) == 1


async def test_a_private_host_that_the_operator_named_is_called(small: SmallJira, moves: Moves) -> None:
    moves(INSIDE)
    small.answer("/myself", {"name": "bot", "displayName": "Bot"})
    one = connected(small)
    private = Addresses([one.url.removeprefix("http://").upper()]).private
    async with Jira([site_of(one, private=private)]) as jira:
        assert (await myself(jira.site("T0:moves").connection)).name == "Bot"


async def test_a_private_host_is_meant_with_its_port(small: SmallJira, moves: Moves) -> None:
    moves(INSIDE)
    async with Jira([site_of(connected(small), private=frozenset({HOST, f"{HOST}:1"}))]) as jira:
        with pytest.raises(JiraError):
            await myself(jira.site("T0:moves").connection)
    assert small.asked == []


async def test_an_answer_that_leads_inside_is_not_followed(small: SmallJira, moves: Moves) -> None:
    moves(INSIDE)
    small.answer("/myself", status=302, headers={"Location": "http://127.0.0.1:1/"})
    one = connected(small)
    async with Jira([site_of(one, private=frozenset({one.url.removeprefix("http://")}))]) as jira:
        with pytest.raises(JiraError):
            await myself(jira.site("T0:moves").connection)
    assert len(small.asked) == 1


@pytest.mark.parametrize("url", ["http://[::1]:{port}", "http://127.0.0.1:{port}", "http://localhost:{port}"])
async def test_an_address_without_a_name_is_looked_at_as_well(small: SmallJira, url: str) -> None:
    one = Connected("T0", "T0:moves", url.format(port=small.url.rpartition(":")[2]), "pat", token=SecretStr("t"))
    async with Jira([site_of(one)]) as jira:
        with pytest.raises(JiraError):
            await myself(jira.site("T0:moves").connection)
    assert small.asked == []


DEAD = "2606:4700::1 2606:4700::2 2606:4700::3"


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were dialled. Those of version 6 do not answer in time, all others for real."""
    found: list[str] = []

    def dialled(address: tuple[str, int], *args: Any, **more: Any) -> socket.socket:
        found.append(address[0])
        if ":" in address[0]:
            raise TimeoutError
        return create_connection(address, *args, **more)

    monkeypatch.setattr(dialling, "create_connection", dialled)
    monkeypatch.setattr(dialling, "is_public", lambda address: address == INSIDE or is_public(address))
    return found


async def test_an_address_that_does_not_answer_in_time_hides_none_that_does(
    small: SmallJira, moves: Moves, tried: list[str]
) -> None:
    moves(f"{DEAD} {INSIDE}")
    small.answer("/myself", {"name": "bot", "displayName": "Bot"})
    async with Jira([site_of(connected(small))]) as jira:
        assert (await myself(jira.site("T0:moves").connection)).name == "Bot"
    assert tried == [DEAD.split()[0], INSIDE]


async def test_where_no_address_answers_in_time_it_is_a_timeout(
    small: SmallJira, moves: Moves, tried: list[str]
) -> None:
    moves(DEAD)
    async with Jira([site_of(connected(small))]) as jira:
        with pytest.raises(JiraError, match="timeout"):
            await myself(jira.site("T0:moves").connection)
    assert tried == DEAD.split()


async def test_a_name_with_many_dead_addresses_is_given_up_after_a_while(
    small: SmallJira, moves: Moves, tried: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialling, "LONGEST", 0.0)
    moves(DEAD)
    async with Jira([site_of(connected(small))]) as jira:
        with pytest.raises(JiraError, match="timeout"):
            await myself(jira.site("T0:moves").connection)
    assert tried == DEAD.split()[:1]


async def test_no_address_is_dialled_where_one_of_them_is_private(
    small: SmallJira, moves: Moves, tried: list[str]
) -> None:
    moves(f"{DEAD} 10.0.0.1")
    async with Jira([site_of(connected(small))]) as jira:
        with pytest.raises(JiraError):
            await myself(jira.site("T0:moves").connection)
    assert tried == []

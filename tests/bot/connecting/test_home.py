"""What App Home says of a workspace's Jira sites, and as whom a person writes there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.connecting.connections import Connected, Linked
from bot.connecting.home import JiraHomes
from tests.fakes.ports import FakePeople
from tests.fakes.sites import GivenSites

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SITES = ("given", "connected", "refused")


class Rows:
    """All that is kept of a workspace or a person."""

    def __init__(self, *rows: Any) -> None:
        self.rows = rows

    async def of(self, *_: str) -> tuple[Any, ...]:
        return self.rows


@pytest.mark.parametrize("manages", [True, False])
async def test_each_site_says_who_set_it_up_whether_it_still_lets_us_in_and_as_whom_one_writes(manages: bool) -> None:
    connected = Connected("T1", "connected", "https://connected.example", "token")
    linked = Linked("T1", "U1", "connected", "a-1", "Maija", "cloud", NOW)
    held: Any = Rows(connected, replace(connected, name="refused", refused_at=NOW))
    own: Any = Rows(linked, replace(linked, site="refused", refused_at=NOW), replace(linked, site="given", name=""))
    view = await JiraHomes(held, own, GivenSites(SITES), FakePeople(manages), True).view("T1", "U1")
    assert {one.name: one.state for one in view.sites} == {name: name for name in SITES}
    assert {one.name: one.own for one in view.sites} == {"given": "a-1", "connected": "Maija", "refused": ""}
    assert [one.name for one in view.sites if one.managed] == (["connected", "refused"] if manages else [])
    assert view.linkable == set(SITES)


async def test_where_there_is_no_app_at_atlassian_nobody_is_offered_to_connect_an_account() -> None:
    nothing: Any = Rows()
    view = await JiraHomes(nothing, nothing, GivenSites(SITES), FakePeople(True), False).view("T1", "U1")
    assert view.linkable == frozenset()

"""Which installation a request is meant for, how long one is remembered, and what happens between two transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import URL

from bot.errors import SlackError
from bot.installed import Installation, Installed, Token
from bot.seal import Seal, new_key
from bot.slack.installing.many import FRESH, ManyInstallations
from bot.slack.installing.renewal import Renewal
from bot.store import Store
from bot.store.privacy.erasing import erase_left
from tests.fakes.migrated import make_tables
from tests.fakes.seconds import Seconds

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class NoSlack:
    """Nothing here may call Slack."""

    async def renew(self, refresh: SecretStr) -> Token:
        raise AssertionError("asked Slack")


def installed(team: str | None, enterprise: str | None = None, *, mark: str = "m1", word: str = "t") -> Installed:
    workspace = str(team or enterprise)
    found = Installation(workspace, team, enterprise, f"B{workspace}", f"U{workspace}", mark=mark)
    return Installed(found, Token(SecretStr(f"{word}-{workspace}")), "A1", "UADMIN", NOW)


@pytest_asyncio.fixture
async def store(database: URL) -> AsyncIterator[Store]:
    make_tables(database)
    opened = Store.open(database, seal=Seal([new_key()]))
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def clock() -> Seconds:
    return Seconds()


@pytest_asyncio.fixture
async def many(store: Store, clock: Seconds) -> AsyncIterator[ManyInstallations]:
    renewal = Renewal(store.installations, NoSlack(), lambda: NOW)
    async with aiohttp.ClientSession() as session:
        address = "http://127.0.0.1:1/"
        yield ManyInstallations(store.installations, renewal, base_url=address, session=session, clock=clock)


async def test_a_workspaces_own_installation_holds_before_its_organisations(
    store: Store, many: ManyInstallations
) -> None:
    await store.installations.save(installed(None, "E1"))
    await store.installations.save(installed("T1", "E1"))
    own, wide = await many.authorize("E1", "T1"), await many.authorize("E1", "T2")
    assert (own.bot_token, own.team_id) == ("t-T1", "T1")
    assert (wide.bot_token, wide.team_id, wide.enterprise_id) == ("t-E1", "T2", "E1")
    assert await many.owner(None, "T2") is None
    told = await many.authorize("E1", "T1", org_wide=True)
    assert (told.bot_token, told.team_id) == ("t-E1", "T1")
    found = await many.owner("E1", None)
    assert found is not None and found.workspace == "E1"


async def test_who_is_not_installed_is_told_apart(many: ManyInstallations) -> None:
    for asked in (many.of("T9"), many.client("T9"), many.authorize(None, "T9"), many.admins("T9")):
        with pytest.raises(SlackError, match="not_installed"):
            await asked
    assert await many.workspaces() == ()


async def test_what_another_process_changes_is_known_within_half_a_minute(
    store: Store, many: ManyInstallations, clock: Seconds
) -> None:
    await store.installations.save(installed("T1"))
    assert (await many.authorize(None, "T1")).bot_token == "t-T1"
    await store.installations.save(installed("T1", mark="m2", word="new"))
    assert (await many.authorize(None, "T1")).bot_token == "t-T1"
    clock.now += FRESH
    assert (await many.authorize(None, "T1")).bot_token == "new-T1"
    await erase_left(store.engine, "T1", "m2")
    clock.now += FRESH
    assert await many.owner(None, "T1") is None
    assert FRESH <= 30


async def test_what_this_process_changes_is_known_at_once(store: Store, many: ManyInstallations) -> None:
    assert await many.owner(None, "T1") is None
    await store.installations.save(installed("T1"))
    assert (await many.authorize(None, "T1")).bot_token == "t-T1", "absence is not remembered"
    await store.installations.save(installed("T1", mark="m2", word="new"))
    many.forget("T1")
    assert (await many.authorize(None, "T1")).bot_token == "new-T1"


async def test_a_row_that_no_key_of_ours_opens_is_no_installation(store: Store, many: ManyInstallations) -> None:
    await store.installations.save(installed("T1"))
    store.installations._seal = Seal([new_key()])
    assert await many.owner(None, "T1") is None


@pytest.mark.parametrize("turn", range(8))
async def test_an_installation_that_is_made_while_the_old_one_is_deleted_stays(store: Store, turn: int) -> None:
    await store.installations.save(installed("T1", mark="old"))
    new = installed("T1", mark="new")
    at = NOW + timedelta(seconds=1)

    async def comes_back() -> None:
        await asyncio.sleep(turn * 0.001)
        await store.installations.save(new)
        await store.notices.first("T1", "kept", "", run="r", now=at)

    await asyncio.gather(comes_back(), *(erase_left(store.engine, "T1", "old") for _ in range(3)))
    found = await store.installations.of("T1")
    assert found is not None and found.installation.mark == "new"
    assert not await store.notices.first("T1", "kept", "", run="s", now=at), "what came after it stays too"


async def test_only_what_belongs_to_the_workspace_is_deleted(store: Store) -> None:
    for team in ("T1", "T2"):
        await store.installations.save(installed(team))
        await store.notices.first(team, "kept", "", run="r", now=NOW)
    assert await erase_left(store.engine, "T1", "another") is None
    assert await erase_left(store.engine, "T1", "m1") == {"audits": 1, "installations": 1, "notices": 1}
    assert await erase_left(store.engine, "T1", "m1") == {}, "again"
    assert not await store.notices.first("T2", "kept", "", run="s", now=NOW)
    assert await store.installations.workspaces() == ("T2",)

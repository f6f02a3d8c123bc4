"""How a connected site is reached: by the token that is kept, and only while its address may still be called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.connecting.connections import Connected, Grant
from bot.errors import JiraError
from bot.jira.connected.directory import JiraDirectory
from bot.jira.transport.addresses import Addresses
from bot.seal import Seal, new_key
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SITE = "T1:acme"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = database_url(tmp_path, None)
    await asyncio.to_thread(migrate, url)
    store = Store.open(url, seal=Seal([new_key()]))
    yield store
    await store.close()


def directory(store: Store, *private: str) -> JiraDirectory:
    return JiraDirectory((), store.jira.connections, store.jira.tokens, lambda: NOW, Addresses(private))


async def consented(store: Store) -> None:
    made = Connected("T1", SITE, "https://acme.atlassian.net", "oauth", cloud_id="c1")
    grant = Grant(SecretStr("access-1"), SecretStr("refresh-1"), NOW + timedelta(minutes=1))
    await store.jira.connections.connect("T1", made, grant, user="U1", now=NOW)


async def test_without_an_app_a_consent_serves_by_its_kept_token_and_spends_none(store: Store) -> None:
    await consented(store)
    found = await directory(store).reach(SITE)
    assert found is not None
    site, bearer = found
    assert site.api == "https://api.atlassian.com/ex/jira/c1"
    assert bearer is not None and await bearer() == "access-1" == await bearer()
    assert await store.jira.tokens.claim("T1", SITE, now=NOW, due=NOW + timedelta(hours=1)) is not None


async def test_a_consent_that_atlassian_ended_gives_no_token(store: Store) -> None:
    await consented(store)
    await store.jira.tokens.claim("T1", SITE, now=NOW, due=NOW + timedelta(hours=1))
    await store.jira.tokens.refused("T1", SITE, claimed=NOW)
    found = await directory(store).reach(SITE)
    assert found is not None and found[1] is not None
    with pytest.raises(JiraError, match="unauthorized"):
        await found[1]()


async def test_an_address_that_leads_inside_by_now_is_not_called(store: Store) -> None:
    made = Connected("T1", SITE, "https://127.0.0.1:1", "pat", token=SecretStr("token"))
    await store.jira.connections.connect("T1", made, None, user="U1", now=NOW)
    with pytest.raises(JiraError, match="unavailable"):
        await directory(store).reach(SITE)
    assert await directory(store, "127.0.0.1:1").reach(SITE) is not None


async def test_a_site_that_nobody_connected_is_not_reached(store: Store) -> None:
    assert await directory(store).reach(SITE) is None
    assert await directory(store).reach("acme") is None, "an operator's site is none of the store's"

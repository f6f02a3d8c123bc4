"""Access tokens are renewed in time, and a refresh token is spent by one process alone, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import URL, text

from bot.connecting.connections import Connected, Grant
from bot.errors import APP_REFUSED, JiraError
from bot.jira.connected.atlassian import ENDED
from bot.jira.connected.renewing import Renewing
from bot.seal import Seal, new_key
from bot.store import Store
from bot.store.privacy.resealing import reseal
from tests.fakes.migrated import make_tables

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = new_key()
SITE = "T1:acme"


@dataclass
class Authority:
    """Gives tokens as Atlassian does: each refresh token once."""

    good: str = "refresh-0"
    spent: list[str] = field(default_factory=list)
    failure: JiraError | None = None
    now: datetime = NOW

    async def renew(self, refresh: SecretStr) -> Grant:
        await asyncio.sleep(0.05)
        if self.failure:
            raise self.failure
        self.spent.append(refresh.get_secret_value())
        if refresh.get_secret_value() != self.good:
            raise JiraError("unauthorized", status=403, reason=ENDED)
        self.good = f"refresh-{len(self.spent)}"
        return Grant(SecretStr(f"access-{len(self.spent)}"), SecretStr(self.good), self.now + timedelta(hours=1))

    def clock(self) -> datetime:
        return self.now


@pytest_asyncio.fixture
async def store(database: URL) -> AsyncIterator[Store]:
    make_tables(database)
    store = Store.open(database, seal=Seal([KEY]))
    grant = Grant(SecretStr("access-0"), SecretStr("refresh-0"), NOW + timedelta(hours=1))
    made = Connected("T1", SITE, "https://acme.atlassian.net", "oauth", cloud_id="c", hook=SecretStr("hook"))
    await store.jira.connections.connect("T1", made, grant, user="U1", now=NOW)
    yield store
    await store.close()


def process(store: Store, authority: Authority) -> Renewing:
    return Renewing(store.jira.tokens, authority.renew, authority.clock, "T1", SITE)


async def test_a_token_that_lives_is_used_and_one_that_ends_soon_is_renewed(store: Store) -> None:
    authority = Authority()
    one = process(store, authority)
    assert await one() == "access-0"
    authority.now = NOW + timedelta(minutes=56)
    assert await one() == "access-1"
    assert authority.spent == ["refresh-0"]


async def test_ten_processes_that_need_a_new_token_at_once_spend_one(store: Store) -> None:
    authority = Authority(now=NOW + timedelta(hours=2))
    given = await asyncio.gather(*(process(store, authority)() for _ in range(10)))
    assert set(given) == {"access-1"}
    assert authority.spent == ["refresh-0"]


async def test_a_refresh_token_that_is_refused_ends_the_connection_until_it_is_made_again(store: Store) -> None:
    authority = Authority(good="another", now=NOW + timedelta(hours=2))
    for _ in range(2):
        with pytest.raises(JiraError, match="unauthorized"):
            await process(store, authority)()
    assert authority.spent == ["refresh-0"]
    [found] = await store.jira.connections.of("T1")
    assert found.refused_at == authority.now


async def test_an_authority_that_is_silent_is_asked_again_with_the_same_token(store: Store) -> None:
    authority = Authority(failure=JiraError("unavailable"), now=NOW + timedelta(hours=2))
    with pytest.raises(JiraError, match="unavailable"):
        await process(store, authority)()
    authority.failure = None
    assert await process(store, authority)() == "access-1"


@pytest.mark.parametrize(
    "failure", [JiraError("unauthorized", status=401, reason=APP_REFUSED), JiraError("unavailable", status=403)]
)
async def test_a_wrong_client_secret_or_a_proxys_refusal_leaves_the_connection_to_be_renewed_later(
    store: Store, failure: JiraError
) -> None:
    authority = Authority(failure=failure, now=NOW + timedelta(hours=2))
    with pytest.raises(JiraError, match=failure.outcome) as raised:
        await process(store, authority)()
    assert raised.value.reason == failure.reason, "an admin is told which of the two it is"
    [found] = await store.jira.connections.of("T1")
    assert found.refused_at is None
    authority.failure = None
    assert await process(store, authority)() == "access-1"


async def test_who_gives_up_waiting_does_not_lose_what_a_spent_token_was_exchanged_for(store: Store) -> None:
    authority = Authority(now=NOW + timedelta(hours=2))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await process(store, authority)()
    await asyncio.sleep(0.15)
    assert await process(store, authority)() == "access-1"
    assert authority.spent == ["refresh-0"]


async def test_a_process_that_died_while_renewing_holds_nobody_up_for_long(store: Store) -> None:
    authority = Authority(now=NOW + timedelta(hours=2))
    claimed = await store.jira.tokens.claim("T1", SITE, now=authority.now, due=authority.now)
    assert claimed is not None
    assert await store.jira.tokens.claim("T1", SITE, now=authority.now, due=authority.now) is None
    authority.now += timedelta(minutes=1)
    assert await process(store, authority)() == "access-1"


async def test_no_token_stands_in_a_row_and_keys_rotate_renews_them_all(store: Store) -> None:
    async with store.engine.connect() as connection:
        rows = str((await connection.execute(text("SELECT * FROM jira_connections"))).all())
    assert not any(secret in rows for secret in ("access-0", "refresh-0", "hook'"))
    newer = Seal([new_key(), KEY])
    assert (await reseal(store.engine, newer)).renewed == 3
    assert (await reseal(store.engine, newer)).fresh == 3


async def test_an_attempt_serves_once_for_its_purpose_and_not_for_long(store: Store) -> None:
    attempts = store.attempts
    secret = await attempts.begin("T1", "U1", "consent:person", held="h", now=NOW)
    assert await attempts.take(secret, "consent:workspace", now=NOW) is None
    assert await attempts.take(secret + "x", "consent:person", now=NOW) is None
    taken = await attempts.take(secret, "consent:person", now=NOW)
    assert taken is not None and (taken.workspace, taken.user, taken.held) == ("T1", "U1", "h")
    assert await attempts.take(secret, "consent:person", now=NOW) is None
    late = await attempts.begin("T1", "U1", "consent:person", now=NOW)
    assert await attempts.take(late, "consent:person", now=NOW + timedelta(minutes=11)) is None

"""A refresh token is spent once, whoever asks at the same time; what Slack refuses is told apart from what it leaves open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import URL

from bot.errors import SlackError
from bot.installed import Installation, Installed, Token
from bot.seal import Seal, new_key
from bot.slack.installing.renewal import AHEAD, HOLD, LATE, Renewal
from bot.store import Store
from tests.fakes.migrated import make_tables

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEAM = "T1"


@dataclass
class GivenOAuth:
    """Slack's side: each refresh token is worth one token."""

    ends: datetime = NOW + timedelta(hours=12)
    failure: SlackError | None = None
    valid: str = "r0"
    spent: list[str] = field(default_factory=list)

    async def renew(self, refresh: SecretStr) -> Token:
        await asyncio.sleep(0.05)
        self.spent.append(refresh.get_secret_value())
        if self.failure:
            raise self.failure
        if refresh.get_secret_value() != self.valid:
            raise SlackError("refused", "invalid_refresh_token")
        self.valid = f"r{len(self.spent)}"
        return Token(SecretStr(f"t{len(self.spent)}"), SecretStr(self.valid), self.ends)


def installed(ends: datetime | None, mark: str = "m") -> Installed:
    found = Installation(TEAM, TEAM, None, "B1", "U1", frozenset({"chat:write"}), mark=mark)
    return Installed(found, Token(SecretStr("t0"), SecretStr("r0") if ends else None, ends), "A1", "U2", NOW)


@pytest_asyncio.fixture
async def stores(database: URL) -> AsyncIterator[tuple[Store, Store]]:
    """The same database as two processes have it."""
    make_tables(database)
    seal = Seal([new_key()])
    pair = Store.open(database, seal=seal), Store.open(database, seal=seal)
    yield pair
    for store in pair:
        await store.close()


def renewals(stores: tuple[Store, Store], oauth: GivenOAuth, at: datetime = NOW) -> list[Renewal]:
    return [Renewal(store.installations, oauth, lambda: at) for store in stores]


async def test_twenty_requests_of_two_processes_near_the_end_spend_one_refresh_token(
    stores: tuple[Store, Store],
) -> None:
    oauth, seen = GivenOAuth(), installed(NOW + LATE / 2)
    await stores[0].installations.save(seen)
    here, there = renewals(stores, oauth)
    found = await asyncio.gather(*(one.fresh(seen) for one in (here, there) * 10))
    assert oauth.spent == ["r0"]
    assert {one.token.value.get_secret_value() for one in found} <= {"t0", "t1"}
    kept = await stores[1].installations.of(TEAM)
    assert kept is not None and kept.token.refresh == SecretStr("r1")


async def test_after_the_end_all_of_them_wait_for_the_one_that_renews(stores: tuple[Store, Store]) -> None:
    oauth, seen = GivenOAuth(), installed(NOW - timedelta(minutes=1))
    await stores[0].installations.save(seen)
    here, there = renewals(stores, oauth)
    found = await asyncio.gather(*(one.fresh(seen) for one in (here, there) * 10))
    assert oauth.spent == ["r0"]
    assert {one.token.value.get_secret_value() for one in found} == {"t1"}


async def test_whoever_asks_with_an_old_look_gets_the_token_in_use(stores: tuple[Store, Store]) -> None:
    oauth, seen = GivenOAuth(), installed(NOW + LATE / 2)
    await stores[0].installations.save(seen)
    here, there = renewals(stores, oauth)
    await here.fresh(seen)
    assert (await there.fresh(seen)).token.value == SecretStr("t1")
    assert oauth.spent == ["r0"]


async def test_the_round_renews_ahead_and_leaves_the_others(stores: tuple[Store, Store]) -> None:
    oauth = GivenOAuth()
    here, there = renewals(stores, oauth)
    await stores[0].installations.save(installed(NOW + AHEAD + timedelta(minutes=1)))
    assert await here.once() == 0
    await stores[0].installations.save(installed(NOW + AHEAD - timedelta(minutes=1)))
    await asyncio.gather(here.once(), there.once())
    assert oauth.spent == ["r0"]


async def test_a_token_that_does_not_rotate_is_never_renewed(stores: tuple[Store, Store]) -> None:
    oauth, seen = GivenOAuth(), installed(None)
    await stores[0].installations.save(seen)
    here, _ = renewals(stores, oauth)
    assert await here.fresh(seen) is seen
    assert await here.once() == 0
    assert oauth.spent == []


async def test_a_refused_refresh_marks_the_installation_and_its_token_serves_until_its_end(
    stores: tuple[Store, Store],
) -> None:
    oauth, seen = GivenOAuth(valid="another"), installed(NOW + LATE / 2)
    await stores[0].installations.save(seen)
    here, there = renewals(stores, oauth)
    assert (await here.fresh(seen)).token.value == SecretStr("t0")
    assert await stores[1].installations.counts() == {"live": 0, "dead": 1}
    assert await stores[1].installations.workspaces() == ()
    assert (await there.fresh(seen)).dead == "invalid_refresh_token"
    late, _ = renewals(stores, oauth, NOW + timedelta(hours=1))
    with pytest.raises(SlackError, match="install_dead"):
        await late.fresh(seen)
    assert oauth.spent == ["r0"], "a dead installation asks no more"


@pytest.mark.parametrize(
    "failure", [SlackError("unavailable", "no_answer"), SlackError("refused", "bad_client_secret")]
)
async def test_what_slack_leaves_open_or_the_operator_must_mend_kills_nothing(
    stores: tuple[Store, Store], failure: SlackError
) -> None:
    oauth, seen = GivenOAuth(failure=failure), installed(NOW + LATE / 2)
    await stores[0].installations.save(seen)
    here, there = renewals(stores, oauth)
    assert (await here.fresh(seen)).token.value == SecretStr("t0")
    assert await stores[0].installations.counts() == {"live": 1, "dead": 0}
    oauth.failure = None
    assert (await there.fresh(seen)).token.value == SecretStr("t2"), "the turn was let go"


async def test_the_turn_of_a_process_that_died_is_taken_after_a_while(stores: tuple[Store, Store]) -> None:
    oauth, seen = GivenOAuth(), installed(NOW + LATE / 2)
    await stores[0].installations.save(seen)
    assert await stores[0].installations.claim(seen, now=NOW, hold=HOLD)
    assert not await stores[1].installations.claim(seen, now=NOW + HOLD / 2, hold=HOLD)
    _, there = renewals(stores, oauth, NOW + HOLD + timedelta(seconds=1))
    assert (await there.fresh(seen)).token.value == SecretStr("t1")


async def test_a_process_that_comes_late_overwrites_no_newer_token(stores: tuple[Store, Store]) -> None:
    seen = installed(NOW + LATE / 2)
    store = stores[0].installations
    await store.save(seen)
    await store.renewed(seen, Token(SecretStr("new"), SecretStr("r9"), NOW + timedelta(hours=12)))
    await store.renewed(seen, Token(SecretStr("stale"), SecretStr("r1"), NOW + timedelta(hours=11)))
    await store.died(seen, "invalid_refresh_token")
    kept = await store.of(TEAM)
    assert kept is not None and (kept.token.value, kept.dead) == (SecretStr("new"), None)


async def test_a_new_installation_is_no_longer_the_one_that_was_seen(stores: tuple[Store, Store]) -> None:
    seen = installed(NOW + LATE / 2)
    store = stores[0].installations
    await store.save(seen)
    await store.save(installed(NOW + LATE / 2, mark="again"))
    assert not await store.claim(seen, now=NOW, hold=HOLD)
    await store.died(seen, "token_revoked")
    kept = await store.of(TEAM)
    assert kept is not None and (kept.installation.mark, kept.dead) == ("again", None)

"""Tokens that end, and the turns in which they are renewed, while the wall clock is set forwards and back."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.connecting.connections import Connected, Grant
from bot.installed import Installation, Installed, Token
from bot.jira.connected.renewing import Renewing
from bot.seal import Seal, new_key
from bot.slack.installing.renewal import HOLD as CLAIMED
from bot.slack.installing.renewal import Renewal
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url
from tests.fakes.runs import Clock
from tests.fakes.steps import NOW, each_step


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = database_url(tmp_path, None)
    migrate(url)
    store = Store.open(url, seal=Seal([new_key()]))
    yield store
    await store.close()


@dataclass
class Slack:
    """Gives tokens for twelve hours of `clock`; each refresh token once."""

    clock: Clock
    given: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    valid: str = "r0"

    async def renew(self, refresh: SecretStr) -> Token:
        assert refresh.get_secret_value() == self.valid, "spent twice"
        number = next(self.given)
        self.valid = f"r{number}"
        return Token(SecretStr(f"t{number}"), SecretStr(self.valid), self.clock() + timedelta(hours=12))


@each_step
async def test_slacks_token_never_ends_in_use_and_is_not_renewed_without_end(store: Store, step: timedelta) -> None:
    clock = Clock(NOW)
    slack = Slack(clock)
    found = Installation("T1", "T1", None, "B1", "U1", frozenset({"chat:write"}), mark="m")
    token = Token(SecretStr("t0"), SecretStr("r0"), NOW + timedelta(hours=12))
    await store.installations.save(Installed(found, token, "A1", "U2", NOW))
    renewal, ended = Renewal(store.installations, slack, clock), {"t0": timedelta(hours=12)}
    for half_hour in range(96):
        elapsed = timedelta(minutes=30 * half_hour)
        if half_hour == 13:
            clock.now += step
        await renewal.once()
        seen = await store.installations.of("T1")
        assert seen is not None
        name = (await renewal.fresh(seen)).token.value.get_secret_value()
        assert elapsed < ended.setdefault(name, elapsed + timedelta(hours=12)), "Slack takes it no more"
        clock.now += timedelta(minutes=30)
    assert len(ended) <= 7


@each_step
async def test_a_renewal_whose_process_died_is_made_up_for_by_the_next(store: Store, step: timedelta) -> None:
    clock = Clock(NOW)
    found = Installation("T1", "T1", None, "B1", "U1", frozenset({"chat:write"}), mark="m")
    seen = Installed(found, Token(SecretStr("t0"), SecretStr("r0"), NOW), "A1", "U2", NOW)
    await store.installations.save(seen)
    assert await store.installations.claim(seen, now=NOW, hold=CLAIMED)
    clock.now += step
    waited = 0
    while not await store.installations.claim(seen, now=clock(), hold=CLAIMED):
        clock.advance(10)
        waited += 10
    assert waited <= 2 * CLAIMED.total_seconds()


@each_step
async def test_jiras_token_never_ends_in_use(store: Store, step: timedelta) -> None:
    clock, real = Clock(NOW), Clock(NOW)
    made = Connected("T1", "T1:acme", "https://acme.example", "oauth", cloud_id="c", hook=SecretStr("hook"))
    grant = Grant(SecretStr("a0"), SecretStr("r0"), NOW + timedelta(hours=1))
    await store.jira.connections.connect("T1", made, grant, user="U1", now=NOW)
    count = itertools.count(1)

    async def renew(refresh: SecretStr) -> Grant:
        number = next(count)
        return Grant(SecretStr(f"a{number}"), SecretStr(f"r{number}"), clock() + timedelta(hours=1))

    token = Renewing(store.jira.tokens, renew, clock, "T1", "T1:acme", steady=lambda: (real.now - NOW).total_seconds())
    ended = {"a0": NOW + timedelta(hours=1)}
    for minute in range(0, 240, 2):
        if minute == 40:
            clock.now += step
        assert real.now < ended.setdefault(await token(), real.now + timedelta(hours=1)), "Jira takes it no more"
        for one in (clock, real):
            one.advance(120)
    assert len(ended) <= 8

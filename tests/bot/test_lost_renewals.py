"""A process is killed between a provider's answer to a renewal and its commit: the only successor of a spent token is lost.
Within the grace that the provider gives, the next process gets another; after it, a person is asked, and doctor says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.connecting.connections import Connected, Grant
from bot.doctor import connected
from bot.doctor.result import Result
from bot.errors import JiraError, SlackError
from bot.installed import Installation, Installed, Token
from bot.jira.connected.atlassian import ENDED
from bot.jira.connected.renewing import Renewing
from bot.seal import Seal, new_key
from bot.slack.installing.renewal import AHEAD, Renewal
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SITE = "T1:acme"
JIRAS_GRACE = timedelta(minutes=10)
"""For so long Atlassian takes a spent refresh token again (community.developer.atlassian.com/t/60806)."""
SLACKS_GRACE = timedelta(minutes=2)
"""Slack names none; a little longer than `HOLD`."""


class Killed(BaseException):
    """The process is no more: nothing after it runs."""


class Authority:
    """Spends a refresh token at its first use, and takes it again for a while."""

    def __init__(self, grace: timedelta) -> None:
        self.now = NOW
        self.grace = grace
        self.spent: dict[str, datetime] = {}
        self.asked: list[str] = []

    def clock(self) -> datetime:
        return self.now

    def next(self, refresh: SecretStr) -> str | None:
        name = refresh.get_secret_value()
        self.asked.append(name)
        first = self.spent.setdefault(name, self.now)
        return f"{len(self.asked)}" if self.now - first <= self.grace else None

    async def grant(self, refresh: SecretStr) -> Grant:
        number = self.next(refresh)
        if number is None:
            raise JiraError("unauthorized", site="atlassian", reason=ENDED)
        return Grant(SecretStr(f"a{number}"), SecretStr(f"r{number}"), self.now + timedelta(hours=1))

    async def renew(self, refresh: SecretStr) -> Token:
        number = self.next(refresh)
        if number is None:
            raise SlackError("refused", "invalid_refresh_token")
        return Token(SecretStr(f"a{number}"), SecretStr(f"r{number}"), self.now + timedelta(hours=12))


class Dying:
    """A store whose process is killed as it is about to commit what was renewed."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def renewed(self, *_: Any, **__: Any) -> None:
        raise Killed


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = database_url(tmp_path, None)
    migrate(url)
    opened = Store.open(url, seal=Seal([new_key()]))
    yield opened
    await opened.close()


async def of_jira(store: Store, ends: datetime) -> None:
    made = Connected("T1", SITE, "https://acme.example", "oauth", cloud_id="c", hook=SecretStr("hook"))
    grant = Grant(SecretStr("a0"), SecretStr("r0"), ends)
    await store.jira.connections.connect("T1", made, grant, user="U1", now=NOW)


async def of_slack(store: Store, ends: datetime) -> None:
    found = Installation("T1", "T1", None, "B1", "U1", frozenset({"chat:write"}), mark="m")
    await store.installations.save(Installed(found, Token(SecretStr("a0"), SecretStr("r0"), ends), "A1", "U2", NOW))


async def test_jira_within_the_grace_the_next_process_renews_with_the_same_token(store: Store) -> None:
    await of_jira(store, NOW)
    authority = Authority(JIRAS_GRACE)
    dying: Any = Dying(store.jira.tokens)
    with pytest.raises(Killed):
        await Renewing(dying, authority.grant, authority.clock, "T1", SITE)()
    authority.now += timedelta(minutes=1)
    assert await Renewing(store.jira.tokens, authority.grant, authority.clock, "T1", SITE)() == "a2"
    assert authority.asked == ["r0", "r0"], "the turn was noted before it was taken, and given up"
    authority.now += timedelta(hours=1)
    assert await Renewing(store.jira.tokens, authority.grant, authority.clock, "T1", SITE)() == "a3"


async def test_jira_after_the_grace_an_admin_is_asked_to_connect_anew(store: Store) -> None:
    await of_jira(store, NOW)
    authority = Authority(JIRAS_GRACE)
    dying: Any = Dying(store.jira.tokens)
    with pytest.raises(Killed):
        await Renewing(dying, authority.grant, authority.clock, "T1", SITE)()
    authority.now += JIRAS_GRACE + timedelta(minutes=1)
    with pytest.raises(JiraError, match="unauthorized"):
        await Renewing(store.jira.tokens, authority.grant, authority.clock, "T1", SITE)()
    made = await store.jira.connections.get("T1", SITE)
    assert made is not None and made.refused_at is not None
    nothing: Any = None
    [told] = await connected._one(nothing, nothing, nothing, made)
    assert (
        told == Result(f"Jira {SITE}", "failed", told.says, connected.AGAIN, SITE) and "no longer renews" in told.says
    )


async def test_slack_within_the_grace_the_next_process_renews_with_the_same_token(store: Store) -> None:
    await of_slack(store, NOW + AHEAD / 2)
    authority = Authority(SLACKS_GRACE)
    await lost(store, authority)
    authority.now += timedelta(seconds=90)
    assert await Renewal(store.installations, authority, authority.clock).once() == 1
    kept = await store.installations.of("T1")
    assert kept is not None and kept.token.value == SecretStr("a2") and not kept.dead
    assert authority.asked == ["r0", "r0"]


async def test_slack_after_the_grace_the_old_token_serves_until_its_end_and_the_bot_says_that_it_is_to_be_installed(
    store: Store,
) -> None:
    ends = NOW + AHEAD / 2
    await of_slack(store, ends)
    authority = Authority(timedelta(0))
    await lost(store, authority)
    authority.now += timedelta(seconds=90)
    next_one = Renewal(store.installations, authority, authority.clock)
    await next_one.once()
    kept = await store.installations.of("T1")
    assert kept is not None and kept.dead == "invalid_refresh_token", "doctor and the metric name it"
    assert (await next_one.fresh(kept)).token.value == SecretStr("a0")
    authority.now = ends + timedelta(seconds=1)
    with pytest.raises(SlackError, match="invalid_refresh_token"):
        await next_one.fresh(kept)


async def lost(store: Store, authority: Authority) -> None:
    dying: Any = Dying(store.installations)
    with pytest.raises(Killed):
        await Renewal(dying, authority, authority.clock).once()

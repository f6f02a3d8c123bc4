"""`handoff doctor` names the digests that the bot paused itself, of a real database, and nothing of what is in them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy
from pydantic import SecretStr

from bot.digest.values import DigestPlan
from bot.doctor import digests
from bot.doctor.result import Result, exit_status
from bot.settings import Settings, load
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def settings(bare_environment: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    bare_environment.setenv("HANDOFF_DATA", str(tmp_path))
    return load()


def plan(channel: str, workspace: str = "T1", *, paused: bool = False) -> DigestPlan:
    jql = "project = PAY AND summary ~ secretword"
    return DigestPlan(workspace, channel, 0, "09:00", "Europe/Helsinki", "acme", jql, NOW, "U1", paused)


async def keep(settings: Settings, *plans: DigestPlan, **stopped: str) -> None:
    """`stopped`: by channel, what Slack answered."""
    await asyncio.to_thread(migrate, database_url(settings.data, None))
    store = Store.open(database_url(settings.data, None))
    for one in plans:
        await store.digests.set(one, now=NOW)
        if one.channel in stopped:
            await store.digests.stop(one, stopped[one.channel])
    await store.close()


async def found(settings: Settings) -> list[Result]:
    return await digests.examine(settings)


async def test_a_digest_that_slack_refuses_is_named_with_what_to_do_next(settings: Settings) -> None:
    await keep(settings, plan("C2"), plan("C1"), C1="is_archived", C2="invalid_blocks")
    closed, refused = await found(settings)
    assert (closed.about, refused.about) == ("Digest of channel C1", "Digest of channel C2")
    assert "is_archived" in closed.says and "not archived" in closed.cure
    assert "invalid_blocks" in refused.says and "/handoff digest now" in refused.cure
    assert all("/handoff digest resume" in one.cure for one in (closed, refused))
    assert exit_status((closed, refused)) == 0, "the bot works all the same"


async def test_neither_the_query_nor_who_set_it_up_is_told(settings: Settings) -> None:
    await keep(settings, plan("C1"), C1="is_archived")
    [told] = await found(settings)
    assert "secretword" not in str(told) and "U1" not in str(told) and "acme" not in str(told)


async def test_a_digest_that_goes_on_or_that_people_paused_is_not_named(settings: Settings) -> None:
    await keep(settings, plan("C1"), plan("C2", paused=True))
    assert await found(settings) == []


async def test_one_that_was_resumed_is_named_no_more(settings: Settings) -> None:
    await keep(settings, plan("C1"), C1="not_in_channel")
    await keep(settings, plan("C1"))
    assert await found(settings) == []


async def test_with_many_workspaces_each_says_whose_it_is(settings: Settings) -> None:
    await keep(settings, plan("C1", "T2"), plan("C1", "T1"), C1="is_archived")
    many = settings.model_copy(update={"slack_client_id": "1.2", "slack_client_secret": SecretStr("x")})
    assert [one.about for one in await found(many)] == [
        "Digest of channel C1 of workspace T1",
        "Digest of channel C1 of workspace T2",
    ]


async def test_of_very_many_the_rest_is_counted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MOST", 2)
    await keep(settings, *(plan(f"C{n}") for n in range(5)), **{f"C{n}": "is_archived" for n in range(5)})
    *named, rest = await found(settings)
    assert len(named) == 2 and (rest.state, rest.says) == ("skipped", "3 more are not named.")


def test_where_nothing_is_kept_yet_nothing_is_made_by_looking(settings: Settings, tmp_path: Path) -> None:
    assert asyncio.run(found(settings)) == [] and list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_left_to_who_tells_of_it(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "handoff.db").write_bytes(b"Notes of somebody, and no database at all." * 30)
    [told] = asyncio.run(found(settings))
    assert (told.about, told.state) == ("Paused digests", "skipped")


async def test_a_database_that_cannot_be_read_is_told(settings: Settings) -> None:
    await keep(settings)
    engine = sqlalchemy.create_engine(database_url(settings.data, None))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("DROP TABLE digests"))
    engine.dispose()
    [told] = await found(settings)
    assert (told.about, told.state) == ("Paused digests", "failed") and "database" in told.cure

"""Two workspaces at once: each is answered with its own token, renewed in time, and removed alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, func, select, text

from bot.runs import submit
from bot.slack.installing import renewal
from bot.store.tables import channels, metadata
from bot.upkeep import uninstalling
from bot.upkeep.requests import RemovalRequest
from tests.bot.slack.installing.conftest import ACME, ADMIN, HOME, LEAD, ROOM, TEAMS, Town, now, opened, watched
from tests.fakes.waiting import PATIENCE, until


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits minutes for what comes later."""
    monkeypatch.setattr(uninstalling, "PAUSES", (0.1, 0.1))
    monkeypatch.setattr(uninstalling, "SETTLE", 0.1)


async def turned_on(town: Town, team: str, projects: str) -> None:
    answer = await town.slack(team).users.command(ADMIN, ROOM, f"/handoff on {projects}")
    assert answer.ok
    await watched(town, team, ROOM)


async def counted(town: Town, team: str) -> dict[str, int]:
    """Rows of a workspace, by table."""
    found = {}
    async with town.bot._store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            count = select(func.count()).select_from(table).where(table.c.workspace == team)
            found[table.name] = int((await connection.execute(count)).scalar_one())
    return {name: rows for name, rows in found.items() if rows}


async def gone(town: Town, team: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while await counted(town, team):  # noqa: ASYNC110 - the bot is at it
            await asyncio.sleep(0.05)


async def test_a_workspace_without_a_jira_is_told_how_to_connect_one(town: Town) -> None:
    await town.install(ACME)
    slack = town.slack(ACME)
    await slack.users.command(LEAD, ROOM, "/handoff PAY-12")
    await until(lambda: slack.whispers(LEAD))
    assert "not connected to your team's Jira yet" in slack.whispers(LEAD)[-1].shown_text
    assert town.sandbox.jira.calls.total == 0, "the operator's Jira is nobody's"


async def test_a_workspace_that_never_installed_the_bot_is_not_answered(town: Town) -> None:
    await town.install(ACME)
    answer = await town.slack(HOME).users.command(LEAD, ROOM, "/handoff help")
    assert (answer.ok, answer.body) == (True, b"")
    assert await counted(town, HOME) == {}


async def test_each_workspace_has_settings_of_its_own_under_the_same_channel_id(town: Town) -> None:
    for team, projects in zip(TEAMS, ("PAY", "WEB"), strict=True):
        await town.install(team)
        await turned_on(town, team, projects)
    store = town.bot._store.channels
    assert [(await store.channel(team, ROOM)).projects for team in TEAMS] == [{"PAY"}, {"WEB"}]
    for team in TEAMS:
        assert {call.answer for call in town.slack(team).calls.of("")} <= {"ok"}


async def test_over_one_socket_each_workspace_is_answered_with_its_own_token(
    database: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(database, tmp_path, monkeypatch, socket_mode=True) as town:
        await until(lambda: town.sandbox.slack.core.socket.connected)
        for team, projects in zip(TEAMS, ("PAY", "WEB"), strict=True):
            await town.install(team)
            await turned_on(town, team, projects)
        store = town.bot._store.channels
        assert [(await store.channel(team, ROOM)).projects for team in TEAMS] == [{"PAY"}, {"WEB"}]
        town.many.uninstall(ACME)
        await gone(town, ACME)
        assert "channels" in await counted(town, HOME)


async def test_a_token_is_renewed_ahead_of_its_end_and_the_bot_goes_on(town: Town) -> None:
    town.many.oauth.life = renewal.AHEAD.total_seconds() - 60
    await town.install(ACME)
    installed = await town.bot._store.installations.of(ACME)
    assert installed is not None
    before = installed.token
    town.many.oauth.life = 43_200
    many = town.bot._composed.installing.many
    assert many is not None and await many.renewal.once() == 1
    renewed = await town.bot._store.installations.of(ACME)
    assert renewed is not None
    after = renewed.token
    assert after.value != before.value and after.refresh != before.refresh
    assert after.expires_at > now() + timedelta(hours=11)  # type: ignore[operator]
    town.slack(ACME).core.granted.pop(before.value.get_secret_value())
    town.bot._composed.installations.forget(ACME)
    await turned_on(town, ACME, "PAY")


async def test_removal_deletes_what_belongs_to_the_workspace_and_the_other_keeps_working(town: Town) -> None:
    for team in TEAMS:
        await town.install(team)
        await turned_on(town, team, "PAY")
    town.many.uninstall(ACME)
    await gone(town, ACME)
    assert {"channels", "installations", "audits"} <= set(await counted(town, HOME))
    await turned_on(town, HOME, "WEB")
    assert (await town.slack(HOME).users.command(LEAD, ROOM, "/handoff help")).body
    assert town.slack(ACME).lost == []


async def test_nothing_of_a_removed_workspace_stays_in_the_engines_rows_but_that_it_was_removed(town: Town) -> None:
    await town.install(ACME)
    await turned_on(town, ACME, "PAY")
    town.many.uninstall(ACME)
    await gone(town, ACME)
    engine = town.bot._engine
    async with asyncio.timeout(PATIENCE):
        while any(ACME in run for run in await engine.unfinished()):  # noqa: ASYNC110 - the bot is at it
            await asyncio.sleep(0.05)
    from bot.engine.past import Past

    past = Past(engine.url)
    left = await asyncio.to_thread(lambda: [run["id"] for run in past.naming([ACME])])
    past.close()
    assert left and all(run.startswith(RemovalRequest.RUN) for run in left)


async def test_a_workspace_that_comes_back_meanwhile_keeps_everything(town: Town) -> None:
    await town.install(ACME)
    await turned_on(town, ACME, "PAY")
    seen = await town.bot._store.installations.of(ACME)
    assert seen is not None
    await town.install(ACME)
    await submit(town.bot._engine, RemovalRequest(ACME, seen.installation.mark, "late"))
    await ended(town)
    assert {"channels", "installations"} <= set(await counted(town, ACME))


async def test_revoked_tokens_of_persons_delete_nothing(town: Town) -> None:
    await town.install(ACME)
    await turned_on(town, ACME, "PAY")
    event = {"type": "tokens_revoked", "tokens": {"oauth": [LEAD], "bot": []}}
    town.slack(ACME).core.delivery.event("tokens_revoked", event)
    await town.slack(ACME).core.delivery.idle()
    await ended(town)
    assert "channels" in await counted(town, ACME)


async def test_an_event_that_slack_does_not_confirm_deletes_nothing(town: Town) -> None:
    """Forged by nobody, for it is signed; but late, or of another installation."""
    await town.install(ACME)
    await turned_on(town, ACME, "PAY")
    for event in ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U0HANDOFF"]}}):
        town.slack(ACME).core.delivery.event(str(event["type"]), event)
    await town.slack(ACME).core.delivery.idle()
    await ended(town)
    assert {"channels", "installations"} <= set(await counted(town, ACME))


async def test_who_types_where_the_token_is_dead_is_told_to_install_anew(town: Town) -> None:
    await town.install(ACME)
    town.many.oauth._refresh.clear()
    town.bot._composed.installations.forget(ACME)
    seen = await town.bot._store.installations.of(ACME)
    assert seen is not None
    ended = seen.token.__class__(seen.token.value, seen.token.refresh, now() - timedelta(seconds=1))
    await town.bot._store.installations.renewed(seen, ended)
    slack = town.slack(ACME)
    answer = await slack.users.command(LEAD, ROOM, "/handoff PAY-12")
    assert (answer.status, answer.body.decode()) == (
        200,
        "My connection to this workspace no longer works. An admin has to install me again.",
    )
    await slack.users.open_home(LEAD)
    await slack.core.delivery.idle()
    assert slack.lost == []
    assert await town.bot._store.installations.counts() == {"live": 0, "dead": 1}
    await town.install(ACME)
    assert (await slack.users.command(LEAD, ROOM, "/handoff help")).body
    assert await town.bot._store.installations.counts() == {"live": 1, "dead": 0}


async def test_no_token_is_in_a_row_in_clear(town: Town) -> None:
    await town.install(ACME)
    secrets = [*town.slack(ACME).core.granted, *town.many.oauth._refresh]
    async with town.bot._store.engine.connect() as connection:
        rows = [str(row) for row in await connection.execute(text("SELECT * FROM installations"))]
    assert rows and not any(secret in row for secret in secrets for row in rows)
    assert await counted(town, ACME)
    assert channels.name in metadata.tables


async def ended(town: Town) -> None:
    async with asyncio.timeout(PATIENCE):
        while await town.bot._engine.unfinished():  # noqa: ASYNC110 - the bot is at it
            await asyncio.sleep(0.05)

"""`handoff doctor` looks at each Jira that was connected from Slack: a few at once, and none holds up the others."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.connecting.connections import Connected, Grant, Kind
from bot.doctor import connected
from bot.doctor.result import Result
from bot.jira import examining
from bot.sandbox import Sandbox
from bot.seal import Seal, new_key
from bot.settings import Settings, load
from bot.site_names import name_within
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.sql.database import database_url
from tests.fakes.waiting import PATIENCE

NOW = datetime.now(UTC)


@pytest.fixture
async def settings(sandbox: Sandbox, bare_environment: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    for name, value in (sandbox.environment() | {"HANDOFF_KEYS": new_key(), "HANDOFF_DATA": str(tmp_path)}).items():
        if not name.startswith(("HANDOFF_JIRA_URL", "HANDOFF_JIRA_TOKEN", "HANDOFF_JIRA_EMAIL", "HANDOFF_JIRA_AUTH")):
            bare_environment.setenv(name, value)
    await asyncio.to_thread(migrate, database_url(tmp_path, None))
    return load()


async def keep(settings: Settings, *made: Connected, grant: Grant | None = None) -> None:
    store = Store.open(database_url(settings.data, None), seal=Seal(settings.own_keys))
    for one in made:
        await store.jira.connections.connect(one.workspace, one, grant, user="U1", now=NOW)
    await store.close()


def made(sandbox: Sandbox, workspace: str, *, kind: Kind = "token", token: str = "", url: str = "") -> Connected:
    jira_site, url = sandbox.jira.site, url or sandbox.jira_url
    secret = SecretStr(token or jira_site.token)
    return Connected(
        workspace, name_within(workspace, url), url, kind, jira_site.email, sandbox.jira.oauth.cloud_id, secret
    )


async def found(settings: Settings) -> dict[str, Result]:
    return {result.about: result for result in await connected.examine(settings)}


async def test_a_site_that_works_is_one_line_and_one_that_does_not_has_a_cure_an_admin_can_use(
    sandbox: Sandbox, settings: Settings
) -> None:
    good, bad = made(sandbox, "T0GOOD"), made(sandbox, "T0BAD", token="wrong")
    await keep(settings, good, bad)
    results = await found(settings)
    assert results.pop(f"Jira {good.name}").state == "ok"
    [(about, wrong)] = results.items()
    assert about.startswith(f"Jira {bad.name}") and wrong.state == "failed"
    assert "Home tab" in wrong.cure and "HANDOFF_" not in wrong.cure


async def test_a_consent_is_tried_with_the_token_there_is_and_none_is_spent(
    sandbox: Sandbox, settings: Settings
) -> None:
    redirect = "http://127.0.0.1:1/jira/oauth_redirect"
    code, oauth = sandbox.jira.oauth.code("maija", redirect), sandbox.jira.oauth
    access = oauth._first({"code": code, "redirect_uri": redirect})
    oauth._access["access-1"] = (access, time.time() + 600)
    for ends, state in ((NOW + timedelta(hours=1), "ok"), (NOW - timedelta(hours=1), "warning")):
        grant = Grant(SecretStr("access-1"), SecretStr("refresh-1"), ends)
        site = made(sandbox, "T0AUTH", kind="oauth")
        await keep(settings, site, grant=grant)
        assert (await found(settings))[f"Jira {site.name}"].state == state
    assert oauth.spent == []


async def test_slow_sites_hold_up_neither_each_other_nor_the_rest(
    sandbox: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silence(*_: object) -> list[Result]:
        await asyncio.sleep(60)
        return []

    monkeypatch.setattr(connected, "LONGEST", 0.1)
    monkeypatch.setattr(examining, "examine", silence)
    await keep(settings, *(made(sandbox, f"T{number:04}") for number in range(connected.MOST + 3)))
    async with asyncio.timeout(PATIENCE):
        results = await found(settings)
    assert results.pop("Connected Jira sites").says.startswith("3 more")
    assert len(results) == connected.MOST and all("did not answer" in one.says for one in results.values())


async def test_an_address_that_leads_inside_is_not_called(sandbox: Sandbox, settings: Settings) -> None:
    inside = made(sandbox, "T0IN", kind="pat", url="https://127.0.0.1:1/jira")
    await keep(settings, inside)
    result = (await found(settings))[f"Jira {inside.name}"]
    assert result.state == "failed" and "HANDOFF_JIRA_PRIVATE_HOSTS" in result.cure


async def test_without_keys_or_a_database_there_is_nothing_to_look_at(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert await connected.examine(settings) == []
    monkeypatch.setenv("HANDOFF_DATA", str(tmp_path / "elsewhere"))
    assert await connected.examine(load()) == []

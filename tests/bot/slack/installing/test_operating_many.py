"""What an operator of many workspaces does: look, change the key, take data along, delete a workspace, post a digest."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.doctor.examination import examine
from bot.seal import Seal, new_key
from bot.settings import Settings
from bot.slack.installing.renewal import Renewal
from tests.bot.slack.installing.conftest import ACME, HOME, Town, now


async def ran(*arguments: str) -> Result:
    """A command beside the bot, as in another shell."""
    return await asyncio.to_thread(CliRunner().invoke, main, arguments)


async def told(town: Town) -> dict[str, str]:
    found = await examine(Settings())
    return {one.about: f"{one.state} {one.says} {one.cure}" for one in found if one.about.startswith("Slack workspace")}


async def test_the_doctor_looks_at_each_workspace(town: Town) -> None:
    assert "installed in none yet" in (await told(town))["Slack workspaces"]
    for team in (HOME, ACME):
        await town.install(team)
    assert {about: says[:2] for about, says in (await told(town)).items()} == {
        f"Slack workspace {ACME}": "ok",
        f"Slack workspace {HOME}": "ok",
    }
    town.many.oauth.uninstall(ACME)
    says = (await told(town))[f"Slack workspace {ACME}"]
    assert says.startswith("failed Slack rejects its token (invalid_auth).")
    assert f"{town.url}/slack/install" in says


async def test_the_doctor_names_a_token_that_was_refused_or_not_renewed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.install(ACME)
    store = town.bot._store.installations

    async def not_renewed(_self: Renewal, workspace: str, _margin: timedelta) -> object:
        return await store.of(workspace)

    monkeypatch.setattr(Renewal, "_once", not_renewed)  # the bot at work would do it within the moment
    seen = await store.of(ACME)
    assert seen is not None
    late = seen.token.__class__(seen.token.value, seen.token.refresh, now() + timedelta(minutes=1))
    await store.renewed(seen, late)
    assert "was not renewed" in (await told(town))[f"Slack workspace {ACME}"]
    again = await store.of(ACME)
    assert again is not None
    await store.died(again, "invalid_refresh_token")
    assert "rejected its token (invalid_refresh_token)" in (await told(town))[f"Slack workspace {ACME}"]


async def test_keys_rotate_seals_tokens_anew(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.install(ACME)
    before = await town.bot._store.installations.of(ACME)
    newer = new_key()
    monkeypatch.setenv("HANDOFF_KEYS", f"{newer},{town.key}")
    done = await ran("keys", "rotate")
    assert "Sealed again: 3." in done.output, "two tokens, and the state that led to them"
    town.bot._store.installations._seal = Seal([newer])
    after = await town.bot._store.installations.of(ACME)
    assert after == before


async def test_the_operator_connects_a_workspace_to_a_jira_and_ends_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    jira_site, address = town.sandbox.jira.site, town.sandbox.jira_url
    monkeypatch.setenv("HANDOFF_JIRA_TOKEN", jira_site.token)
    early = await ran("jira", "connect", ACME, address, "--email", jira_site.email)
    assert (early.exit_code, "is not installed in T0ACME" in early.output) == (2, True)
    for team in (HOME, ACME):
        await town.install(team)
    done = await ran("jira", "connect", ACME, address, "--email", jira_site.email)
    assert done.exit_code == 0, done.output
    assert jira_site.token not in done.output
    assert f"{town.url}/jira/webhook/1." in done.output
    [site] = await town.bot._opened.sites.of(ACME)
    assert await town.bot._opened.sites.of(HOME) == ()
    assert site.name in (await ran("jira", "list")).output
    assert (await ran("jira", "disconnect", HOME, site.name)).exit_code == 2
    assert (await ran("jira", "disconnect", ACME, site.name)).exit_code == 0
    assert await town.bot._opened.sites.of(ACME) == ()
    assert "No workspace is connected" in (await ran("jira", "list")).stderr


async def test_a_token_that_jira_refuses_is_not_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.install(ACME)
    monkeypatch.setenv("HANDOFF_JIRA_TOKEN", "wrong")
    done = await ran("jira", "connect", ACME, town.sandbox.jira_url, "--email", "bot@example.com")
    assert (done.exit_code, "rejects the token (unauthorized)" in done.output) == (2, True)
    assert await town.bot._opened.sites.of(ACME) == ()


async def test_an_export_holds_the_installation_without_its_tokens(town: Town) -> None:
    await town.install(ACME)
    done = await ran("data", "export", "--workspace", ACME)
    rows = [json.loads(line) for line in done.output.splitlines()]
    [row] = [row for row in rows if row["table"] == "installations"]
    assert row["user"] == "U0LEAD"
    assert {"token", "refresh"} & set(row) == set()
    assert not any(token in done.output for token in town.slack(ACME).core.granted)


async def test_deleting_a_workspace_ends_its_installation_here_and_leaves_the_other(town: Town) -> None:
    for team in (HOME, ACME):
        await town.install(team)
    assert (await ran("data", "delete", "--workspace", ACME, "--yes")).exit_code == 0
    assert list(await town.rows()) == [HOME]


async def test_a_person_who_installed_it_can_be_forgotten(town: Town) -> None:
    await town.install(ACME)
    assert (await ran("data", "delete", "--person", "U0LEAD", "--yes")).exit_code == 0
    town.bot._composed.installations.forget(ACME)
    assert await town.bot._composed.installations.admins(ACME) == ()
    assert (await town.bot._composed.installations.of(ACME)).workspace == ACME


async def test_watchers_see_how_many_workspaces_there_are(town: Town) -> None:
    await town.install(ACME)
    many = town.bot._composed.installing.many
    assert many is not None
    await many.count()
    _, metrics = await town.get(f"{town.url}/metrics")
    assert 'handoff_installations{state="live"} 1.0' in metrics
    assert 'handoff_installs_total{outcome="done"}' in metrics

"""The examination, of the sandbox's Slack and Jira, well and ill."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from click.testing import CliRunner
from sqlalchemy import URL

from bot.app import build
from bot.cli import main
from bot.doctor.examination import examine
from bot.doctor.machine import variables
from bot.doctor.result import Result, as_json, as_text, exit_status, failed, ok
from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.slack.people.admin import share
from bot.seal import new_key
from bot.settings import Settings, load
from bot.slack.manifest import manifest

pytestmark = pytest.mark.usefixtures("bare_environment")


def settings_of(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, **changes: str) -> Settings:
    for name, value in (sandbox.environment() | changes).items():
        monkeypatch.setenv(name, value)
    return load(need=("slack", "jira"))


async def found(settings: Settings) -> dict[str, Result]:
    return {result.about: result for result in await examine(settings)}


async def test_a_right_set_up_is_all_right(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    results = await found(settings_of(sandbox, monkeypatch))
    assert {about for about, result in results.items() if result.state in {"failed", "warning"}} == set()
    assert results["Slack scopes"].state == "ok"
    assert "PAY" in results[f"Jira {load().sites[0].name} projects"].says
    assert exit_status(results.values()) == 0


@pytest.mark.parametrize(
    ("changes", "about", "cure"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack bot token", "OAuth & Permissions"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack app token (Socket Mode)", "connections:write"),
        ({"HANDOFF_JIRA_TOKEN": "wrong"}, "credential", "Make a new token"),
        ({"HANDOFF_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "Database", "postgresql://"),
    ],
)
async def test_what_is_wrong_is_found_with_its_cure(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], about: str, cure: str
) -> None:
    results = await found(settings_of(sandbox, monkeypatch, **changes))
    [bad] = [result for result in results.values() if result.state == "failed"]
    assert bad.about.endswith(about)
    assert cure in bad.cure
    assert not any(value in bad.says + bad.cure for value in changes.values())
    assert exit_status(results.values()) == 1


async def test_a_file_that_is_no_database_is_told_with_the_folder_s_cure(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "handoff.db").write_bytes(b"Notes of somebody, and no database at all." * 30)
    results = await found(settings_of(sandbox, monkeypatch, HANDOFF_DATA=str(tmp_path)))
    assert "cannot be opened: file is not a database." in results["Database"].says
    assert "set HANDOFF_DATA to the right one" in results["Database"].cure


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_a_postgres_that_nothing_was_kept_in_yet_is_all_right(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, database: URL
) -> None:
    address = database.set(drivername="postgresql").render_as_string(hide_password=False)
    results = await found(settings_of(sandbox, monkeypatch, HANDOFF_DATABASE_URL=address))
    assert results["Database"].says == "is not there yet; `handoff serve` makes it."
    assert exit_status(results.values()) == 0


async def test_projects_of_the_settings_are_keys_however_typed_and_those_that_are_not_are_named(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = await found(settings_of(sandbox, monkeypatch, HANDOFF_JIRA_PROJECTS="pay,Web"))
    assert exit_status(results.values()) == 0
    results = await found(settings_of(sandbox, monkeypatch, HANDOFF_JIRA_PROJECTS="PAY,WEB,NOSUCH"))
    told = results[f"Jira {load().sites[0].name} projects"]
    assert (told.state, "no NOSUCH, which" in told.says) == ("failed", True)
    assert "HANDOFF_JIRA_PROJECTS" in told.cure


def test_a_disk_without_room_is_told_with_its_cure(tmp_path: Path) -> None:
    """As the system tells it: this process may write no byte to a file."""
    told = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "0" * 32,
        "HANDOFF_SLACK_URL": "http://127.0.0.1:9/api/",
    }
    told |= {"HANDOFF_JIRA_URL": "http://127.0.0.1:9", "HANDOFF_JIRA_TOKEN": "t", "HANDOFF_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", "doctor", "--format", "json"],
        env=os.environ | told,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
        capture_output=True,
        check=False,
    )
    [folder] = [one for one in json.loads(done.stdout) if one["about"] == "Data folder"]
    assert folder["state"] == "failed"
    assert folder["says"].endswith("cannot be written to: File too large.")
    assert folder["cure"] == "Make room on that disk."


async def test_a_missing_scope_is_named_with_what_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App.of_manifest(manifest())
    assert app.scopes is not None
    async with Sandbox(replace(app, scopes=app.scopes - {"commands"}), pace=Pace.fast()) as sandbox:
        results = await found(settings_of(sandbox, monkeypatch))
    assert results["Slack scopes"].state == "failed"
    assert "commands (/handoff" in results["Slack scopes"].says


async def test_a_scope_too_many_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App.of_manifest(manifest())
    assert app.scopes is not None
    async with Sandbox(replace(app, scopes=app.scopes | {"links:read"}), pace=Pace.fast()) as sandbox:
        results = await found(settings_of(sandbox, monkeypatch))
    assert (results["Slack scopes"].state, exit_status(results.values())) == ("warning", 0)


async def test_a_right_data_center_set_up_is_all_right_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Sandbox(App.of_manifest(manifest()), pace=Pace.fast(), jira="datacenter") as sandbox:
        results = await found(settings_of(sandbox, monkeypatch))
        assert exit_status(results.values()) == 0


async def test_a_slack_that_does_not_answer_is_told_apart_from_one_that_refuses(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.slack.core.faults.add(Fault("auth.test", status=503, times=None))
    bad = (await found(settings_of(sandbox, monkeypatch)))["Slack bot token"]
    assert (bad.state, "could not be asked" in bad.says, "internet" in bad.cure) == ("failed", True, True)


@pytest.mark.parametrize(
    ("app_token", "door"), [("set", "jira/webhook"), ("unset", "slack/events")], ids=["Socket Mode", "HTTP"]
)
async def test_the_public_address_must_be_the_bots_own_door(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, app_token: str, door: str
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=int(request.match_info["status"]))

    app = web.Application()
    app.router.add_post(f"/{{status}}/{door}", answer)
    server = TestServer(app)
    await server.start_server()
    for status, state in (("401", "warning"), ("200", "failed"), ("404", "failed")):
        settings = settings_of(sandbox, monkeypatch, HANDOFF_URL=str(server.make_url(f"/{status}")))
        if app_token == "unset":
            settings = settings.model_copy(update={"slack_app_token": None})
        assert (await found(settings))["Public address"].state == state
    await server.close()


async def test_a_running_bot_in_socket_mode_that_jira_reaches_is_all_right(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = {"HANDOFF_DATA": str(tmp_path / "data"), "HANDOFF_PORT": "0"}
    bot = build(settings_of(sandbox, monkeypatch, **data))
    await bot.start()
    try:
        address = f"http://127.0.0.1:{bot.port}"
        results = await found(settings_of(sandbox, monkeypatch, **data, HANDOFF_URL=address))
    finally:
        await bot.close()
    assert results["Public address"].says == "answers, but not over https, which Jira Cloud demands."
    assert exit_status(results.values()) == 0


@pytest.mark.parametrize(("days", "state"), [(-1, "failed"), (10, "warning"), (90, "ok")])
async def test_a_token_that_ends_is_told_in_time(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, days: int, state: str
) -> None:
    end = (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - the admin's own calendar
    results = await found(settings_of(sandbox, monkeypatch, HANDOFF_JIRA_TOKEN_EXPIRES=end))
    [token] = [result for about, result in results.items() if about.endswith(" token") and about.startswith("Jira")]
    assert token.state == state


@pytest.mark.parametrize(
    ("channels", "state", "says"),
    [
        ("C0PAYMENTS=PAY", "ok", "is on"),
        ("C0PAYMENTS=PAY,NONE", "failed", "NONE"),
        ("C0NOBOT=PAY", "failed", "not in it"),
        ("C0SHARED=PAY", "warning", "shared with others"),
        ("C0UNKNOWN=PAY", "failed", "channel_not_found"),
    ],
)
async def test_each_channel_of_the_settings_is_looked_at(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, channels: str, state: str, says: str
) -> None:
    results = await found(settings_of(sandbox, monkeypatch, HANDOFF_CHANNELS=channels))
    [channel] = [result for about, result in results.items() if about.startswith("Channel ")]
    assert (channel.state, says in channel.says) == (state, True)


async def test_a_channel_that_is_about_to_be_shared_is_told_as_that(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(sandbox.slack.core, "C0PAYMENTS", pending=True)
    results = await found(settings_of(sandbox, monkeypatch, HANDOFF_CHANNELS="C0PAYMENTS=PAY"))
    assert "is about to be shared with others, so the bot shows nothing" in results["Channel C0PAYMENTS"].says


async def test_where_the_database_does_not_answer_nobody_says_that_no_jira_is_set(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "handoff.db").write_bytes(b"Notes of somebody, and no database at all." * 30)
    settings = settings_of(sandbox, monkeypatch, HANDOFF_DATA=str(tmp_path), HANDOFF_KEYS=new_key())
    results = await found(settings.model_copy(update={"jira_url": None, "jira_sites": ()}))
    assert "Jira" not in results and results["Connected Jira sites"].state == "skipped"


async def test_an_admin_who_is_not_there_is_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    results = await found(settings_of(sandbox, monkeypatch, HANDOFF_ADMINS="U0ADMIN,U0NOBODY"))
    assert [about for about in results if about.startswith("Admin ")] == ["Admin U0NOBODY"]


def test_a_mistyped_variable_is_told_its_nearest() -> None:
    [result] = variables({"HANDOFF_JIRA_TOKN": "x"})
    assert (result.state, result.cure) == ("warning", "Did you mean HANDOFF_JIRA_TOKEN?")


async def test_a_mistyped_line_of_the_file_env_is_told_too(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("HANDOFF_GUEST=strangers\nHANDOFF_GUESTS=strangers\n", "utf-8")
    told = (await found(settings_of(sandbox, monkeypatch)))["Settings"]
    assert (told.state, told.says) == ("warning", "HANDOFF_GUEST is not a setting and is ignored.")
    assert told.cure == "Did you mean HANDOFF_GUESTS?"


def test_the_report_reads_as_text_and_as_json() -> None:
    results = [ok("Clock", "agrees."), failed("Jira", "refuses.", "Make a new token.")]
    assert (
        as_text(results)
        == "ok    Clock: agrees.\nFAIL  Jira: refuses.\n      Make a new token.\n\n1 thing needs fixing. "
        "A change of settings takes effect when `handoff serve` is restarted."
    )
    assert json.loads(as_json(results))[1] == {
        "about": "Jira",
        "state": "failed",
        "says": "refuses.",
        "cure": "Make a new token.",
        "site": "",
        "part": None,
    }


async def test_the_command_prints_what_was_found(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    settings_of(sandbox, monkeypatch)
    ran: Any = await asyncio.to_thread(CliRunner().invoke, main, ["doctor", "--format", "json"])
    assert ran.exit_code == 0, ran.output
    assert {result["state"] for result in json.loads(ran.output)} <= {"ok", "skipped"}

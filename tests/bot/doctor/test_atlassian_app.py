"""`handoff doctor` names the app at Atlassian when its secret is wrong, before people connect again in vain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.doctor import consent
from bot.doctor.result import Result
from bot.sandbox import Sandbox
from bot.settings import Settings


async def found(sandbox: Sandbox, folder: Path, **more: Any) -> list[Result]:
    oauth = sandbox.jira.oauth
    given: dict[str, Any] = {
        "data": folder,
        "slack_bot_token": "xoxb-1",
        "jira_client_id": oauth.client_id,
        "jira_client_secret": SecretStr(oauth.client_secret),
        "jira_auth_url": sandbox.environment()["HANDOFF_JIRA_AUTH_URL"],
    }
    async with aiohttp.ClientSession() as session:
        return await consent.examine(Settings(_env_file=None, **given | more), session)


async def test_an_app_that_atlassian_takes_is_well_and_nothing_was_spent(sandbox: Sandbox, tmp_path: Path) -> None:
    oauth = sandbox.jira.oauth
    [result] = await found(sandbox, tmp_path)
    assert result.state == "ok"
    assert oauth.spent == ["none"]


async def test_a_wrong_client_secret_is_named_with_its_setting(sandbox: Sandbox, tmp_path: Path) -> None:
    [result] = await found(sandbox, tmp_path, jira_client_secret=SecretStr("mistyped"))
    assert result.state == "failed" and "HANDOFF_JIRA_CLIENT_SECRET" in result.cure
    assert "mistyped" not in str(result)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (403, {"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."}),
        (403, {"error": "unauthorized_client", "error_description": "refresh_token is invalid"}),
        (403, {"error": "unauthorized_client"}),
        (400, {"error": "invalid_request"}),
    ],
)
async def test_an_answer_that_would_be_the_same_for_another_secret_proves_nothing(
    sandbox: Sandbox, tmp_path: Path, status: int, says: dict[str, str]
) -> None:
    async def token(_: web.Request) -> web.Response:
        return web.json_response(says, status=status)

    app = web.Application()
    app.router.add_post("/oauth/token", token)
    async with TestServer(app) as server:
        [result] = await found(sandbox, tmp_path, jira_auth_url=str(server.make_url("")).rstrip("/"))
    assert result.state == "warning"
    assert "could not tell" in result.says
    assert "HANDOFF_JIRA_CLIENT_SECRET" in result.cure


async def test_an_atlassian_that_cannot_be_reached_says_nothing_of_the_secret(sandbox: Sandbox, tmp_path: Path) -> None:
    [result] = await found(sandbox, tmp_path, jira_auth_url="http://127.0.0.1:1")
    assert result.state == "warning" and "127.0.0.1:1" in result.cure


async def test_without_an_app_there_is_nothing_to_say(sandbox: Sandbox, tmp_path: Path) -> None:
    assert await found(sandbox, tmp_path, jira_client_id=None, jira_client_secret=None) == []

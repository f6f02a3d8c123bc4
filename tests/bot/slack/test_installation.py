"""Whose token, and who the bot is: asked once, told plainly when it is refused."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web

from bot.errors import SettingsError, SlackError
from bot.slack.installing.single import SingleInstallation

from .conftest import AUTH, TEAM, TOKEN, FakeSlack


@pytest.fixture
def installations(fake_slack: FakeSlack, session: aiohttp.ClientSession) -> SingleInstallation:
    return SingleInstallation(TOKEN, base_url=fake_slack.url, session=session)


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive", "token_expired"])
async def test_a_refused_token_is_a_problem_of_the_settings_with_its_cure(
    installations: SingleInstallation, fake_slack: FakeSlack, error: str
) -> None:
    fake_slack.answers["auth.test"] = {"ok": False, "error": error}
    with pytest.raises(SettingsError) as caught:
        await installations.check()
    [(problem, remedy)] = caught.value.problems
    assert error in problem
    assert "OAuth & Permissions" in remedy


async def test_a_slack_that_does_not_answer_now_is_no_reason_not_to_start(
    fake_slack: FakeSlack, session: aiohttp.ClientSession
) -> None:
    now = [0.0]
    installations = SingleInstallation(TOKEN, base_url=fake_slack.url, session=session, clock=lambda: now[0])
    fake_slack.answers["auth.test"] = lambda _: web.Response(status=503)
    await installations.check()
    fake_slack.answers["auth.test"] = AUTH
    now[0] = 3.0
    assert (await installations.current()).workspace == TEAM


async def test_a_slack_that_does_not_answer_is_asked_once_for_all_who_wait(
    installations: SingleInstallation, fake_slack: FakeSlack
) -> None:
    fake_slack.answers["auth.test"] = lambda _: web.Response(status=503)
    failed = await asyncio.gather(*(installations.current() for _ in range(20)), return_exceptions=True)
    assert all(isinstance(error, SlackError) for error in failed)
    assert len(fake_slack.called("auth.test")) == 1


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "team_id": None}, {"ok": True, "team_id": 7}])
async def test_an_answer_without_a_workspace_is_no_answer(
    installations: SingleInstallation, fake_slack: FakeSlack, answer: dict[str, object]
) -> None:
    fake_slack.answers["auth.test"] = answer
    with pytest.raises(SlackError, match="unavailable"):
        await installations.current()


async def test_after_a_revocation_slack_is_asked_again(
    installations: SingleInstallation, fake_slack: FakeSlack
) -> None:
    await installations.current()
    installations.forget(TEAM)
    fake_slack.answers["auth.test"] = {"ok": False, "error": "token_revoked"}
    with pytest.raises(SlackError, match="install_dead"):
        await installations.client(TEAM)


async def test_scopes_are_read_from_the_answers_header(
    installations: SingleInstallation, fake_slack: FakeSlack
) -> None:
    fake_slack.answers["auth.test"] = lambda _: web.json_response(
        AUTH, headers={"X-OAuth-Scopes": "chat:write, commands"}
    )
    assert (await installations.current()).scopes == {"chat:write", "commands"}

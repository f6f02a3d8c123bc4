"""What Atlassian answers about tokens, over real connections: in pieces, and with each of its refusals."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.errors import APP_REFUSED, JiraError
from bot.jira.connected import atlassian
from bot.jira.connected.atlassian import ENDED, Atlassian

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOKENS = {"access_token": "a" * 2500, "refresh_token": "r" * 1500, "expires_in": 3600}


class Answers:
    """Gives one answer to whatever is asked, in as many pieces as a test wants, each on its way before the next."""

    def __init__(self) -> None:
        self.status = 200
        self.body = b""
        self.pieces = 1
        self.bodies: list[Any] = []

    def say(self, body: object, status: int = 200) -> None:
        self.status, self.body = status, body if isinstance(body, bytes) else json.dumps(body).encode()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.bodies.append(await request.json() if request.can_read_body else None)
        answer = web.StreamResponse(status=self.status, headers={"Content-Length": str(len(self.body))})
        await answer.prepare(request)
        size = -(-len(self.body) // self.pieces)
        for start in range(0, len(self.body), size):
            await answer.write(self.body[start : start + size])
            await asyncio.sleep(0.02)
        return answer


@pytest.fixture
async def answers() -> Answers:
    return Answers()


@pytest.fixture
async def app(answers: Answers) -> AsyncIterator[Atlassian]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answers.handle)
    server = TestServer(application)
    await server.start_server()
    url = str(server.make_url("")).rstrip("/")
    async with aiohttp.ClientSession() as session:
        yield Atlassian("id", SecretStr("secret"), "http://here", session, lambda: NOW, url, url)
    await server.close()


async def test_tokens_that_come_in_pieces_are_read_whole(answers: Answers, app: Atlassian) -> None:
    answers.say(TOKENS)
    answers.pieces = 3
    grant = await app.renew(SecretStr("old"))
    assert (grant.access.get_secret_value(), grant.refresh.get_secret_value()) == ("a" * 2500, "r" * 1500)
    assert grant.expires_at == NOW + timedelta(hours=1)
    assert (await app.exchange("code")).refresh.get_secret_value() == "r" * 1500


async def test_sites_and_the_account_that_come_in_pieces_are_read_whole(answers: Answers, app: Atlassian) -> None:
    answers.pieces = 2
    answers.say([{"id": "c-1", "url": "https://acme.atlassian.net", "name": "acme", "scopes": ["read:jira-work"]}])
    assert [one.cloud_id for one in await app.resources(SecretStr("a"))] == ["c-1"]
    answers.say({"accountId": "jo", "displayName": "Jo"})
    assert await app.myself("c-1", SecretStr("a")) == ("jo", "Jo")


async def test_an_answer_without_end_is_not_read_to_its_end(
    answers: Answers, app: Atlassian, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atlassian, "LARGEST", 1000)
    answers.say(TOKENS)
    with pytest.raises(JiraError, match="unreadable"):
        await app.renew(SecretStr("old"))


GRANT = {"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."}
SPENT = {"error": "unauthorized_client", "error_description": "refresh_token is invalid"}
SECRET = {"error": "access_denied", "error_description": "Unauthorized"}
FORBIDDEN = {"error": "unauthorized_client", "error_description": "The grant type is not allowed."}


@pytest.mark.parametrize(
    ("status", "said", "outcome", "reason"),
    [
        (403, GRANT, "unauthorized", ENDED),
        (400, GRANT, "unauthorized", ENDED),
        (403, SPENT, "unauthorized", ENDED),
        (401, SECRET, "unauthorized", APP_REFUSED),
        (401, {"error": "invalid_client"}, "unauthorized", APP_REFUSED),
        (403, FORBIDDEN, "unauthorized", APP_REFUSED),
        (400, ["?"], "unauthorized", APP_REFUSED),
        (403, b"<html>Blocked by policy", "unavailable", None),
        (401, b"", "unavailable", None),
        (429, {}, "throttled", None),
        (503, b"", "unavailable", None),
    ],
)
async def test_only_an_answer_about_the_grant_says_that_it_has_ended(
    answers: Answers, app: Atlassian, status: int, said: object, outcome: str, reason: str | None
) -> None:
    answers.say(said, status)
    with pytest.raises(JiraError) as error:
        await app.renew(SecretStr("old"))
    assert (error.value.outcome, error.value.reason) == (outcome, reason)

"""A small Slack Web API on loopback that records what it is asked, and a bot wired to it up to the engine's door."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp

from bot.jira.sites import Site
from bot.ports import ChannelSettings
from bot.seal import Seal, derived_key
from bot.slack.bolt import bolt_app
from bot.slack.http import PATH, SlackEndpoint
from bot.slack.installation import web_client
from bot.slack.installing.single import SingleInstallation
from bot.slack.interactions import Interactions
from bot.slack.listeners import Listeners
from bot.slack.people import SlackPeople
from bot.slack.reading.known import Knowledge
from bot.slack.seeing.audience import SlackAudience
from bot.slack.seeing.eyes import SlackEyes
from bot.slack.sending.pace import Pace
from bot.slack.sending.poster import SlackPoster
from bot.slack.sending.responder import Responder
from tests.fakes.sites import GivenSites

from .given import GivenAsks, GivenChannels, GivenDrafts, GivenPlans, GivenProjects, GivenSights, GivenVerdicts, Started

TOKEN = "xoxb-test"
SECRET = "signing secret of the tests"
TEAM = "T111"
BOT_USER = "UBOT"
SITE = Site(name="main", url="https://example.atlassian.net")
KEY = derived_key("tests")

Answer = Mapping[str, Any] | Callable[[Mapping[str, Any]], Any]


@dataclass
class FakeSlack:
    """Answers from `answers` by method name; `calls` keeps every call in order."""

    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = dict(request.query) | await _arguments(request)
        self.calls.append((method, args))
        answer = self.answers.get(method, {"ok": True})
        found = answer(args) if callable(answer) else answer
        return found if isinstance(found, web.StreamResponse) else web.json_response(found)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [args for name, args in self.calls if name == method]


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(json.loads(await request.text()))
    return {name: str(value) for name, value in (await request.post()).items()}


@dataclass
class Edge:
    """The bot's Slack side, behind a real HTTP server."""

    slack: FakeSlack
    started: Started
    channels: GivenChannels
    plans: GivenPlans
    audience: SlackAudience
    installations: SingleInstallation
    seal: Seal
    session: aiohttp.ClientSession
    address: str
    app: AsyncApp
    sights: GivenSights
    drafts: GivenDrafts
    projects: GivenProjects
    knowledge: Knowledge

    async def send(self, body: bytes, **headers: str) -> tuple[int, str]:
        """A request as it is, without a signature unless the headers bring one."""
        async with self.session.post(self.address, data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    async def signed(self, body: bytes, content_type: str, *, at: float | None = None) -> tuple[int, str]:
        return await self.send(body, **signature(body, at=at), **{"Content-Type": content_type})

    async def event(self, payload: Mapping[str, Any]) -> tuple[int, str]:
        return await self.signed(json.dumps(payload).encode(), "application/json")

    async def interaction(self, payload: Mapping[str, Any]) -> tuple[int, str]:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.signed(body, "application/x-www-form-urlencoded")

    async def command(self, text: str, **more: str) -> tuple[int, str]:
        form = command(text) | more
        return await self.signed(urlencode(form).encode(), "application/x-www-form-urlencoded")


def signature(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(at if at is not None else time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def envelope(event: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A111",
        "event_id": "Ev1",
        "event": event,
        "authorizations": [authorization | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    } | more


def message(text: str | None, **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "text": text,
        "user": "U1",
        "channel": "C1",
        "ts": "1700000000.000100",
        "channel_type": "channel",
    } | more


def command(text: str) -> dict[str, str]:
    return {
        "command": "/handoff",
        "text": text,
        "team_id": TEAM,
        "channel_id": "C1",
        "user_id": "U1",
        "trigger_id": "13.37.abc",
        "response_url": "https://hooks.slack.com/commands/T111/1/secret",
    }


AUTH = {"ok": True, "team_id": TEAM, "user_id": BOT_USER, "bot_id": "BBOT", "url": "https://example.slack.com/"}


@pytest.fixture
async def fake_slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack({"auth.test": AUTH})
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.handle)
    app.router.add_route("*", "/{method:hooks}/{rest:.*}", slack.handle)
    server = TestServer(app)
    await server.start_server()
    slack.url = str(server.make_url("/api/"))
    yield slack
    await server.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield session


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def edge(fake_slack: FakeSlack, session: aiohttp.ClientSession) -> AsyncIterator[Edge]:
    installations = SingleInstallation(TOKEN, base_url=fake_slack.url, session=session)
    channels = GivenChannels({"C1": ChannelSettings(watching=True, projects=frozenset({"PAY"}))})
    plans, sights = GivenPlans(), GivenSights()
    people = SlackPeople(installations)
    audience = SlackAudience(installations, channels, people, SlackEyes(people, sights))
    projects = GivenProjects()
    knowledge = Knowledge(GivenSites((SITE,)), projects)
    started, seal, drafts = Started(), Seal([KEY]), GivenDrafts()
    client = web_client(None, base_url=fake_slack.url, session=session)
    app = bolt_app(client, installations, signing_secret=SECRET)
    interactions = Interactions(started, drafts, GivenVerdicts(), plans, seal, knowledge, now)
    listeners = Listeners(started, knowledge, channels, GivenAsks(), audience, installations, interactions, now)
    listeners.register(app)
    served = web.Application()
    served.router.add_post(PATH, SlackEndpoint(app, signing_secret=SECRET).handle)
    server = TestServer(served)
    await server.start_server()
    await knowledge.current(TEAM)
    yield Edge(
        fake_slack,
        started,
        channels,
        plans,
        audience,
        installations,
        seal,
        session,
        str(server.make_url(PATH)),
        app,
        sights,
        drafts,
        projects,
        knowledge,
    )
    await server.close()
    await knowledge.close()


def posted(args: Mapping[str, Any]) -> dict[str, Any]:
    thread = {"thread_ts": args["thread_ts"]} if "thread_ts" in args else {}
    return {"ok": True, "channel": args["channel"], "ts": "2.0", "message": {"ts": "2.0", **thread}}


@pytest.fixture
def seal() -> Seal:
    return Seal([KEY])


@pytest.fixture
def poster(fake_slack: FakeSlack, session: aiohttp.ClientSession, seal: Seal) -> SlackPoster:
    fake_slack.answers["chat.postMessage"] = posted
    installations = SingleInstallation(TOKEN, base_url=fake_slack.url, session=session)
    responder = Responder(seal, base_url=fake_slack.url, session=session)
    return SlackPoster(installations, responder, Pace(0.0))

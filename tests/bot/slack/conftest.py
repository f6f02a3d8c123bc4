"""A small Slack Web API on loopback that records what it is asked, and a bot wired to it up to the engine's door."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp

from bot.conversation.ports import Draft, DraftKind
from bot.jira.sites import Site
from bot.ports import ChannelSettings, Kept, Sight
from bot.requests import Place
from bot.seal import Seal, derived_key
from bot.slack.acts import Acts
from bot.slack.audience import SlackAudience
from bot.slack.bolt import bolt_app
from bot.slack.http import PATH, SlackEndpoint
from bot.slack.installation import web_client
from bot.slack.known import Knowledge
from bot.slack.listeners import Listeners
from bot.slack.people import SlackPeople
from bot.slack.single import SingleInstallation
from checks.ticket import Ticket
from checks.verdict import Verdict
from tests.fakes.sites import GivenSites

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
class Started:
    """The engine's door: keeps what was started, or fails when told to."""

    runs: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    failure: Exception | None = None

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        if self.failure:
            raise self.failure
        if identity not in {run[1] for run in self.runs}:
            self.runs.append((name, identity, payload))


@dataclass
class GivenChannels:
    agreed: dict[str, ChannelSettings] = field(default_factory=dict)

    async def channel(self, workspace: str, channel: str) -> ChannelSettings:
        return self.agreed.get(channel, ChannelSettings())


@dataclass
class GivenProjects:
    keys: frozenset[str] = frozenset({"PAY", "WEB"})
    delay: float = 0.0

    async def projects(self, site: str) -> frozenset[str]:
        await asyncio.sleep(self.delay)
        return self.keys


@dataclass
class GivenSights:
    """What Jira says of who sees what."""

    says: Sight = "unchecked"
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def sight(self, site: str, key: str, email: str) -> Sight:
        self.asked.append((site, key, email))
        return self.says


class GivenAsks:
    async def replied(self, place: Place, person: str, *, now: datetime) -> None:
        """Nobody waits."""


@dataclass
class GivenDrafts:
    """Drafts in memory, in place of the store."""

    kept: dict[int, Draft] = field(default_factory=dict)

    async def begin(
        self,
        place: Place,
        user: str,
        kind: DraftKind,
        *,
        verdict_id: int | None,
        code: str,
        text: str,
        now: datetime,
        author: str = "",
    ) -> int:
        number = len(self.kept) + 1
        self.kept[number] = Draft(number, place, user, kind, verdict_id, now, code, text, author=author)
        return number

    async def get(self, workspace: str, draft: int) -> Draft | None:
        found = self.kept.get(draft)
        return found if found and found.place.workspace == workspace else None

    async def change(self, workspace: str, draft: int, **values: Any) -> None:
        self.kept[draft] = replace(self.kept[draft], **values)


class GivenVerdicts:
    async def record(self, workspace: str, verdict: Verdict, ticket: Ticket, *, asker: str, now: datetime) -> int:
        raise AssertionError("nothing is judged at Slack's edge")

    async def get(self, workspace: str, verdict_id: int) -> Kept | None:
        """None is kept."""
        return None


@dataclass
class Edge:
    """The bot's Slack side, behind a real HTTP server."""

    slack: FakeSlack
    started: Started
    channels: GivenChannels
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


@pytest.fixture
async def edge(fake_slack: FakeSlack, session: aiohttp.ClientSession) -> AsyncIterator[Edge]:
    installations = SingleInstallation(TOKEN, base_url=fake_slack.url, session=session)
    channels = GivenChannels({"C1": ChannelSettings(watching=True, projects=frozenset({"PAY"}))})
    sights = GivenSights()
    audience = SlackAudience(installations, channels, SlackPeople(installations), sights)
    projects = GivenProjects()
    knowledge = Knowledge(GivenSites((SITE,)), projects)
    started, seal, drafts = Started(), Seal([KEY]), GivenDrafts()
    client = web_client(None, base_url=fake_slack.url, session=session)
    app = bolt_app(client, installations, signing_secret=SECRET)
    acts = Acts(started, drafts, GivenVerdicts(), GivenAsks(), seal, knowledge, lambda: datetime.now(UTC))
    Listeners(started, knowledge, channels, audience, installations, seal, acts).register(app)
    served = web.Application()
    served.router.add_post(PATH, SlackEndpoint(app, signing_secret=SECRET).handle)
    server = TestServer(served)
    await server.start_server()
    await knowledge.current(TEAM)
    yield Edge(
        fake_slack,
        started,
        channels,
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

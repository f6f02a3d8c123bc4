"""What browsers ask the bot for: the pages of installation and of consent, and what operators ask; bent out of shape."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from bot.connecting.requests import PERSON, WORKSPACE
from bot.jira.connected.consent_routes import COOKIE as CONSENT_COOKIE
from bot.slack.installing.install import COOKIE as INSTALL_COOKIE
from tests.bot.connecting.conftest import Connected
from tests.fuzz.mutate import CONTENT_TYPES, WORDS
from tests.fuzz.running_bot import ACME, ADMIN

METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
RAW = (
    "%00",
    "%ff%fe",
    "%",
    "%zz",
    "%ed%a0%80",
    "%0d%0aX-Injected:%201",
    "+",
    "&&",
    "=",
    "%u0041",
    "a" * 9_000,
    "x" * 500,
)
"""Signs that stand in an address as they are."""
LANGUAGES = ("fi", "en-GB,en;q=0.9", "xx", "", "*", "\u00e9", "a" * 4_000, "fi;q=nonsense")


@dataclass(slots=True)
class Visit:
    """One request of a browser. The values of `query` are quoted when they are sent, but for those that are raw."""

    method: str
    path: str
    query: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: str = ""

    @property
    def address(self) -> str:
        told = "&".join(f"{name}={quote(value, safe='', errors='surrogatepass')}" for name, value in self.query)
        return f"{self.path}?{told}{self.raw}" if told or self.raw else self.path


class Browsers:
    """People on their way through installation and consent, in a workspace of their own so that the other one stays."""

    def __init__(self, life: Connected, dice: random.Random) -> None:
        self._life = life
        self._dice = dice
        self._ways: tuple[Callable[[], Awaitable[Visit]], ...] = (
            self._start,
            self._leave,
            self._installed,
            self._installed,
            self._asked,
            self._consents,
            self._consented,
            self._consented,
            self._chose,
            self._operator,
        )

    async def visit(self) -> Visit:
        """A sound one, or one with one to four of its parts bent."""
        visit = await self._dice.choice(self._ways)()
        if self._dice.random() < 0.75:
            for _ in range(self._dice.choice((1, 1, 2, 4))):
                self._bend(visit)
        return visit

    async def _start(self) -> Visit:
        return Visit("GET", "/slack/install", headers={"Accept-Language": self._dice.choice(LANGUAGES[:3])})

    async def _leave(self) -> Visit:
        return Visit("POST", "/slack/install")

    async def _installed(self) -> Visit:
        """Back from Slack with a yes; sometimes with a state of nobody's."""
        many, ours = self._life.sandbox.many, self._life.bot._composed.installing.many
        assert many is not None and ours is not None
        state = ours.pages._states.new()
        code = many.oauth.code(ACME, ADMIN, many.oauth.redirect_urls[0])
        return Visit(
            "GET", "/slack/oauth_redirect", [("state", state), ("code", code)], cookies={INSTALL_COOKIE: state}
        )

    async def _asked(self) -> Visit:
        purpose = self._dice.choice((WORKSPACE, PERSON))
        ticket = await self._begun(ACME, ADMIN, f"begin:{purpose}")
        return Visit("GET", "/jira/connect", [("for", purpose), ("ticket", ticket)])

    async def _consents(self) -> Visit:
        visit = await self._asked()
        visit.method = "POST"
        return visit

    async def _consented(self) -> Visit:
        """Back from Atlassian with a yes."""
        purpose = self._dice.choice((WORKSPACE, PERSON))
        state = await self._begun(ACME, ADMIN, f"consent:{purpose}")
        redirect = f"http://127.0.0.1:{self._life.bot.port}/jira/oauth_redirect"
        code = self._life.sandbox.jira.oauth.code("maija", redirect)
        return Visit("GET", "/jira/oauth_redirect", [("state", state), ("code", code)], cookies={CONSENT_COOKIE: state})

    async def _chose(self) -> Visit:
        """The site, or one that was not offered; what is held with it is what the bot itself would hold."""
        oauth, access = self._life.sandbox.jira.oauth, secrets.token_urlsafe(16)
        ends = datetime.now(UTC) + timedelta(hours=1)
        oauth._access[access] = ("maija", ends.timestamp())
        sites = [[oauth.cloud_id, self._life.sandbox.jira_url, "Small Jira"]]
        held = {"access": access, "refresh": "r", "ends": ends.isoformat(), "sites": sites}
        ticket = await self._begun(ACME, ADMIN, f"choose:{WORKSPACE}", json.dumps(held))
        return Visit("POST", "/jira/choose", [("site", self._dice.choice((oauth.cloud_id, "c2"))), ("ticket", ticket)])

    async def _operator(self) -> Visit:
        paths = (
            "/healthz",
            "/readyz",
            "/metrics",
            "/",
            "/slack",
            "/jira/webhook/",
            "//",
            "/../etc/passwd",
            "/favicon.ico",
        )
        return Visit("GET", self._dice.choice(paths))

    async def _begun(self, workspace: str, user: str, purpose: str, held: str = "") -> str:
        attempts, now = self._life.bot._store.attempts, datetime.now(UTC)
        return await attempts.begin(workspace, user, purpose, held=held, now=now)

    def _bend(self, visit: Visit) -> None:
        dice = self._dice
        match dice.randrange(9):
            case 0 if visit.query:
                del visit.query[dice.randrange(len(visit.query))]
            case 1 | 2 if visit.query:
                at = dice.randrange(len(visit.query))
                name, value = visit.query[at]
                visit.query[at] = (
                    name,
                    dice.choice((value[:-1], value + "x", secrets.token_urlsafe(32), *WORDS))[:6_000],
                )
            case 3 if visit.query:
                visit.query.append(dice.choice(visit.query))
            case 4:
                visit.query.append(
                    (dice.choice(("error", "state", "code", "for", "ticket", "site")), dice.choice(WORDS)[:6_000])
                )
            case 5:
                visit.raw = f"&{dice.choice(('state=', 'code=', 'ticket=', 'for=', 'error=', ''))}{dice.choice(RAW)}"
            case 6:
                visit.method = dice.choice(METHODS)
                visit.body = dice.choice((b"", b"{", b"a=b", b"\x00" * 50, b"x" * 20_000))
                visit.headers["Content-Type"] = dice.choice(CONTENT_TYPES)
            case 7:
                visit.headers["Accept-Language"] = dice.choice(LANGUAGES)
                visit.cookies = {
                    name: dice.choice(("", "x", "\u00e9", value + "x", '"\\', "a" * 5_000))
                    for name, value in visit.cookies.items()
                }
            case _:
                visit.path += dice.choice(("/", "%00", "/..", "%2e%2e", ";x", "\u202e", "x"))

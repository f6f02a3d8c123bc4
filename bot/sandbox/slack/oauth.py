"""OAuth v2 as in Slack: a page that asks a person, a code for a token, and a refresh token for the next one."""

from __future__ import annotations

import base64
import math
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.models import APP, BOT_USER, enterprise_of

CODE_LIFE = 600
"""Seconds (docs.slack.dev/authentication/installing-with-oauth)."""
TOKEN_LIFE = 43_200.0
"""Seconds (docs.slack.dev/authentication/using-token-rotation)."""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small Slack: allow an app?</title></head>
<body><main><h1>Handoff asks to be let in</h1><p>It may then use: {scopes}.</p>
<form method="post" action="/oauth/v2/authorize?{query}">
<p><label>Which workspace? <select name="team">{teams}</select></label></p>
<p><label>Who are you? <select name="user">{people}</select></label></p>
<p><button name="answer" value="allow">Allow</button> <button name="answer" value="cancel">Cancel</button></p>
</form></main></body></html>"""


@dataclass
class OAuth:
    """The app's credentials, and what is in progress between page and token."""

    cores: Mapping[str, Core]
    client_id: str = "1234567890.987654321"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    redirect_urls: list[str] = field(default_factory=list)
    rotates: bool = True
    life: float = TOKEN_LIFE
    spent: list[str] = field(default_factory=list)
    """Used refresh tokens, each as often as it was used."""
    refuses: list[str] = field(default_factory=list)
    """Names of errors, for the next calls."""
    org_wide: set[str] = field(default_factory=set)
    """Teams whose admins install for the whole organisation of the team's name."""
    _codes: dict[str, tuple[str, str, str, float]] = field(default_factory=dict)
    _refresh: dict[str, str] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/oauth/v2/authorize", self.ask),
            web.post("/oauth/v2/authorize", self.decide),
            web.post("/api/oauth.v2.access", self.access),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        if request.query.get("client_id") != self.client_id:
            return web.Response(status=400, text="invalid_client_id")
        if request.query.get("redirect_uri") not in self.redirect_urls:
            return web.Response(status=400, text="bad_redirect_uri")
        first = next(iter(self.cores.values()))
        people = [person for person in first.workspace.people.values() if person.role in ("lead", "admin")]
        html = PAGE.format(
            scopes=escape(request.query.get("scope", "")),
            query=escape(request.query_string),
            teams="".join(f"<option>{escape(team)}</option>" for team in self.cores),
            people="".join(f'<option value="{person.id}">{escape(person.real_name)}</option>' for person in people),
        )
        return web.Response(text=html, content_type="text/html")

    async def decide(self, request: web.Request) -> web.Response:
        asked, form = request.query, await request.post()
        back = {"state": asked["state"]} if "state" in asked else {}
        if form.get("answer") != "allow":
            back["error"] = "access_denied"
        else:
            back["code"] = self.code(str(form["team"]), str(form["user"]), asked["redirect_uri"])
        raise web.HTTPFound(f"{asked['redirect_uri']}?{urlencode(back)}")

    def code(self, team: str, user: str, redirect: str) -> str:
        """The code for a person's consent, valid once and for ten minutes."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = (team, user, redirect, time.time() + CODE_LIFE)
        return code

    async def access(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        wanted = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {wanted}":
            return _refused("bad_client_secret")
        if self.refuses:
            return _refused(self.refuses.pop(0))
        refreshed = form.get("grant_type") == "refresh_token"
        answer = self._next(form) if refreshed else self._first(form)
        for core in self.cores.values():
            core.calls.add("oauth.v2.access", {}, str(answer.get("error", "ok")))
        return web.json_response(answer)

    def uninstall(self, team: str) -> None:
        """Every token of a workspace is revoked."""
        self.cores[team].granted.clear()
        self._refresh = {token: whose for token, whose in self._refresh.items() if whose != team}

    def _first(self, form: Mapping[str, str]) -> dict[str, Any]:
        team, user, redirect, until = self._codes.pop(form.get("code", ""), ("", "", "", 0.0))
        if not team or until < time.time():
            return {"ok": False, "error": "invalid_code"}
        if form.get("redirect_uri") != redirect:
            return {"ok": False, "error": "bad_redirect_uri"}
        self.cores[team].revoked = False
        return self._granted(team) | {"authed_user": {"id": user}}

    def _next(self, form: Mapping[str, str]) -> dict[str, Any]:
        refresh = form.get("refresh_token", "")
        self.spent.append(refresh)
        team = self._refresh.pop(refresh, "")
        return self._granted(team) if team else {"ok": False, "error": "invalid_refresh_token"}

    def _granted(self, team: str) -> dict[str, Any]:
        core, token = self.cores[team], f"xoxe.xoxb-1-{secrets.token_urlsafe(120)}"
        core.granted[token] = time.time() + self.life if self.rotates else math.inf
        wide, name = team in self.org_wide, f"Team {team[2:].title()}"
        found: dict[str, Any] = {
            "ok": True,
            "access_token": token,
            "token_type": "bot",  # nosec B105 - a kind, no token
            "scope": ",".join(sorted(core.scopes)),
            "bot_user_id": BOT_USER,
            "app_id": APP,
            "team": None if wide else {"id": team, "name": name},
            "enterprise": {"id": enterprise_of(team), "name": name} if wide else None,
            "is_enterprise_install": wide,
        }
        if self.rotates:
            refresh = f"xoxe-1-{secrets.token_urlsafe(120)}"
            self._refresh[refresh] = team
            found |= {"expires_in": int(self.life), "refresh_token": refresh}
        return found


def _refused(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})

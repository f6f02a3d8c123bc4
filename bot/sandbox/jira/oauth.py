"""Atlassian's OAuth 2.0 (3LO) beside the small Jira: a page that asks a person, a code for tokens, and refresh tokens
that work once."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.jira.state import State

CODE_LIFE = 300
ACCESS_LIFE = 3600
"""Seconds."""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small Atlassian: allow an app?</title></head>
<body><main><h1>Handoff asks to be let in to Jira</h1><p>It may then use: {scopes}.</p>
<form method="post" action="/authorize?{query}">
<p><label>Who are you? <select name="account">{people}</select></label></p>
<p><button name="answer" value="allow">Accept</button> <button name="answer" value="cancel">Cancel</button></p>
</form></main></body></html>"""


@dataclass
class OAuth:
    """The app's credentials, and what is in progress between page and token."""

    state: State
    cloud_id: str
    client_id: str = "sandbox-client"
    client_secret: str = field(default_factory=lambda: f"client-{secrets.token_hex(12)}")
    redirect_url: str = ""
    """The app's one callback address; empty allows any."""
    url: str = ""
    """The site's own address; known once it listens."""
    others: list[tuple[str, str]] = field(default_factory=list)
    """More sites that every grant reaches: cloud id and address."""
    spent: list[str] = field(default_factory=list)
    """Used refresh tokens, each as often as it was used."""
    life: int = ACCESS_LIFE
    _codes: dict[str, tuple[str, str, float]] = field(default_factory=dict)
    _refresh: dict[str, str] = field(default_factory=dict)
    _access: dict[str, tuple[str, float]] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/authorize", self.ask),
            web.post("/authorize", self.decide),
            web.post("/oauth/token", self.token),
            web.get("/oauth/token/accessible-resources", self.resources),
        ]

    def who(self, access: str) -> str:
        """The name of the account that an access token belongs to; empty when it belongs to none, or has expired."""
        account, until = self._access.get(access, ("", 0.0))
        return account if until > time.time() else ""

    def end(self) -> None:
        """Every access token expires now; refresh tokens stay valid."""
        self._access.clear()

    def revoke(self) -> None:
        """Everything that anybody consented to ends."""
        self._access.clear()
        self._refresh.clear()

    async def ask(self, request: web.Request) -> web.Response:
        if request.query.get("client_id") != self.client_id or not self._known(request.query.get("redirect_uri", "")):
            return web.Response(status=400, text="The app is unknown, or its callback URL is another.")
        people = "".join(
            f'<option value="{escape(one.name)}">{escape(one.display)}</option>'
            for one in self.state.directory.accounts.values()
        )
        query, scopes = escape(request.query_string), escape(request.query.get("scope", ""))
        return web.Response(text=PAGE.format(scopes=scopes, query=query, people=people), content_type="text/html")

    async def decide(self, request: web.Request) -> web.Response:
        asked, form = request.query, await request.post()
        back = {"state": asked["state"]}
        if form.get("answer") == "allow":
            back["code"] = self.code(str(form["account"]), asked["redirect_uri"])
        else:
            back |= {"error": "access_denied", "error_description": "User did not authorize the request"}
        raise web.HTTPFound(f"{asked['redirect_uri']}?{urlencode(back)}")

    def code(self, account: str, redirect: str) -> str:
        """The code for a person's consent, valid once."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = (account, redirect, time.time() + CODE_LIFE)
        return code

    async def token(self, request: web.Request) -> web.Response:
        asked = json.loads(await request.text())
        if (asked.get("client_id"), asked.get("client_secret")) != (self.client_id, self.client_secret):
            return web.json_response({"error": "access_denied"}, status=401)
        account = self._first(asked) if asked.get("grant_type") == "authorization_code" else self._next(asked)
        if not account:
            return web.json_response({"error": "invalid_grant"}, status=403)
        access, refresh = f"access-{secrets.token_urlsafe(32)}", f"refresh-{secrets.token_urlsafe(32)}"
        self._access[access] = (account, time.time() + self.life)
        self._refresh[refresh] = account
        return web.json_response({"access_token": access, "refresh_token": refresh, "expires_in": self.life})

    async def resources(self, request: web.Request) -> web.Response:
        if not self.who(request.headers.get("Authorization", "").removeprefix("Bearer ")):
            return web.json_response({"code": 401, "message": "Unauthorized"}, status=401)
        found = [(self.cloud_id, self.url), *self.others]
        scopes = ["read:jira-work", "write:jira-work", "read:jira-user"]
        return web.json_response(
            [{"id": cloud, "url": url, "name": url.partition("//")[2], "scopes": scopes} for cloud, url in found]
        )

    def _known(self, redirect: str) -> bool:
        return bool(redirect) and self.redirect_url in ("", redirect)

    def _first(self, asked: Mapping[str, Any]) -> str:
        account, redirect, until = self._codes.pop(str(asked.get("code")), ("", "", 0.0))
        return account if until > time.time() and redirect == asked.get("redirect_uri") else ""

    def _next(self, asked: Mapping[str, Any]) -> str:
        refresh = str(asked.get("refresh_token"))
        self.spent.append(refresh)
        return self._refresh.pop(refresh, "")

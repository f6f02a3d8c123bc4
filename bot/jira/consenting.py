"""The way to Atlassian's consent and back: a person's own short-lived link, a page that says who asked, a state that serves
once in one browser, and in the end a code that the same person types in Slack (`bot.jira.joining`)."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from pydantic import SecretStr

from bot.errors import JiraError
from bot.jira.atlassian import Atlassian, Resource
from bot.jira.connections import Grant
from bot.jira.joining import PERSON, WORKSPACE, Agreed, Joining, shown_code
from bot.jira.sites import Site
from bot.ports import People
from bot.render.consent_page import CHOOSE, START, asked_page, choose_page, code_page, mishap_page
from bot.render.web_page import WebPage, language_of, page_headers, web_page
from bot.site_names import shown_name
from bot.store.attempts import LIVES, Attempt, AttemptStore

REDIRECT = "/jira/oauth_redirect"
COOKIE = "handoff_jira"
"""Purposes of attempts are what is connected with how far it is before: `begin:`, `consent:`, `choose:`."""
log = structlog.get_logger()


class Sites(Protocol):
    async def of(self, workspace: str) -> tuple[Site, ...]: ...


class Names(Protocol):
    async def name(self, workspace: str, user: str) -> str: ...


class Mishap(Exception):  # noqa: N818 - an answer to a person, not a fault
    """What went wrong, by the word of its page."""

    def __init__(self, why: str, site: str = "") -> None:
        super().__init__(why)
        self.why, self.site = why, site


@dataclass(frozen=True, slots=True)
class Consenting:
    """The routes. Every answer is a page; none holds a token."""

    atlassian: Atlassian
    attempts: AttemptStore
    joining: Joining
    sites: Sites
    people: People
    names: Names
    own_url: str
    clock: Callable[[], datetime]

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(START, self.start),
            web.post(START, self.leave),
            web.get(REDIRECT, self.back),
            web.post(CHOOSE, self.choose),
        ]

    async def link(self, workspace: str, user: str, purpose: str, site: str = "") -> str:
        """A person's own way to the consent, good for ten minutes and once."""
        begun = f"begin:{purpose}"
        secret = await self.attempts.begin(workspace, user, begun, site=site, now=self.clock())
        return f"{self.own_url}{START}?for={purpose}&ticket={secret}"

    async def start(self, request: web.Request) -> web.Response:
        """Who asked, for what. Nothing is begun yet: pages are fetched by machines too, and links are passed on."""
        try:
            secret, purpose = _asked(request)
            found = await self.attempts.look(secret, f"begin:{purpose}", now=self.clock())
            if found is None:
                raise Mishap("stale")
            page = asked_page(purpose, await self._who(found), shown_name(found.site), secret, _language(request))
            return self._page(page)
        except Mishap as mishap:
            return self._mishap(request, mishap)

    async def leave(self, request: web.Request) -> web.Response:
        """Begin, and go to Atlassian."""
        try:
            secret, purpose = _asked(request)
            found = await self.attempts.take(secret, f"begin:{purpose}", now=self.clock())
            if found is None:
                raise Mishap("stale")
            state = await self._next(found, "consent", "")
        except Mishap as mishap:
            return self._mishap(request, mishap)
        answer = web.Response(
            status=303, headers={"Location": self.atlassian.consent(state), "Cache-Control": "no-store"}
        )
        secure = urlsplit(self.own_url).scheme == "https"
        life = int(LIVES.total_seconds())
        answer.set_cookie(COOKIE, state, max_age=life, path=REDIRECT, secure=secure, httponly=True, samesite="Lax")
        return answer

    async def back(self, request: web.Request) -> web.Response:
        """Atlassian sent the person back: with a code, or with the name of what went wrong."""
        try:
            return await self._back(request)
        except Mishap as mishap:
            return self._mishap(request, mishap)
        except JiraError as error:
            return self._failed(request, error)

    async def choose(self, request: web.Request) -> web.Response:
        """One of several sites was pressed."""
        try:
            found = await self.attempts.take(request.query.get("ticket", ""), "choose:workspace", now=self.clock())
            held = json.loads(found.held) if found else {}
            chosen = next(
                (Resource(*one) for one in held.get("sites", ()) if one[0] == request.query.get("site")), None
            )
            if found is None or chosen is None:
                raise Mishap("stale")
            grant = Grant(SecretStr(held["access"]), SecretStr(held["refresh"]), datetime.fromisoformat(held["ends"]))
            return await self._workspace(request, found, grant, chosen)
        except Mishap as mishap:
            return self._mishap(request, mishap)
        except JiraError as error:
            return self._failed(request, error)

    async def _back(self, request: web.Request) -> web.Response:
        state, code = request.query.get("state", ""), request.query.get("code", "")
        found = await self.attempts.take(state, f"consent:{WORKSPACE}", now=self.clock())
        found = found or await self.attempts.take(state, f"consent:{PERSON}", now=self.clock())
        if found is None or not hmac.compare_digest(state.encode(), request.cookies.get(COOKIE, "").encode()):
            raise Mishap("stale")
        if request.query.get("error") or not code:
            raise Mishap("cancelled")
        grant = await self.atlassian.exchange(code)
        reached = await self.atlassian.resources(grant.access)
        if not reached:
            raise Mishap("no_site")
        if found.purpose.endswith(PERSON):
            return await self._person(request, found, grant, reached)
        if len(reached) == 1:
            return await self._workspace(request, found, grant, reached[0])
        held = {
            "access": grant.access.get_secret_value(),
            "refresh": grant.refresh.get_secret_value(),
            "ends": grant.expires_at.isoformat(),
            "sites": [[one.cloud_id, one.url, one.name] for one in reached],
        }
        ticket = await self._next(found, "choose", json.dumps(held))
        return self._page(choose_page([(one.cloud_id, one.url) for one in reached], ticket, _language(request)))

    async def _workspace(self, request: web.Request, found: Attempt, grant: Grant, chosen: Resource) -> web.Response:
        """Whoever began it must still be one who may."""
        if not await self.people.manages(found.workspace, found.user, inviter=None):
            raise Mishap("not_manager")
        return await self._code(request, found, grant, chosen, WORKSPACE)

    async def _person(
        self, request: web.Request, found: Attempt, grant: Grant, reached: tuple[Resource, ...]
    ) -> web.Response:
        site = next((one for one in await self.sites.of(found.workspace) if one.name == found.site), None)
        if site is None:
            raise Mishap("stale")
        mine = next((one for one in reached if one.url == site.url.rstrip("/")), None)
        if mine is None:
            raise Mishap("other_site", shown_name(found.site))
        return await self._code(request, found, grant, mine, PERSON)

    async def _code(
        self, request: web.Request, found: Attempt, grant: Grant, chosen: Resource, purpose: str
    ) -> web.Response:
        """Nothing is connected yet: this browser may be another person's than the one who asked in Slack."""
        account, name = await self.atlassian.myself(chosen.cloud_id, grant.access)
        agreed = Agreed(chosen.cloud_id, chosen.url, account, name)
        code = shown_code(await self.joining.offer(found, purpose, grant, agreed))
        log.info("consent.given", purpose=purpose)
        return self._page(code_page(purpose, code, await self._who(found), name, chosen.url, _language(request)))

    async def _who(self, found: Attempt) -> str:
        return await self.names.name(found.workspace, found.user) or found.user

    async def _next(self, found: Attempt, step: str, held: str) -> str:
        purpose = f"{step}:{found.purpose.partition(':')[2]}"
        now = self.clock()
        return await self.attempts.begin(found.workspace, found.user, purpose, site=found.site, held=held, now=now)

    def _page(self, page: WebPage, status: int = 200) -> web.Response:
        headers = page_headers(forms=f"'self' {self.atlassian.authority}")
        return web.Response(text=web_page(page), status=status, content_type="text/html", headers=headers)

    def _failed(self, request: web.Request, error: JiraError) -> web.Response:
        log.warning("consent.failed", outcome=error.outcome)
        return self._mishap(request, Mishap("silent" if error.transient else "refused"))

    def _mishap(self, request: web.Request, mishap: Mishap) -> web.Response:
        log.warning("consent.not_done", why=mishap.why)
        page = mishap_page(mishap.why, mishap.site, _language(request))
        return self._page(page, 503 if mishap.why == "silent" else 400)


def _language(request: web.Request) -> str:
    return language_of(request.headers.get("Accept-Language", ""))


def _asked(request: web.Request) -> tuple[str, str]:
    purpose: Any = request.query.get("for")
    if purpose not in (WORKSPACE, PERSON):
        raise Mishap("stale")
    return request.query.get("ticket", ""), purpose

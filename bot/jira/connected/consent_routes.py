"""The routes to Atlassian's consent and back, as browsers walk them. Every answer but one is a page: that one leads to
Atlassian."""

from __future__ import annotations

from collections.abc import Awaitable
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.attempts import LIVES
from bot.connecting.consenting import Back, Consenting, Mishap
from bot.errors import JiraError
from bot.jira.connected.atlassian import Atlassian
from bot.render.web.consent import CHOOSE, START, mishap_page
from bot.render.web.page import WebPage, language_of, page_headers, web_page

REDIRECT = "/jira/oauth_redirect"
COOKIE = "handoff_jira"
log = structlog.get_logger()


class ConsentRoutes:
    def __init__(self, consenting: Consenting, atlassian: Atlassian, own_url: str) -> None:
        """`own_url`: over https the cookie is for https alone."""
        self._consenting = consenting
        self._atlassian = atlassian
        self._secure = urlsplit(own_url).scheme == "https"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(START, self.start),
            web.post(START, self.leave),
            web.get(REDIRECT, self.back),
            web.post(CHOOSE, self.choose),
        ]

    async def start(self, request: web.Request) -> web.Response:
        """Who asked, for what, and a button."""
        asked = self._consenting.asked(_said(request, "for"), _said(request, "ticket"), _language(request))
        return await self._answered(request, asked)

    async def leave(self, request: web.Request) -> web.Response:
        """Begin, and go to Atlassian."""
        try:
            state = await self._consenting.left(_said(request, "for"), _said(request, "ticket"))
        except Mishap as mishap:
            return self._mishap(request, mishap)
        headers = {"Location": self._atlassian.consent(state), "Cache-Control": "no-store"}
        answer = web.Response(status=303, headers=headers)
        life = int(LIVES.total_seconds())
        answer.set_cookie(
            COOKIE, state, max_age=life, path=REDIRECT, secure=self._secure, httponly=True, samesite="Lax"
        )
        return answer

    async def back(self, request: web.Request) -> web.Response:
        """Atlassian sent the person back: with a code, or with the name of what went wrong."""
        state, code, error = (_said(request, name) for name in ("state", "code", "error"))
        back = Back(state, request.cookies.get(COOKIE, ""), code, bool(error))
        return await self._answered(request, self._consenting.back(back, _language(request)))

    async def choose(self, request: web.Request) -> web.Response:
        """One of several sites was pressed."""
        chosen = self._consenting.chosen(_said(request, "ticket"), _said(request, "site"), _language(request))
        return await self._answered(request, chosen)

    async def _answered(self, request: web.Request, page: Awaitable[WebPage]) -> web.Response:
        try:
            return self._page(await page)
        except Mishap as mishap:
            return self._mishap(request, mishap)
        except JiraError as error:
            log.warning("consent.failed", outcome=error.outcome)
            return self._mishap(request, Mishap("silent" if error.transient else "refused"))

    def _mishap(self, request: web.Request, mishap: Mishap) -> web.Response:
        log.warning("consent.not_done", why=mishap.why)
        page = mishap_page(mishap.why, mishap.site, _language(request))
        return self._page(page, 503 if mishap.why == "silent" else 400)

    def _page(self, page: WebPage, status: int = 200) -> web.Response:
        headers = page_headers(forms=f"'self' {self._atlassian.authority}")
        return web.Response(text=web_page(page), status=status, content_type="text/html", headers=headers)


def _said(request: web.Request, name: str) -> str:
    return request.query.get(name, "")


def _language(request: web.Request) -> str:
    return language_of(request.headers.get("Accept-Language", ""))

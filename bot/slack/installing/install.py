"""The routes by which a person installs the bot in a workspace: a page, the way to Slack, and the way back."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.errors import SlackError
from bot.installed import Installation, Installed, InstalledStore
from bot.render.web.install import START, Mishap, done_page, mishap_page, start_page
from bot.render.web.page import WebPage, language_of, page_headers, web_page
from bot.slack.installation import Installations, identify
from bot.slack.installing.install_state import LIFE, InstallStates
from bot.slack.installing.oauth import Granted, SlackOAuth
from bot.slack.manifest import CALLBACK
from bot.telemetry import metrics

COOKIE = "handoff_install"
MISHAPS: dict[str, Mishap] = {
    "access_denied": "cancelled",
    "invalid_code": "stale",
    "code_already_used": "stale",
    "code_expired": "stale",
    "cannot_install_an_org_installed_app": "everywhere",
    "user_email_unverified": "unverified",
    **dict.fromkeys(
        (
            *("bad_client_secret", "invalid_client_id", "bad_redirect_uri", "no_scopes", "invalid_scope"),
            *("oauth_authorization_url_mismatch", "invalid_team_for_non_distributed_app", "invalid_grant_type"),
            "pkce_not_allowed",
        ),
        "setup",
    ),
}
"""Slack's names, at the redirect and of `oauth.v2.access`."""
NAME = re.compile(r"[a-z][a-z_]{0,63}", re.ASCII)
log = structlog.get_logger(__name__)


class InstallRoutes:
    def __init__(
        self,
        oauth: SlackOAuth,
        states: InstallStates,
        store: InstalledStore,
        installations: Installations,
        own_url: str,
        clock: Callable[[], datetime],
    ) -> None:
        """`own_url`: over https the cookie is for https alone."""
        self._oauth = oauth
        self._states = states
        self._store = store
        self._installations = installations
        self._secure = urlsplit(own_url).scheme == "https"
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [web.get(START, self.start), web.post(START, self.leave), web.get(CALLBACK, self.back)]

    async def start(self, request: web.Request) -> web.Response:
        """What will happen, and a button. Nothing is begun yet: pages are fetched by machines too."""
        return self._page(start_page(_language(request)))

    async def leave(self, _: web.Request) -> web.Response:
        """Begin, and go to Slack."""
        state = self._states.new()
        answer = web.Response(status=303, headers={"Location": self._oauth.address(state), "Cache-Control": "no-store"})
        answer.set_cookie(
            COOKIE,
            state,
            max_age=int(LIFE.total_seconds()),
            path=CALLBACK,
            secure=self._secure,
            httponly=True,
            samesite="Lax",
        )
        return answer

    async def back(self, request: web.Request) -> web.Response:
        """Slack sent the person back: with a code, or with the name of what went wrong."""
        language = _language(request)
        try:
            granted = await self._granted(request)
        except SlackError as error:
            answer = self._mishap(language, error)
        else:
            metrics.INSTALLS.labels("done").inc()
            log.info("install.done", workspace=granted.workspace, org_wide=granted.team is None)
            answer = self._page(done_page(language, granted.name, self._in_slack(granted)))
        answer.del_cookie(COOKIE, path=CALLBACK, secure=self._secure, httponly=True, samesite="Lax")
        return answer

    async def _granted(self, request: web.Request) -> Granted:
        """Raises `SlackError`, also under names of our own."""
        asked = request.query
        state, code, told = asked.get("state", ""), asked.get("code", ""), asked.get("error", "")
        if state:
            kept = request.cookies.get(COOKIE, "")
            if not hmac.compare_digest(state.encode(), kept.encode()) or not self._states.is_ours(state):
                raise SlackError("refused", "stale_state")
        if told or not code:
            raise SlackError("refused", told if NAME.fullmatch(told) else "stateless")
        granted = await self._oauth.exchange(code)
        if not state and granted.team is not None:
            # An organisation's admin page sends no state (docs.slack.dev/enterprise); nobody else may do without.
            raise SlackError("refused", "stateless")
        if state and not await self._states.spend(state):
            raise SlackError("refused", "stale_state")
        await self._keep(granted)
        return granted

    async def _keep(self, granted: Granted) -> None:
        """`oauth.v2.access` does not say the bot's own id, by which its messages are known again."""
        seen = await identify(self._oauth.client(granted.token))
        found = Installation(
            workspace=granted.workspace,
            team=granted.team,
            enterprise=granted.enterprise,
            bot_id=seen.bot_id,
            bot_user=granted.bot_user,
            scopes=granted.scopes,
            mark=secrets.token_hex(12),
        )
        await self._store.save(Installed(found, granted.token, granted.app, granted.user, self._clock()))
        self._installations.forget(granted.workspace)

    def _in_slack(self, granted: Granted) -> str:
        team = f"&team={granted.team}" if granted.team else ""
        return f"{self._oauth.origin}/app_redirect?app={granted.app}{team}"

    def _mishap(self, language: str, error: SlackError) -> web.Response:
        own: dict[str, Mishap] = {"stale_state": "stale", "stateless": "stateless"}
        down = error.outcome in ("unavailable", "throttled")
        mishap = (own | MISHAPS).get(error.error) or ("silent" if down else "refused")
        metrics.INSTALLS.labels(mishap).inc()
        log.warning("install.not_done", error=error.error, why=mishap)
        return self._page(mishap_page(language, mishap, error.error), status=503 if mishap == "silent" else 400)

    def _page(self, page: WebPage, status: int = 200) -> web.Response:
        headers = page_headers(forms=f"'self' {self._oauth.origin}")
        return web.Response(text=web_page(page), status=status, content_type="text/html", headers=headers)


def _language(request: web.Request) -> str:
    return language_of(request.headers.get("Accept-Language", ""))

"""Bolt, set up so that nothing is acknowledged before it is committed, and nothing a person wrote reaches a log."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError, Trouble, kind_of
from bot.render.words import words
from bot.slack.installation import Installations
from bot.slack.reading.intake import Us
from bot.telemetry import metrics

log = structlog.get_logger()
CREDENTIALS = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN")
OUR_WORKSPACE = "handoff_workspace"
"""Where the installation's workspace stands in Bolt's context."""


def bolt_app(client: AsyncWebClient, installations: Installations, *, signing_secret: str) -> AsyncApp:
    """An app without listeners. `client` has no token: each request gets its installation's.

    `process_before_response` makes Bolt wait for the listener before it acknowledges; its default loses events in a
    crash (design decision 2). `signing_secret` may be empty when only Socket Mode is used, which signs nothing.
    """
    quiet = logging.getLogger("slack_bolt")
    # Its warnings quote whole requests, and its loggers take the root's level unless given one.
    quiet.setLevel(logging.ERROR)
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)

    async def authorize(context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return await installations.authorize(enterprise_id, team_id, org_wide=bool(context.is_enterprise_install))

    async def only_ours(
        context: AsyncBoltContext, body: Mapping[str, Any], next: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        if body.get("type") == "app_rate_limited":  # more than 30,000 events an hour (docs.slack.dev/apis/events-api)
            log.warning("slack.app_rate_limited", team=context.team_id, minute=_minute(body))
            metrics.RATE_LIMITED.inc()
            return BoltResponse(status=200, body="")
        if body.get("type") != "url_verification":
            org_wide = bool(context.is_enterprise_install)
            found = await installations.owner(context.enterprise_id, context.team_id, org_wide=org_wide)
            if found is None:
                log.warning("slack.not_installed", team=context.team_id, enterprise=context.enterprise_id)
                return BoltResponse(status=200, body="")
            context[OUR_WORKSPACE] = found.workspace
        context.client.proxy = client.proxy  # Bolt's copy has taken that of the environment anew
        await next()
        return None

    with _unread():
        app = AsyncApp(
            logger=quiet,
            name="handoff",
            client=client,
            signing_secret=signing_secret,
            authorize=authorize,
            before_authorize=only_ours,
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            request_verification_enabled=bool(signing_secret),
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
    app.error(_failed)
    return app


@contextmanager
def _unread() -> Iterator[None]:
    """Bolt reads the app's credentials by itself, and would then keep installations in files of its own and call
    `auth.test` on each request (slack_bolt/app/async_app.py). While it is made, they are not there."""
    hidden = {name: os.environ.pop(name) for name in CREDENTIALS if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)


def us(context: AsyncBoltContext) -> Us:
    """Where a request comes from, and who the bot is there."""
    return Us(context[OUR_WORKSPACE], context.bot_user_id or "")


async def _failed(error: Exception, request: AsyncBoltRequest) -> BoltResponse:
    """What nobody listens to is fine, and an installation that is dead answers who typed a command; a failure of ours is
    answered so that Slack sends the event again."""
    kind = _kind(request.body)
    if isinstance(error, BoltUnhandledRequestError):
        log.info("slack.unheard", kind=kind)
        return BoltResponse(status=200, body="")
    if isinstance(error, SlackError) and error.outcome == "install_dead":
        log.error("slack.install_dead", kind=kind, error=error.error)  # sent again, it would be no better
        return BoltResponse(status=200, body=words()("trouble.install_dead") if "command" in request.body else "")
    reference = error.reference if isinstance(error, Trouble) else None
    rose = traceback.extract_tb(error.__traceback__)[-1:]
    at = f"{rose[0].filename}:{rose[0].lineno}" if rose else ""
    log.error("slack.listener_failed", kind=kind, error=kind_of(error), at=at, reference=reference)
    return BoltResponse(status=500, body="")


def _minute(body: Mapping[str, Any]) -> int:
    """When it began, in seconds since 1970; 0 where nobody says so."""
    minute = body.get("minute_rate_limited")
    return minute if isinstance(minute, int) and 0 < minute < 2**40 else 0


def _kind(body: Mapping[str, Any]) -> str:
    event = body.get("event")
    told = event.get("type") if isinstance(event, Mapping) else body.get("type") or body.get("command")
    return str(told or "")[:40]

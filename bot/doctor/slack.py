"""Examines Slack: is the token good, does it grant what the manifest asks for, does the app token open a socket."""

from __future__ import annotations

import re

import aiohttp

from bot.doctor import installations
from bot.doctor.result import Result, failed, ok, skipped, warning
from bot.doctor.tokens import refused, scopes
from bot.errors import SlackError
from bot.jira.webhook.hook import PATH as JIRA
from bot.settings import Settings, cure
from bot.slack.calls import call
from bot.slack.http import PATH
from bot.slack.installation import identify, web_client


async def examine(settings: Settings, session: aiohttp.ClientSession) -> list[Result]:
    """Token, scopes, and the way in: a socket or a signed address."""
    tokens = installations.examine if settings.many_workspaces else _bot_token
    return [
        *await tokens(settings, session),
        await _app_token(settings, session),
        _signing_secret(settings),
        await _address(settings, session),
    ]


async def _bot_token(settings: Settings, session: aiohttp.ClientSession) -> list[Result]:
    about = "Slack bot token"
    if settings.slack_bot_token is None:
        return [failed(about, "SLACK_BOT_TOKEN is not set.", cure("slack_bot_token"))]
    token = settings.slack_bot_token.get_secret_value()
    try:
        found = await identify(web_client(token, base_url=settings.slack_url, session=session))
    except SlackError as error:
        return [refused(about, error, cure("slack_bot_token"))]
    return [ok(about, f"works in workspace {found.workspace} ({found.url or settings.slack_url})."), scopes(found)]


async def _app_token(settings: Settings, session: aiohttp.ClientSession) -> Result:
    about = "Slack app token (Socket Mode)"
    if settings.slack_app_token is None:
        return skipped(about, "SLACK_APP_TOKEN is not set, so Slack reaches the bot over HTTP.")
    client = web_client(None, base_url=settings.slack_url, session=session)
    token = settings.slack_app_token.get_secret_value()
    try:
        await call("apps.connections.open", client.apps_connections_open(app_token=token))
    except SlackError as error:
        return refused(about, error, cure("slack_app_token"))
    return ok(about, "opens a connection.")


def _signing_secret(settings: Settings) -> Result:
    about = "Slack signing secret"
    if settings.slack_signing_secret is None:
        if settings.slack_app_token is not None:
            return skipped(about, "not needed with Socket Mode.")
        return failed(about, "SLACK_SIGNING_SECRET is not set.", cure("slack_signing_secret"))
    if not re.fullmatch(r"[0-9a-f]{32}", settings.slack_signing_secret.get_secret_value()):
        return warning(about, "does not look like one (32 hexadecimal digits).", cure("slack_signing_secret"))
    return ok(about, "looks right; only a request from Slack can prove it.")


async def _address(settings: Settings, session: aiohttp.ClientSession) -> Result:
    """The public address answers, and refuses unsigned requests: then it is our own server that answers. Slack uses it
    only over HTTP, Jira always."""
    about = "Public address"
    if settings.url is None:
        if settings.slack_app_token is not None:
            return skipped(about, "not needed with Socket Mode.")
        return warning(about, "HANDOFF_URL is not set, so it cannot be tried.", cure("url"))
    wrong = "Start `handoff serve`, and let your proxy pass POST requests to it unchanged."
    path, caller = (PATH, "Slack") if settings.slack_app_token is None else (JIRA, "Jira Cloud")
    try:
        async with session.post(f"{settings.url.rstrip('/')}{path}", data=b"{}", allow_redirects=False) as answer:
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return failed(about, f"does not answer ({type(error).__name__}).", wrong)
    if status != 401:
        return failed(about, f"answers {status} where the bot would answer 401.", wrong)
    if not settings.url.startswith("https://"):
        return warning(about, f"answers, but not over https, which {caller} demands.", cure("url"))
    return ok(about, "is the bot's.")

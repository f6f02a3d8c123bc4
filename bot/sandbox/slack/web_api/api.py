"""The Web API's entry point: checks of token, scope and arguments, faults on demand, then the method itself."""

from __future__ import annotations

import json
import math
import time
from typing import Any

from aiohttp import web

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.models import in_team
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api import chat, conversations, steps, unfurls, uploads, views
from bot.sandbox.slack.web_api.contract import APP_TOKEN_METHODS, check_arguments, check_scope, methods

Args = dict[str, Any]


async def open_connection(core: Core, args: Args) -> Args:
    """apps.connections.open: a websocket address, valid for one connection."""
    scheme_and_host = core.url.replace("http", "ws", 1)
    return {"url": f"{scheme_and_host}/link/?ticket={core.socket.ticket()}"}


METHODS = (
    chat.METHODS
    | conversations.METHODS
    | views.METHODS
    | uploads.METHODS
    | steps.METHODS
    | unfurls.METHODS
    | {"apps.connections.open": open_connection}
)


async def handle(core: Core, request: web.Request) -> web.StreamResponse:
    """One call of the Web API."""
    method = request.match_info["method"]
    fault = await core.faults.take(method)
    if fault and not (fault.after or fault.passes):
        core.calls.add(method, {}, f"fault {fault.status}")
        return await fault.answer(request)
    args = await _arguments(request)
    response = await _answer(core, method, args, _token(request, args))
    return await fault.answer(request) if fault and fault.after else response


async def _answer(core: Core, method: str, args: Args, token: str | None) -> web.Response:
    headers = {"X-OAuth-Scopes": ",".join(sorted(core.scopes))}
    try:
        result: Args = {"ok": True} | await _call(core, method, args, token)
        core.calls.add(method, args, "ok")
    except Refusal as refusal:
        core.calls.add(method, args, refusal.error)
        if refusal.error == "ratelimited":
            headers["Retry-After"] = str(math.ceil(refusal.more.get("retry_after", 1)))
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        result = {"ok": False, "error": refusal.error} | refusal.more
    if method in methods():
        headers["X-Accepted-OAuth-Scopes"] = ",".join(methods()[method]["scopes"])
    text = in_team(core.team, json.dumps(result), core.enterprise)
    return web.json_response(text=text, headers=headers)


async def _call(core: Core, method: str, args: Args, token: str | None) -> Args:
    if method not in METHODS:
        raise Refusal("unknown_method", req_method=method)
    _check_token(core, method, token)
    check_scope(method, core.scopes)
    check_arguments(method, args)
    return await METHODS[method](core, args)


def _check_token(core: Core, method: str, token: str | None) -> None:
    if not token:
        raise Refusal("not_authed")
    if token not in (core.bot_token, core.app_token, *core.granted):
        raise Refusal("invalid_auth")
    if core.revoked:
        raise Refusal("token_revoked")
    if core.granted.get(token, math.inf) <= time.time():
        raise Refusal("token_expired")
    if (token == core.app_token) != (method in APP_TOKEN_METHODS):
        raise Refusal("not_allowed_token_type")


def _token(request: web.Request, args: Args) -> str | None:
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    sent = args.pop("token", None)
    return None if sent is None else str(sent)


async def _arguments(request: web.Request) -> Args:
    """Arguments from the query, a form or a JSON body."""
    args: Args = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            body = {}
        return args | (body if isinstance(body, dict) else {})
    if request.method == "POST":
        args |= dict(await request.post())
    return args

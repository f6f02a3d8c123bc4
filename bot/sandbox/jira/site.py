"""The small Jira's site: who is calling, faults on demand, and answers in Jira's error format."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from bot.sandbox.calls import Calls
from bot.sandbox.faults import Faults
from bot.sandbox.jira.accounts import Account
from bot.sandbox.jira.issue_json import Writer
from bot.sandbox.jira.oauth import OAuth
from bot.sandbox.jira.state import BOT, State
from bot.sandbox.jira.tickets import Issue

Json = dict[str, Any]
Deployment = Literal["cloud", "datacenter"]
CLOUD_ID = "5a4d0b0c-0000-4000-8000-5a4d0b0c0000"


class Problem(Exception):  # noqa: N818 - an answer, not a fault of ours
    """An error answer: status and Jira's `errorMessages`."""

    def __init__(self, status: int, message: str, **errors: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"errorMessages": [message] if message else [], "errors": errors}


@dataclass(slots=True)
class Site:
    """Deployment, credentials, and the state behind."""

    deployment: Deployment
    email: str
    token: str
    """Cloud: an API token for the site. Data Center: a personal access token."""
    scoped_token: str
    """Valid only at the gateway."""
    state: State = field(default_factory=State)
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)
    url: str = ""
    """The address for browsers, without a trailing slash; known once it listens."""
    expired: bool = False
    """The credential no longer works."""
    oauth: OAuth = field(init=False)

    def __post_init__(self) -> None:
        self.oauth = OAuth(self.state, CLOUD_ID)

    @property
    def cloud(self) -> bool:
        return self.deployment == "cloud"


Handler = Callable[["Caller"], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Caller:
    """One authenticated request."""

    site: Site
    request: web.Request
    body: Any
    who: str = BOT
    """The name of the account that calls."""

    @property
    def account(self) -> Account:
        return self.state.directory.accounts[self.who]

    @property
    def state(self) -> State:
        return self.site.state

    @property
    def writer(self) -> Writer:
        version = 3 if self.request.match_info.get("version") == "3" else 2
        return Writer(self.site.state, self.site.url, version, self.site.cloud)

    def issue(self) -> Issue:
        """The issue in the path, if the bot's account may see it; 404 does not distinguish hidden from missing."""
        found = self.state.find(self.request.match_info["key"])
        if found is None or not self.account.sees(found):
            raise Problem(404, "Issue does not exist or you do not have permission to see it.")
        return found

    def words(self, name: str, usual: str = "") -> list[str]:
        """A comma-separated parameter, from the query or a JSON body."""
        value = self.body.get(name) if isinstance(self.body, dict) and name in self.body else None
        if isinstance(value, list):
            return [str(item) for item in value]
        return [w for w in str(value or self.request.query.get(name, usual)).split(",") if w]

    def value(self, name: str, usual: str = "") -> str:
        if isinstance(self.body, dict) and self.body.get(name) is not None:
            return str(self.body[name])
        return str(self.request.query.get(name, usual))


def guarded(site: Site, handler: Handler, *, gateway: bool) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler, for those who may call, with the requested faults."""

    async def handle(request: web.Request) -> web.StreamResponse:
        what = f"{request.method} {request.path}"
        fault = await site.faults.take(what)
        if fault and not (fault.after or fault.passes):
            site.calls.add(what, dict(request.query), f"fault {fault.status}")
            return await fault.answer(request)
        response = await _answer(site, handler, request, gateway)
        site.calls.add(what, dict(request.query), str(response.status))
        return await fault.answer(request) if fault and fault.after else response

    return handle


async def _answer(site: Site, handler: Handler, request: web.Request, gateway: bool) -> web.Response:
    try:
        who = _authenticate(site, request, gateway)
        if request.match_info.get("version") == "3" and not site.cloud:
            raise Problem(404, "null for uri")
        result = await handler(Caller(site, request, await _body(request), who))
    except Problem as problem:
        headers = {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"} if problem.status == 401 else {}
        return web.json_response(problem.body, status=problem.status, headers=headers)
    if result is None:
        return web.Response(status=204)
    created = request.method == "POST" and handler.__name__.startswith("create")
    return web.json_response(result, status=201 if created else 200)


async def _body(request: web.Request) -> Any:
    text = await request.text()
    if not text:
        return {}
    try:
        return json.loads(text)
    except ValueError:
        raise Problem(400, "There was an error parsing JSON. Check that your request body is valid.") from None


def _authenticate(site: Site, request: web.Request, gateway: bool) -> str:
    """Who is calling. Basic with e-mail and token on Cloud, a bearer token on Data Center; at the gateway only a scoped
    token, or an access token of whoever consented."""
    scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
    wanted = site.scoped_token if gateway else site.token
    if site.cloud:
        known = base64.b64encode(f"{site.email}:{wanted}".encode()).decode()
        ok = scheme.lower() == "basic" and credential == known
        ok = ok or (gateway and scheme.lower() == "bearer" and credential == wanted)
    else:
        ok = scheme.lower() == "bearer" and credential == wanted
    consented = site.oauth.who(credential) if gateway and scheme.lower() == "bearer" else ""
    if consented:
        return consented
    if not ok or site.expired:
        raise Problem(401, "Client must be authenticated to access this resource.")
    return BOT

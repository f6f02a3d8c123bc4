"""The small Jira as a whole: its routes, its faults, and its tickets."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.sandbox.calls import Calls
from bot.sandbox.faults import Fault
from bot.sandbox.jira import boards, changelogs, permissions, reading, searching, writing
from bot.sandbox.jira.markup import Markup
from bot.sandbox.jira.oauth import OAuth
from bot.sandbox.jira.site import CLOUD_ID, Deployment, Handler, Site, guarded
from bot.sandbox.jira.state import State
from bot.sandbox.jira.tickets import Comment, Issue
from bot.sandbox.jira.webhooks import Webhooks

ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "serverInfo", reading.server_info),
    ("GET", "myself", reading.myself),
    ("GET", "mypermissions", permissions.my_permissions),
    ("GET", "field", reading.fields),
    ("GET", "project", reading.all_projects),
    ("GET", "project/search", reading.projects),
    ("GET", "project/{key}", reading.project),
    ("GET", "search/jql", searching.search_jql),
    ("POST", "search/jql", searching.search_jql),
    ("POST", "search/approximate-count", searching.approximate_count),
    ("GET", "search", searching.search_old),
    ("POST", "search", searching.search_old),
    ("POST", "issue/bulkfetch", searching.bulk_fetch),
    ("POST", "changelog/bulkfetch", changelogs.bulk_changelogs),
    ("GET", "issue/{key}", reading.issue),
    ("PUT", "issue/{key}", writing.edit_issue),
    ("GET", "issue/{key}/editmeta", reading.edit_screen),
    ("GET", "issue/{key}/comment", reading.comments),
    ("POST", "issue/{key}/comment", writing.create_comment),
    ("GET", "issue/{key}/comment/{comment}", reading.comment),
    ("PUT", "issue/{key}/comment/{comment}", writing.edit_comment),
    ("DELETE", "issue/{key}/comment/{comment}", writing.delete_comment),
    ("GET", "issue/{key}/changelog", changelogs.changelog),
    ("GET", "issue/{key}/remotelink", reading.remote_links),
    ("POST", "issue/{key}/remotelink", writing.create_remote_link),
    ("GET", "issue/{key}/properties", reading.property_keys),
    ("GET", "issue/{key}/properties/{property}", reading.property_value),
    ("PUT", "issue/{key}/properties/{property}", writing.set_property),
    ("DELETE", "issue/{key}/properties/{property}", writing.delete_property),
    ("GET", "issue/{key}/transitions", reading.transitions),
    ("POST", "issue/{key}/transitions", writing.do_transition),
    ("POST", "permissions/check", permissions.check_permissions),
    ("GET", "user/viewissue/search", permissions.who_sees),
    ("GET", "user/search", permissions.search_users),
]
AGILE: list[tuple[str, str, Handler]] = [
    ("GET", "board", boards.boards),
    ("GET", "board/{board}/backlog", boards.backlog),
    ("GET", "board/{board}/sprint", boards.sprints),
    ("GET", "sprint/{sprint}/issue", boards.sprint_issues),
]


class SmallJira:
    """One site. On Data Center it lives under a context path, as many do."""

    def __init__(self, deployment: Deployment, webhook_url: str | None = None) -> None:
        self.site = Site(
            deployment, "handoff@sandbox.example", f"sandbox-{secrets.token_hex(12)}", f"scoped-{secrets.token_hex(12)}"
        )
        self.webhooks = Webhooks(self.site, webhook_url, secrets.token_hex(16))
        self.context = "" if self.site.cloud else "/jira"

    @property
    def state(self) -> State:
        return self.site.state

    @property
    def calls(self) -> Calls:
        """What the bot asked, as "GET /rest/…"."""
        return self.site.calls

    @property
    def oauth(self) -> OAuth:
        return self.site.oauth

    @property
    def gateway_url(self) -> str:
        """The only place where a scoped token works."""
        return f"{self.site.url}/ex/jira/{CLOUD_ID}"

    def routes(self) -> list[web.RouteDef]:
        found = [web.get(f"{self.context}/browse/{{key}}", self._browse)]
        rest = [(method, f"/rest/api/{{version:2|3|latest}}/{path}", handler) for method, path, handler in ROUTES]
        agile = [(method, f"/rest/agile/1.0/{path}", handler) for method, path, handler in AGILE]
        for method, path, handler in (*rest, *agile):
            found.append(web.route(method, self.context + path, guarded(self.site, handler, gateway=False)))
            if self.site.cloud:
                found.append(web.route(method, f"/ex/jira/{CLOUD_ID}{path}", guarded(self.site, handler, gateway=True)))
        if self.site.cloud:
            found.append(web.get("/_edge/tenant_info", _tenant_info))
            found += self.site.oauth.routes()
        return found

    def fail(
        self,
        where: str = "*",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
        content_type: str = "application/json",
        delay: float = 0.0,
        after: bool = False,
        hangup: bool = False,
        times: int | None = 1,
        until: asyncio.Event | None = None,
    ) -> Fault:
        """Make the next `times` calls fail whose "GET /rest/…" matches the pattern `where`; None for ever.

        Useful faults: `status=429, headers={"Retry-After": "2", "RateLimit-Reason": "jira-burst-based"}`; `status=200,
        body="<html>…", content_type="text/html"`; `body='{"key": "PA'` (truncated); `delay=10`; `hangup=True`. `until`
        holds the real answer back until the event is set.
        """
        passes = bool(delay or until) and status == 200 and body is None and not hangup
        if body is None:
            body = json.dumps({"errorMessages": [f"sandbox fault {status}"], "errors": {}})
        content = body.encode() if isinstance(body, str) else body
        return self.site.faults.add(
            Fault(where, status, content, content_type, dict(headers or {}), delay, after, passes, hangup, times, until)
        )

    def issue(self, key: str) -> Issue:
        """A ticket by its key; KeyError when there is none."""
        found = self.state.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def edit(self, key: str, *, by: str = "maija", description: str | None = None, **fields: Any) -> None:
        """A person edits a ticket; `description` and `criteria` are given in wiki markup and stored in the ticket's own
        markup."""
        self.edit_at(None, key, by=by, description=description, **fields)

    def edit_at(
        self, at: datetime | None, key: str, *, by: str = "maija", description: str | None = None, **fields: Any
    ) -> None:
        """Like `edit`, at another moment than now."""
        issue = self.issue(key)
        if description is not None:
            fields["description"] = issue.description.rewritten(description)
        if isinstance(fields.get("criteria"), str):
            fields["criteria"] = issue.criteria.rewritten(fields["criteria"])
        self.state.edit(issue, by, at=at, **fields)

    def add_comment(self, key: str, body: str, *, by: str = "maija") -> Comment:
        """A person comments, in wiki markup."""
        return self.state.comment(self.issue(key), by, Markup(wiki=body))

    async def close(self) -> None:
        await self.webhooks.close()

    async def _browse(self, request: web.Request) -> web.StreamResponse:
        """What a person sees who follows a ticket's link."""
        raise web.HTTPFound(f"{request.app[PAGE]}#ticket={request.match_info['key'].upper()}")


PAGE = web.AppKey("page", str)
"""Where the sandbox's page is."""


async def _tenant_info(request: web.Request) -> web.StreamResponse:
    return web.json_response({"cloudId": CLOUD_ID})

"""What the small Jira answers has the shape that Atlassian publishes for Cloud's REST v3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import jsonschema
import pytest

from bot.sandbox import Sandbox

pytestmark = pytest.mark.shared

CALLS = [
    ("GET", "/rest/api/3/issue/{issueIdOrKey}", "issue/PAY-12?expand=renderedFields,names,changelog", None),
    ("GET", "/rest/api/3/issue/{issueIdOrKey}/comment", "issue/PAY-12/comment", None),
    ("GET", "/rest/api/3/issue/{issueIdOrKey}/changelog", "issue/PAY-12/changelog", None),
    ("GET", "/rest/api/3/issue/{issueIdOrKey}/transitions", "issue/PAY-12/transitions", None),
    (
        "GET",
        "/rest/api/3/search/jql",
        "search/jql?jql=project%20%3D%20PAY&fields=summary,status,parent&maxResults=3",
        None,
    ),
    ("POST", "/rest/api/3/search/jql", "search/jql", {"jql": "project = PAY", "fields": ["summary"], "maxResults": 3}),
    ("POST", "/rest/api/3/search/approximate-count", "search/approximate-count", {"jql": "project = PAY"}),
    ("POST", "/rest/api/3/issue/bulkfetch", "issue/bulkfetch", {"issueIdsOrKeys": ["PAY-12", "NO-1"]}),
    ("GET", "/rest/api/3/field", "field", None),
    ("GET", "/rest/api/3/myself", "myself", None),
    ("GET", "/rest/api/3/serverInfo", "serverInfo", None),
    ("GET", "/rest/api/3/project/search", "project/search", None),
    ("GET", "/rest/api/3/user/search", "user/search?query=maija", None),
    ("GET", "/rest/api/3/mypermissions", "mypermissions?permissions=BROWSE_PROJECTS", None),
    (
        "POST",
        "/rest/api/3/permissions/check",
        "permissions/check",
        {
            "accountId": "712020:sandbox-tomas",
            "projectPermissions": [{"permissions": ["BROWSE_PROJECTS"], "issues": [10118]}],
        },
    ),
]


def without_nulls(value: Any) -> Any:
    """Jira's own answers hold null where its document names none."""
    if isinstance(value, dict):
        return {name: without_nulls(child) for name, child in value.items() if child is not None}
    return [without_nulls(child) for child in value] if isinstance(value, list) else value


def schema_of(spec: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    answer = spec["paths"][path][method.lower()]["responses"]["200"]["content"]["application/json"]["schema"]
    return {"components": spec["components"], **answer}


@pytest.mark.parametrize(
    ("method", "path", "call", "body"), CALLS, ids=[f"{m} {c.split('?')[0]}" for m, _, c, _ in CALLS]
)
async def test_an_answer_has_the_published_shape(
    shared: Path, method: str, path: str, call: str, body: dict[str, Any] | None
) -> None:
    spec = json.loads((shared / "specs" / "jira-cloud-v3-subset.openapi.json").read_text("utf-8"))
    async with Sandbox() as sandbox:
        sandbox.jira.edit("PAY-12", summary="Let support cancel a payment")
        headers = {"Authorization": aiohttp.encode_basic_auth(sandbox.jira.site.email, sandbox.jira.site.token)}
        url = f"{sandbox.jira_url}/rest/api/3/{call}"
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(method, url, json=body) as response,
        ):
            assert response.status == 200
            answer = await response.json()
    faults = jsonschema.Draft4Validator(schema_of(spec, method, path)).iter_errors(without_nulls(answer))
    assert [f"{'/'.join(map(str, fault.path))}: {fault.message[:120]}" for fault in faults] == []

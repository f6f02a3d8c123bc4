"""The small Jira answers as Cloud and Data Center do, also when they say no."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox


def basic(email: str, token: str) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(email, token)}


class Caller:
    """A client of one site, with its credential."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession, version: int) -> None:
        self._session, self._sandbox, self._version = session, sandbox, version
        jira_site = sandbox.jira.site
        self._headers = (
            basic(jira_site.email, jira_site.token)
            if jira_site.cloud
            else {"Authorization": f"Bearer {jira_site.token}"}
        )

    async def __call__(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        base = more.pop("base", self._sandbox.jira_url)
        options = {"headers": self._headers} | more
        url = f"{base}/rest/api/{self._version}/{path}"
        async with self._session.request(method, url, **options) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else None


@pytest.fixture
async def cloud() -> AsyncIterator[tuple[Sandbox, Caller]]:
    async with Sandbox() as sandbox, aiohttp.ClientSession() as session:
        yield sandbox, Caller(sandbox, session, 3)


@pytest.fixture
async def center() -> AsyncIterator[tuple[Sandbox, Caller]]:
    async with Sandbox(jira="datacenter") as sandbox, aiohttp.ClientSession() as session:
        yield sandbox, Caller(sandbox, session, 2)


Cloud = tuple[Sandbox, Caller]


async def test_cloud_gives_adf_and_only_the_fields_asked_for(cloud: Cloud) -> None:
    _, call = cloud
    status, issue = await call("GET", "issue/pay-18", params={"fields": "description,summary"})
    assert status == 200 and issue["key"] == "PAY-18"
    assert set(issue["fields"]) == {"description", "summary"}
    assert issue["fields"]["description"]["type"] == "doc"


async def test_data_center_gives_wiki_markup_and_the_html_of_the_same(center: Cloud) -> None:
    sandbox, call = center
    assert sandbox.jira_url.endswith("/jira")
    status, issue = await call("GET", "issue/PAY-21", params={"expand": "renderedFields,names"})
    assert status == 200
    assert issue["fields"]["description"].startswith("h3. What happens")
    assert '<pre class="code-json">' in issue["renderedFields"]["description"]
    assert issue["names"]["customfield_10034"] == "Acceptance Criteria"
    assert (await call("GET", "serverInfo"))[1]["deploymentType"] == "Server"


async def test_an_adf_ticket_reads_as_wiki_markup_in_version_2(cloud: Cloud) -> None:
    sandbox, _ = cloud
    async with aiohttp.ClientSession() as session:
        _, issue = await Caller(sandbox, session, 2)("GET", "issue/PAY-12")
    assert "h2. Contract" in issue["fields"]["description"]
    assert "||Status||When||Body||" in issue["fields"]["description"]


async def test_a_wrong_or_expired_credential_is_401(cloud: Cloud) -> None:
    sandbox, call = cloud
    assert (await call("GET", "myself", headers=basic("x", "y")))[0] == 401
    sandbox.jira.site.expired = True
    assert (await call("GET", "myself"))[0] == 401


async def test_a_scoped_token_works_on_the_gateway_alone(cloud: Cloud) -> None:
    sandbox, call = cloud
    scoped = basic(sandbox.jira.site.email, sandbox.jira.site.scoped_token)
    assert (await call("GET", "myself", headers=scoped))[0] == 401
    assert (await call("GET", "myself", headers=scoped, base=sandbox.jira.gateway_url))[0] == 200
    assert (await call("GET", "myself", base=sandbox.jira.gateway_url))[0] == 401


async def test_missing_and_hidden_look_the_same_and_a_moved_ticket_answers_with_its_new_key(cloud: Cloud) -> None:
    sandbox, call = cloud
    assert (await call("GET", "issue/PAY-999"))[0] == 404
    sandbox.jira.issue("PAY-21").security = "Nobody"
    assert (await call("GET", "issue/PAY-21"))[0] == 404
    sandbox.jira.state.move(sandbox.jira.issue("PAY-18"), "WEB")
    _, moved = await call("GET", "issue/PAY-18")
    assert moved["key"].startswith("WEB-") and moved["id"] == "10118"


async def test_cloud_search_pages_by_token_without_a_total(cloud: Cloud) -> None:
    _, call = cloud
    params = {"jql": "project = PAY AND statusCategory != Done ORDER BY key", "maxResults": "4", "fields": "summary"}
    keys: list[str] = []
    while True:
        status, page = await call("GET", "search/jql", params=params)
        assert status == 200 and "total" not in page
        keys += [issue["key"] for issue in page["issues"]]
        if page["isLast"]:
            break
        params["nextPageToken"] = page["nextPageToken"]
    assert len(keys) == len(set(keys)) and "PAY-9" not in keys and "PAY-18" in keys
    _, bare = await call("GET", "search/jql", params={"jql": "project = WEB"})
    assert set(bare["issues"][0]) == {"id"}


async def test_the_old_search_is_gone_from_cloud_and_there_on_data_center(cloud: Cloud, center: Cloud) -> None:
    assert (await cloud[1]("GET", "search", params={"jql": "project = PAY"}))[0] == 410
    status, page = await center[1]("GET", "search", params={"jql": "project = PAY", "maxResults": "2"})
    assert (status, page["total"] > 2, len(page["issues"])) == (200, True, 2)
    assert (await center[1]("GET", "search/jql", params={"jql": "project = PAY"}))[0] == 404


@pytest.mark.parametrize("jql", ["", "nosuch = 1", "project =", "project = PAY AND", "(project = PAY", "order by key"])
async def test_a_query_that_cannot_be_read_is_400(cloud: Cloud, jql: str) -> None:
    status, body = await cloud[1]("GET", "search/jql", params={"jql": jql})
    assert status == 400 and body["errorMessages"]


async def test_version_3_takes_adf_only(cloud: Cloud) -> None:
    sandbox, call = cloud
    assert (await call("PUT", "issue/PAY-18", json={"fields": {"description": "wiki"}}))[0] == 400
    text = {"type": "paragraph", "content": [{"type": "text", "text": "New."}]}
    doc = {"type": "doc", "version": 1, "content": [text]}
    assert await call("PUT", "issue/PAY-18", json={"fields": {"description": doc}}) == (204, None)
    assert sandbox.jira.issue("PAY-18").description.adf == doc
    _, log = await call("GET", "issue/PAY-18/changelog")
    assert log["values"][0]["items"][0]["toString"] == "New."


async def test_labels_are_added_and_removed_one_by_one(cloud: Cloud) -> None:
    sandbox, call = cloud
    body = {"update": {"labels": [{"add": "handoff-ready"}, {"remove": "api"}]}}
    assert (await call("PUT", "issue/PAY-18", json=body))[0] == 204
    assert sandbox.jira.issue("PAY-18").labels == ["refunds", "handoff-ready"]


async def test_comments_links_and_properties_are_kept(cloud: Cloud) -> None:
    sandbox, call = cloud
    doc = {"type": "doc", "version": 1, "content": []}
    status, comment = await call("POST", "issue/PAY-18/comment", json={"body": doc})
    assert status == 201
    assert (await call("PUT", f"issue/PAY-18/comment/{comment['id']}", json={"body": doc}))[0] == 200
    assert (await call("PUT", "issue/PAY-12/comment/101121", json={"body": doc}))[0] == 403
    link = {"globalId": "slack=1", "object": {"url": "https://x.example", "title": "Thread"}}
    first = (await call("POST", "issue/PAY-18/remotelink", json=link))[1]["id"]
    assert (await call("POST", "issue/PAY-18/remotelink", json=link))[1]["id"] == first
    assert len(sandbox.jira.issue("PAY-18").remote_links) == 1
    await call("PUT", "issue/PAY-18/properties/handoff", json={"verdict": "ready"})
    assert (await call("GET", "issue/PAY-18/properties/handoff"))[1]["value"] == {"verdict": "ready"}


async def test_a_board_has_a_backlog_and_a_next_sprint(cloud: Cloud) -> None:
    sandbox, _ = cloud
    jira_site = sandbox.jira.site
    agile = f"{sandbox.jira_url}/rest/agile/1.0"
    async with aiohttp.ClientSession(headers=basic(jira_site.email, jira_site.token)) as session:
        async with session.get(f"{agile}/board/12/sprint?state=future") as answer:
            assert [s["id"] for s in (await answer.json())["values"]] == [32]
        async with session.get(f"{agile}/board/12/backlog?fields=id&maxResults=100") as answer:
            backlog = {issue["key"] for issue in (await answer.json())["issues"]}
        async with session.get(f"{agile}/board/99/backlog") as answer:
            assert answer.status == 404
    assert "PAY-15" in backlog and not backlog & {"PAY-12", "PAY-18", "PAY-9"}


async def test_who_may_see_a_secured_ticket_is_answered_per_account(cloud: Cloud) -> None:
    _, call = cloud
    asked = {"projectPermissions": [{"permissions": ["BROWSE_PROJECTS"], "issues": [10130, 10118, 99999]}]}
    _, lead = await call("POST", "permissions/check", json=asked | {"accountId": "712020:sandbox-maija"})
    _, contractor = await call("POST", "permissions/check", json=asked | {"accountId": "712020:sandbox-tomas"})
    assert lead["projectPermissions"][0]["issues"] == [10130, 10118]
    assert contractor["projectPermissions"][0]["issues"] == [10118]
    params = {"issueKey": "PAY-30", "accountId": "712020:sandbox-tomas"}
    assert (await call("GET", "user/viewissue/search", params=params))[1] == []


async def test_faults_come_once_with_their_headers(cloud: Cloud) -> None:
    sandbox, call = cloud
    sandbox.jira.fail("GET */issue/*", status=429, headers={"Retry-After": "2", "RateLimit-Reason": "jira-burst-based"})
    url = f"{sandbox.jira_url}/rest/api/3/issue/PAY-18"
    headers = basic(sandbox.jira.site.email, sandbox.jira.site.token)
    async with aiohttp.ClientSession(headers=headers) as session, session.get(url) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "2")
    assert (await call("GET", "issue/PAY-18"))[0] == 200
    assert sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-18") == 2
    sandbox.jira.fail(hangup=True, times=2)
    with pytest.raises(aiohttp.ClientError):
        await call("GET", "issue/PAY-18")


async def test_a_browser_that_follows_a_link_lands_on_the_page(cloud: Cloud) -> None:
    sandbox, _ = cloud
    async with aiohttp.ClientSession() as session, session.get(sandbox.link("PAY-18"), allow_redirects=False) as answer:
        assert answer.headers["Location"] == f"{sandbox.page_url}#ticket=PAY-18"

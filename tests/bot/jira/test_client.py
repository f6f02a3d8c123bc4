"""Tickets fetched and searched over real HTTP on loopback."""

from __future__ import annotations

import base64
import threading
from typing import Any

import pytest
from aiohttp import web

from bot.errors import JiraError
from bot.jira import fetching
from bot.jira.fields import Fields
from bot.jira.issue import ticket_of
from bot.jira.projects import Projects
from bot.requests import TicketRef
from checks.ticket import Ticket
from tests.bot.jira.small_jira import Connect, SmallJira
from tests.fakes.seconds import Seconds

REF = TicketRef("acme", "PAY-12")


def adf(text: str) -> dict[str, Any]:
    return {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]}


async def test_a_cloud_ticket_comes_with_all_that_judging_needs(small: SmallJira, connect: Connect) -> None:
    said = [{"body": adf(str(number)), "created": f"2026-01-01T00:{number:02}:00.000+0000"} for number in range(60)]
    fields = {
        "summary": "Refund",
        "description": adf("Money"),
        "comment": {"comments": said, "total": 60},
        "parent": {"key": "PAY-1", "fields": {"summary": "Epic"}},
        "customfield_1": adf("Money is back"),
    }
    small.answer("/field", [{"id": "customfield_1", "name": "Acceptance Criteria"}, {"id": "x", "name": "X"}])
    small.answer("/issue/PAY-12", {"id": "1", "key": "PAY-12", "fields": fields})
    small.answer("/issue/PAY-1", {"id": "2", "key": "PAY-1", "fields": {"summary": "Epic", "description": adf("Why")}})
    small.answer("/issue/PAY-12/remotelink", [{"object": {"url": "https://wiki.example/1", "title": "Spec"}}])
    jira = connect()
    ticket = await jira.fetch(REF)
    assert (ticket.key, ticket.site, ticket.issue_id) == ("PAY-12", "acme", "1")
    assert ticket.url == "https://acme.example/browse/PAY-12"
    assert (ticket.summary, ticket.description.text) == ("Refund", "Money")
    assert ticket.criteria.text == "Acceptance Criteria\nMoney is back"
    assert [comment.body.text for comment in ticket.comments] == [str(number) for number in range(10, 60)]
    assert ticket.parent is not None
    assert ticket.parent.description.text == "Why"
    assert ticket.remote_links[0].text == "Spec"
    assert ticket.not_seen == ("10 earlier comments",)
    assert len(small.asked) == 4
    await jira.fetch(REF)
    assert len(small.asked) == 7, "the list of fields is asked for once"


async def test_calls_are_authenticated_and_leave_no_trace_in_the_accounts_history(
    small: SmallJira, connect: Connect
) -> None:
    small.answer("/issue/PAY-12", {"key": "PAY-12", "fields": {}})
    await connect().fetch(REF)
    asked = next(request for request in small.asked if request.path == "/rest/api/3/issue/PAY-12")
    assert asked.headers["Authorization"] == "Basic " + base64.b64encode(b"bot@acme.example:secret-token").decode()
    assert asked.headers["User-Agent"] == "handoff-readiness"
    assert asked.query["updateHistory"] == "false"
    assert "description" in asked.query["fields"].split(",")
    assert "*all" not in asked.query["fields"]


async def test_data_center_is_read_through_version_2_and_its_own_html(small: SmallJira, connect: Connect) -> None:
    issue = {"key": "PAY-12", "fields": {"description": "{x}"}, "renderedFields": {"description": "<p>shown</p>"}}
    small.answer("/issue/PAY-12", issue)
    ticket = await connect("datacenter").fetch(REF)
    assert ticket.description.text == "shown"
    asked = next(request for request in small.asked if request.path == "/rest/api/2/issue/PAY-12")
    assert asked.headers["Authorization"] == "Bearer secret-token"
    assert asked.query["expand"] == "renderedFields"


async def test_comments_that_jira_cut_short_are_fetched(small: SmallJira, connect: Connect) -> None:
    small.answer("/issue/PAY-12", {"key": "PAY-12", "fields": {"comment": {"comments": [], "total": 3}}})
    small.answer(
        "/issue/PAY-12/comment",
        {"comments": [{"body": adf("new"), "created": "2"}, {"body": adf("old"), "created": "1"}]},
    )
    ticket = await connect().fetch(REF)
    assert [comment.body.text for comment in ticket.comments] == ["old", "new"]
    assert "1 earlier comments" in ticket.not_seen


async def test_what_is_refused_beside_the_ticket_is_not_seen(small: SmallJira, connect: Connect) -> None:
    small.answer("/field", {"errorMessages": ["no"]}, status=403)
    small.answer("/issue/PAY-12/remotelink", {"errorMessages": ["Issue linking is off."]}, status=403)
    small.answer("/issue/PAY-12", {"key": "PAY-12", "fields": {"summary": "x", "parent": {"key": "PAY-1"}}})
    ticket = await connect().fetch(REF)
    assert ticket.summary == "x"
    assert {"links to pages outside Jira", "description of the parent ticket"} <= set(ticket.not_seen)


async def test_a_compressed_answer_is_read(small: SmallJira, connect: Connect) -> None:
    async def handler(_: web.Request) -> web.StreamResponse:
        response = web.json_response({"key": "PAY-12", "fields": {"summary": "x" * 200_000}})
        response.enable_compression(web.ContentCoding.gzip)
        return response

    small.on("/issue/PAY-12", handler)
    assert len((await connect().fetch(REF)).summary) == 200_000


async def test_a_moved_ticket_comes_under_its_new_key(small: SmallJira, connect: Connect) -> None:
    small.answer("/issue/PAY-12", {"id": "7", "key": "NEW-3", "fields": {"summary": "x"}})
    ticket = await connect().fetch(REF)
    assert (ticket.key, ticket.url) == ("NEW-3", "https://acme.example/browse/NEW-3")


async def test_a_ticket_outside_the_sites_projects_is_not_found(small: SmallJira, connect: Connect) -> None:
    small.answer("/issue/PAY-12", {"key": "SECRET-3", "fields": {"summary": "x"}})
    jira = connect(projects=frozenset({"pay"}))
    for key in ("SECRET-1", "PAY-12"):
        with pytest.raises(JiraError) as error:
            await jira.fetch(TicketRef("acme", key))
        assert (error.value.outcome, error.value.site) == ("not_found", "acme")
    assert not any("SECRET-1" in path for path in small.paths)


async def test_a_ticket_outside_the_sites_projects_comes_by_no_list_either(small: SmallJira, connect: Connect) -> None:
    found = [{"id": str(number), "key": key, "fields": {}} for number, key in enumerate(("PAY-1", "SECRET-3"))]
    for path in ("/search/jql", "/issue/bulkfetch"):
        small.answer(path, {"issues": found, "isLast": True})
    jira = connect(projects=frozenset({"pay"}))
    assert [ticket.key async for ticket in jira.search("acme", "project = PAY", limit=9)] == ["PAY-1"]
    assert [one.key async for page in jira.pages("acme", "project = PAY") for one in page.tickets] == ["PAY-1"]
    assert [ticket.key for ticket in await jira.by_ids("acme", ["0", "1"])] == ["PAY-1"]
    assert await jira.keys("acme", ["0", "1"]) == {"0": "PAY-1"}


@pytest.mark.parametrize("key", ["PAY-1/../ADM-2", "PAY-1?x=1", "..", "", "PAY-1/comment"])
async def test_what_is_no_key_is_never_asked_for(key: str, small: SmallJira, connect: Connect) -> None:
    with pytest.raises(JiraError) as error:
        await connect().fetch(TicketRef("acme", key))
    assert (error.value.outcome, error.value.site) == ("not_found", "acme")
    assert small.asked == []


async def test_a_site_that_is_not_configured_is_unknown(connect: Connect) -> None:
    with pytest.raises(JiraError) as error:
        await connect().fetch(TicketRef("other", "PAY-1"))
    assert (error.value.outcome, error.value.site) == ("unknown_site", "other")


async def test_a_cloud_search_follows_its_tokens_and_stops_at_the_limit(small: SmallJira, connect: Connect) -> None:
    async def search(request: web.Request) -> web.StreamResponse:
        body = await request.json()
        start = int(body.get("nextPageToken", "0"))
        issues = [{"key": f"PAY-{number}", "fields": {}} for number in range(start + 1, start + 51)]
        return web.json_response({"issues": issues, "nextPageToken": str(start + 50)})

    small.on("/search/jql", search)
    found = [ticket.key async for ticket in connect().search("acme", "project = PAY", limit=120)]
    assert found == [f"PAY-{number}" for number in range(1, 121)]
    searches = [body for body in small.bodies if body]
    assert len(searches) == 3
    assert searches[0]["jql"] == "project = PAY"
    assert "description" in searches[0]["fields"]


@pytest.mark.parametrize("last", [{"isLast": True, "nextPageToken": "x"}, {}, {"nextPageToken": None}])
async def test_a_cloud_search_ends_with_its_last_page(last: dict[str, Any], small: SmallJira, connect: Connect) -> None:
    small.answer("/search/jql", {"issues": [{"key": "PAY-1", "fields": {}}], **last})
    assert [ticket.key async for ticket in connect().search("acme", "x = 1", limit=1000)] == ["PAY-1"]


async def test_a_cloud_search_whose_token_repeats_ends(small: SmallJira, connect: Connect) -> None:
    small.answer("/search/jql", {"issues": [{"key": "PAY-1", "fields": {}}], "nextPageToken": "same"})
    assert len([ticket async for ticket in connect().search("acme", "x = 1", limit=1000)]) == 2


async def test_a_data_center_search_counts_its_pages(small: SmallJira, connect: Connect) -> None:
    async def search(request: web.Request) -> web.StreamResponse:
        start = (await request.json())["startAt"]
        issues = [{"key": f"PAY-{number}", "fields": {}} for number in range(start, min(start + 50, 70))]
        return web.json_response({"issues": issues, "total": 70})

    small.on("/search", search)
    found = [ticket.key async for ticket in connect("datacenter").search("acme", "x = 1", limit=1000)]
    assert len(found) == len(set(found)) == 70


async def test_a_search_jira_cannot_read_is_refused(small: SmallJira, connect: Connect) -> None:
    small.answer("/search/jql", {"errorMessages": ["Error in the JQL Query"]}, status=400)
    with pytest.raises(JiraError) as error:
        _ = [ticket async for ticket in connect().search("acme", "this is not", limit=5)]
    assert error.value.outcome == "refused"


async def test_projects_are_paged_and_remembered(small: SmallJira, connect: Connect) -> None:
    async def projects(request: web.Request) -> web.StreamResponse:
        start = int(request.query["startAt"])
        keys = [f"P{number}" for number in range(start, min(start + 100, 130))]
        return web.json_response({"values": [{"key": key} for key in keys], "isLast": start + 100 >= 130})

    small.on("/project/search", projects)
    jira = connect()
    assert len(await jira.projects("acme")) == 130
    assert len(await jira.projects("acme")) == 130
    assert len(small.asked) == 2


async def test_data_center_lists_its_projects_in_one_answer(small: SmallJira, connect: Connect) -> None:
    small.answer("/project", [{"key": "PAY"}, {"key": "OPS"}])
    assert await connect("datacenter").projects("acme") == {"PAY", "OPS"}


async def test_projects_of_the_settings_need_no_call(small: SmallJira, connect: Connect) -> None:
    assert await connect(projects=frozenset({"PAY"})).projects("acme") == {"PAY"}
    assert small.asked == []


async def test_what_is_remembered_is_asked_for_again_in_time(small: SmallJira, connect: Connect) -> None:
    small.answer("/field", [])
    small.answer("/project/search", {"values": [{"key": "PAY"}], "isLast": True})
    connection, clock = connect().site("acme").connection, Seconds()
    fields, projects = Fields(connection, clock), Projects(connection, clock)
    for _ in range(2):
        assert (await fields.catalogue()).criteria == ()
        assert await projects.keys() == {"PAY"}
    assert len(small.asked) == 2
    clock.now += 3601
    small.answer("/field", [{"id": "customfield_1", "name": "Definition of Done"}])
    small.answer("/project/search", {"values": [{"key": "OPS"}], "isLast": True})
    assert (await fields.catalogue()).criteria == ("customfield_1",)
    assert await projects.keys() == {"OPS"}


async def test_projects_are_asked_for_anew_for_who_wants_them_no_older_than_that(
    small: SmallJira, connect: Connect
) -> None:
    small.answer("/project/search", {"values": [{"key": "PAY"}], "isLast": True})
    clock = Seconds()
    projects = Projects(connect().site("acme").connection, clock)
    asked = []
    for later, oldest in ((0, 600), (9, 10), (1, 10), (599, 6000), (1, 6000)):
        clock.now += later
        await projects.keys(oldest)
        asked.append(len(small.asked))
    assert asked == [1, 1, 2, 2, 3]


async def test_a_ticket_is_read_beside_those_who_wait_to_be_acknowledged(
    small: SmallJira, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def read(*arguments: Any, **named: Any) -> Ticket:
        threads.append(threading.current_thread())
        return ticket_of(*arguments, **named)

    monkeypatch.setattr(fetching, "ticket_of", read)
    small.answer("/issue/PAY-12", {"key": "PAY-12", "fields": {}})
    await connect().fetch(REF)
    assert threads
    assert threading.main_thread() not in threads

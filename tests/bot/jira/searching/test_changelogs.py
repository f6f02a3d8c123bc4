"""Tickets as they stood, from the changelogs of Cloud and of Data Center."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.jira.client import Jira
from bot.jira.searching import changelogs
from bot.jira.sites import Auth, Site
from bot.sandbox import Pace, Sandbox
from checks.ticket import Ticket
from tests.bot.jira.small_jira import Connect, SmallJira

NOW = datetime.now(UTC)
WEEK = timedelta(days=7)
MOMENTS = (NOW - 2 * WEEK, NOW - WEEK, NOW)


@pytest.fixture(params=["cloud", "datacenter"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Sandbox, Jira]]:
    async with Sandbox(pace=Pace.fast(), jira=request.param) as sandbox:
        jira_site = sandbox.jira.site
        auth: Auth = "basic" if jira_site.cloud else "bearer"
        site = Site("main", jira_site.url, jira_site.deployment, auth, jira_site.email, SecretStr(jira_site.token))
        async with Jira([site]) as client:
            yield sandbox, client


async def test_each_moment_has_the_words_of_its_time(both: tuple[Sandbox, Jira]) -> None:
    sandbox, jira = both
    issue = sandbox.jira.issue("OPS-3")
    issue.created = NOW - 3 * WEEK
    before = issue.description.as_wiki() or ""
    sandbox.jira.edit_at(NOW - timedelta(days=10), "OPS-3", description="Second.", summary="Move it")
    sandbox.jira.edit_at(NOW - timedelta(days=3), "OPS-3", description="Third.", criteria="* It is there.")
    (stood,) = (await jira.stood("main", [issue.id], MOMENTS)).values()
    tickets = [ticket for ticket in stood if isinstance(ticket, Ticket)]
    assert [ticket.summary for ticket in tickets] == [
        "Move the nightly export to the new cluster",
        "Move it",
        "Move it",
    ]
    assert [ticket.description.text for ticket in tickets[1:]] == ["Second.", "Third."]
    assert tickets[0].description.text[:20] == before[:20]
    assert [bool(ticket.criteria) for ticket in tickets] == [False, False, True]


async def test_a_ticket_that_was_not_written_yet_is_told_so(both: tuple[Sandbox, Jira]) -> None:
    sandbox, jira = both
    issue = sandbox.jira.issue("PAY-15")
    (stood,) = (await jira.stood("main", [issue.id], MOMENTS)).values()
    assert stood[:2] == ("unwritten", "unwritten") and isinstance(stood[2], Ticket)


async def test_a_ticket_that_is_gone_is_left_out(both: tuple[Sandbox, Jira]) -> None:
    assert await both[1].stood("main", ["999999"], MOMENTS) == {}


async def test_a_hundred_tickets_cost_two_calls(both: tuple[Sandbox, Jira]) -> None:
    sandbox, jira = both
    ids = [issue.id for issue in sandbox.jira.state.issues.values()]
    await jira.stood("main", ids, MOMENTS)
    calls = [call for call in sandbox.jira.calls.of("") if not call.what.endswith("/field")]
    assert len(calls) == (2 if sandbox.jira.site.cloud else 1)


async def test_changelogs_are_read_page_by_page_and_given_up_when_too_long(
    both: tuple[Sandbox, Jira], monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox, jira = both
    monkeypatch.setattr(changelogs, "ENTRIES", 2)
    issue = sandbox.jira.issue("OPS-3")
    issue.created = NOW - 3 * WEEK
    for number in range(5):
        sandbox.jira.edit_at(NOW - timedelta(days=6 - number), "OPS-3", summary=f"Title {number}")
    (stood,) = (await jira.stood("main", [issue.id], MOMENTS)).values()
    assert isinstance(stood[1], Ticket) and stood[1].summary == "Move the nightly export to the new cluster"
    if sandbox.jira.site.cloud:
        monkeypatch.setattr(changelogs, "MOST_PAGES", 2)
        (stood,) = (await jira.stood("main", [issue.id], MOMENTS)).values()
        assert stood[0] == "unreached"


@pytest.mark.parametrize("whole", [False, True], ids=["items asked for", "whole entries"])
async def test_edits_of_the_twelfth_field_of_criteria_are_history_too(
    small: SmallJira, connect: Connect, whole: bool
) -> None:
    """Cloud takes ten fields at a time. Whether an entry then comes with its other fields as well, its page leaves open."""
    fields = [f"customfield_{number}" for number in range(12)]
    edited = [("customfield_11", "", "It answers 200."), ("summary", "Before", "After")]
    items = [{"fieldId": field, "fromString": old, "toString": new} for field, old, new in edited]
    issue = {
        "summary": "After",
        "created": (NOW - 3 * WEEK).isoformat(),
        **dict.fromkeys(fields),
        "customfield_11": "It answers 200.",
    }

    async def logs(request: web.Request) -> web.StreamResponse:
        asked = (await request.json())["fieldIds"]
        assert len(asked) <= changelogs.MOST_FIELDS
        kept = [item for item in items if item["fieldId"] in asked]
        entry = {"created": int((NOW - timedelta(days=1)).timestamp() * 1000), "items": items if whole else kept}
        return web.json_response({"issueChangeLogs": [{"issueId": "1", "changeHistories": [entry] if kept else []}]})

    small.answer("/field", [{"id": field, "name": "Acceptance Criteria"} for field in fields])
    small.answer("/issue/bulkfetch", {"issues": [{"id": "1", "key": "PAY-1", "fields": issue}]})
    small.on("/changelog/bulkfetch", logs)
    before, now = (await connect().stood("acme", ["1"], [NOW - WEEK, NOW]))["1"]
    assert isinstance(before, Ticket) and isinstance(now, Ticket)
    assert (before.summary, bool(before.criteria)) == ("Before", False)
    assert (now.summary, "It answers 200." in now.criteria.text) == ("After", True)


@pytest.mark.parametrize("both", ["cloud"], indirect=True)
async def test_a_jira_that_gives_no_changelog_reaches_nowhere(both: tuple[Sandbox, Jira]) -> None:
    sandbox, jira = both
    sandbox.jira.fail("*changelog/bulkfetch", status=403)
    issue = sandbox.jira.issue("OPS-3")
    (stood,) = (await jira.stood("main", [issue.id], MOMENTS)).values()
    assert stood == ("unreached",) * 3

"""Whatever Jira does instead of answering has one outcome, and nothing hangs."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.errors import JiraError
from bot.jira.client import Jira
from bot.jira.sites import Auth, Site
from bot.jira.transport.faults import objection, refusal, retry_after
from bot.requests import TicketRef
from tests.bot.jira.small_jira import Connect, SmallJira
from tests.fakes.held import held_port

REF = TicketRef("acme", "PAY-12")
PATH = "/issue/PAY-12"
NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)


async def failure(jira: Jira) -> JiraError:
    with pytest.raises(JiraError) as error:
        await jira.fetch(REF)
    assert error.value.site == REF.site, "of several sites, people are told which"
    return error.value


@pytest.mark.parametrize(
    ("status", "headers", "outcome", "reason"),
    [
        (400, {}, "refused", None),
        (401, {}, "unauthorized", None),
        (403, {}, "forbidden", None),
        (403, {"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=https://x"}, "forbidden", "captcha"),
        (404, {}, "not_found", None),
        (404, {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}, "unauthorized", None),
        (404, {"X-Seraph-LoginReason": "OK"}, "not_found", None),
        (404, {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED, OK"}, "not_found", None),
        (410, {}, "gone", None),
        (429, {"Retry-After": "7", "RateLimit-Reason": "jira-burst-based"}, "throttled", "jira-burst-based"),
        (500, {}, "unavailable", None),
        (502, {}, "unavailable", None),
        (503, {"Retry-After": "3"}, "unavailable", None),
        (302, {"Location": "https://login.example/"}, "unreadable", None),
    ],
)
async def test_each_refusal_has_its_outcome(
    status: int, headers: dict[str, str], outcome: str, reason: str | None, small: SmallJira, connect: Connect
) -> None:
    small.answer(PATH, {"errorMessages": ["secret words"]}, status=status, headers=headers)
    error = await failure(connect())
    assert (error.outcome, error.status, error.reason, error.site) == (outcome, status, reason, "acme")
    assert error.retry_after == (float(headers["Retry-After"]) if "Retry-After" in headers else None)
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"errorMessages": ["a secret"], "errors": {}}', None),
        (b'{"errors": {"description": "Cannot be set: secret."}}', "fields:description"),
        (b'{"errors": {"team": "is required", "customfield_10010": "is required", "a b": "x"}}',
         "fields:customfield_10010,team"),
        ('{"errors": {"comment": "Teksti on liian pitkä: 32 767 merkkiä."}}'.encode(), "too_long"),
        (b'{"errors": {"description": "CONTENT_LIMIT_EXCEEDED"}}', "too_long"),
        (b'{"errors": {"comment": {"odd": 1}}}', "fields:comment"),
        (b'{"errors": ["description"]}', None),
        (b"<html>", None),
        (b"[" * 100_000, None),
    ],
)  # fmt: skip
async def test_a_refused_change_names_its_fields_and_none_of_jiras_words(
    body: bytes, reason: str | None, small: SmallJira, connect: Connect
) -> None:
    async def refuse(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=400, content_type="application/json")

    small.on(PATH, refuse)
    with pytest.raises(JiraError) as error:
        await connect().site("acme").connection.call("PUT", PATH, body={"fields": {}})
    assert (error.value.outcome, error.value.reason) == ("refused", reason)
    assert objection(body) == reason


async def test_no_tickets_for_a_token_that_ended_are_no_answer(small: SmallJira, connect: Connect) -> None:
    nothing = {"issues": [], "isLast": True}
    small.answer("/field", [])
    small.answer("/search/jql", nothing, headers={"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"})
    with pytest.raises(JiraError) as error:
        _ = [page async for page in connect().ids("acme", "project = PAY")]
    assert error.value.outcome == "unauthorized"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30.0),
        ({"Retry-After": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90.0),
        ({"Retry-After": format_datetime(NOW - timedelta(seconds=90), usegmt=True)}, 0.0),
        ({"X-RateLimit-Reset": "2026-11-25T12:10:00Z"}, 600.0),
        ({"X-RateLimit-Reset": "2026-11-25T12:10Z"}, 600.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "٣"}, None),
        ({}, None),
    ],
)
def test_when_to_come_back_is_read_in_each_form(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


def test_success_is_no_refusal() -> None:
    assert refusal("acme", 200, {}, NOW) is None
    assert refusal("acme", 204, {}, NOW) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html>Please log in</html>", "text/html"),
        ('{"key": "PAY-12"}', "text/html"),
        ('{"key": "PAY-1', "application/json"),
        ("[" * 100_000, "application/json"),
        ("[]", "application/json"),
        ("null", "application/json"),
        ("", "application/json"),
    ],
)
async def test_an_answer_that_is_no_ticket_is_unreadable(
    body: str, kind: str, small: SmallJira, connect: Connect
) -> None:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(text=body, content_type=kind)

    small.on(PATH, handler)
    assert (await failure(connect())).outcome == "unreadable"


async def test_a_connection_that_is_reset_is_unavailable(small: SmallJira, connect: Connect) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    small.on(PATH, handler)
    assert (await failure(connect())).outcome == "unavailable"


async def test_a_file_of_certificates_that_is_not_there_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nosuch.pem")
    with held_port() as port:
        async with Jira([Site("acme", f"https://127.0.0.1:{port}")]) as jira:
            assert (await failure(jira)).outcome == "unavailable"


async def test_a_port_where_nobody_listens_is_unavailable() -> None:
    with held_port() as port:
        async with Jira([Site("acme", f"http://127.0.0.1:{port}")]) as jira:
            assert (await failure(jira)).outcome == "unavailable"


@pytest.mark.parametrize("auth", ["basic", "bearer"])
@pytest.mark.parametrize("token", ["mark\u2026", "mark\n"])
async def test_a_credential_that_no_header_takes_is_refused_without_its_words(auth: Auth, token: str) -> None:
    with held_port() as port:
        site = Site("acme", f"http://127.0.0.1:{port}", auth=auth, user="jose\u2026", token=SecretStr(token))
        async with Jira([site]) as jira:
            error = await failure(jira)
    assert error.outcome == "unauthorized"
    assert "mark" not in str(error)
    assert error.__cause__ is None and error.__suppress_context__


async def test_a_site_that_never_answers_is_given_up(small: SmallJira, connect: Connect) -> None:
    given_up = asyncio.Event()

    async def handler(_: web.Request) -> web.StreamResponse:
        await given_up.wait()
        return web.json_response({})

    small.on(PATH, handler)
    jira = connect(call=0.2)
    assert (await failure(jira)).outcome == "timeout"
    given_up.set()


async def test_an_answer_that_trickles_in_is_given_up(small: SmallJira, connect: Connect) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for _ in range(100):
            await response.write(b" ")
            await asyncio.sleep(0.02)
        return response

    small.on(PATH, handler)
    assert (await failure(connect(call=0.2))).outcome == "timeout"


async def test_the_whole_fetch_has_a_deadline(small: SmallJira, connect: Connect) -> None:
    async def handler(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.15)
        return web.json_response({"key": "PAY-12", "fields": {"parent": {"key": "PAY-1"}}})

    small.on("*", handler)
    assert (await failure(connect(fetch=0.2))).outcome == "timeout"


async def test_a_slow_site_does_not_hold_up_more_than_its_own_calls(small: SmallJira, connect: Connect) -> None:
    busy = 0
    most = 0

    async def handler(_: web.Request) -> web.StreamResponse:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.02)
        busy -= 1
        return web.json_response({"key": "PAY-12", "fields": {}})

    small.on("*", handler)
    jira = connect()
    await asyncio.gather(*(jira.fetch(REF) for _ in range(20)))
    assert most <= 8


async def test_after_two_refused_logins_no_more_are_tried(small: SmallJira, connect: Connect) -> None:
    small.answer("*", {}, status=401)
    small.answer("/field", {}, status=401)
    jira = connect()
    outcomes = [(await failure(jira)).outcome for _ in range(4)]
    assert outcomes == ["unauthorized"] * 4
    assert len(small.asked) == 2


async def test_a_site_that_is_down_is_left_alone_for_a_while(small: SmallJira, connect: Connect) -> None:
    small.answer("/field", {}, status=503)
    jira = connect()
    errors = [await failure(jira) for _ in range(8)]
    assert {error.outcome for error in errors} == {"unavailable"}
    assert len(small.asked) == 5
    assert errors[-1].retry_after is not None
    assert 0 < errors[-1].retry_after <= 15


async def test_a_spent_quota_pauses_the_whole_site(small: SmallJira, connect: Connect) -> None:
    headers = {"Retry-After": "600", "RateLimit-Reason": "jira-quota-tenant-based"}
    small.answer(PATH, {}, status=429, headers=headers)
    jira = connect()
    await failure(jira)
    asked = len(small.asked)
    error = await failure(jira)
    assert (error.outcome, error.reason, len(small.asked)) == ("throttled", "jira-quota-tenant-based", asked)
    assert error.retry_after is not None
    assert 590 < error.retry_after <= 600


async def test_a_burst_limit_does_not_pause_other_calls(small: SmallJira, connect: Connect) -> None:
    small.answer(PATH, {}, status=429, headers={"Retry-After": "600", "RateLimit-Reason": "jira-burst-based"})
    small.answer("/issue/PAY-13", {"key": "PAY-13", "fields": {}})
    jira = connect()
    await failure(jira)
    assert (await jira.fetch(TicketRef("acme", "PAY-13"))).key == "PAY-13"

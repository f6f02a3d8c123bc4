"""Whether Jira lets a person see a ticket, told apart from not being told."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.jira.client import Jira
from bot.jira.sight import Sights, account_of
from bot.jira.sites import Site
from bot.sandbox import Pace, Sandbox
from bot.settings.sites import SiteSettings
from tests.bot.jira.small_jira import Connect, SmallJira

MAIL = "jo@acme.example"
JO = {"accountId": "jo", "accountType": "atlassian", "active": True, "emailAddress": "Jo@acme.example"}
US = {"accountId": "us", "displayName": "Handoff bot", "active": True}


def sees(small: SmallJira, *accounts: str) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        wanted = request.query["accountId"]
        return web.json_response([{"accountId": wanted}] if wanted in accounts else [])

    small.on("/user/viewissue/search", answer)
    small.answer("/myself", US)


@pytest.mark.parametrize(
    ("users", "account"),
    [
        ([JO], "jo"),
        ([JO, JO], "jo"),
        ([JO | {"emailAddress": "jo@acme.example.au"}], None),
        ([JO | {"emailAddress": ""}], None),
        ([JO | {"active": False}], None),
        ([JO | {"accountType": "customer"}], None),
        ([JO, JO | {"accountId": "other"}], None),
        ([], None),
        ({}, None),
    ],
)
async def test_only_the_one_active_account_with_exactly_that_address_counts(
    small: SmallJira, connect: Connect, users: Any, account: str | None
) -> None:
    small.answer("/user/search", users)
    assert await account_of(connect().site("acme").connection, MAIL) == account


@pytest.mark.parametrize(
    ("accounts", "sight"), [(("jo", "us"), "sees"), (("jo",), "sees"), (("us",), "not"), ((), "unchecked")]
)
async def test_an_empty_answer_is_no_only_where_our_own_account_is_seen(
    small: SmallJira, connect: Connect, accounts: tuple[str, ...], sight: str
) -> None:
    small.answer("/user/search", [JO])
    sees(small, *accounts)
    assert await Sights(connect()).sight("acme", "PAY-1", MAIL) == sight


async def test_data_center_is_asked_by_user_names(small: SmallJira, connect: Connect) -> None:
    small.answer("/user/search", [{"name": "jo", "key": "JIRAUSER1", "active": True, "emailAddress": MAIL}])
    small.answer("/user/viewissue/search", [{"name": "jo"}])
    assert await Sights(connect("datacenter")).sight("acme", "PAY-1", MAIL) == "sees"
    assert [request.query["username"] for request in small.asked] == [MAIL, "jo"]


async def test_without_an_address_jira_is_not_asked(small: SmallJira, connect: Connect) -> None:
    assert await Sights(connect()).sight("acme", "PAY-1", "") == "unchecked"
    assert small.asked == []


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
async def test_a_site_that_does_not_say_is_unchecked(small: SmallJira, connect: Connect, status: int) -> None:
    small.answer("/user/search", {}, status=status)
    assert await Sights(connect()).sight("acme", "PAY-1", MAIL) == "unchecked"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_site_that_was_away_for_a_moment_is_asked_about_the_next_ticket(
    small: SmallJira, connect: Connect, status: int
) -> None:
    sights = Sights(connect())
    small.answer("/user/search", {}, status=status)
    assert await sights.sight("acme", "PAY-1", MAIL) == "unchecked"
    small.answer("/user/search", [JO])
    sees(small, "jo", "us")
    assert await sights.sight("acme", "PAY-2", MAIL) == "sees"


async def test_a_site_that_is_slow_to_say_keeps_nobody_waiting(
    small: SmallJira, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = asyncio.Event()

    async def users(request: web.Request) -> web.StreamResponse:
        await released.wait()
        return web.json_response([JO])

    monkeypatch.setattr("bot.jira.sight.DEADLINE", 0.05)
    small.on("/user/search", users)
    assert await Sights(connect()).sight("acme", "PAY-1", MAIL) == "unchecked"
    released.set()


async def test_a_token_that_may_not_ask_does_not_lock_the_site(small: SmallJira, connect: Connect) -> None:
    small.answer("/user/search", {}, status=401)
    small.answer("/myself", US)
    jira = connect()
    sights = Sights(jira)
    for number in range(5):
        assert await sights.sight("acme", f"PAY-{number}", MAIL) == "unchecked"
    assert len(small.asked) == 1
    assert await jira.site("acme").connection.get_object("/myself")


@pytest.mark.parametrize(
    ("status", "next_one"), [(404, "sees"), (400, "sees"), (503, "sees"), (401, "unchecked"), (403, "unchecked")]
)
async def test_only_a_refusal_of_the_question_itself_counts_for_the_next_ticket(
    small: SmallJira, connect: Connect, status: int, next_one: str
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        gone = request.query["issueKey"] == "PAY-404"
        return web.json_response([{"accountId": request.query["accountId"]}], status=status if gone else 200)

    small.answer("/user/search", [JO])
    small.on("/user/viewissue/search", answer)
    sights = Sights(connect())
    assert await sights.sight("acme", "PAY-404", MAIL) == "unchecked"
    assert await sights.sight("acme", "PAY-1", MAIL) == next_one


@pytest.mark.parametrize("status", [400, 404])
async def test_a_site_without_a_search_for_people_is_asked_once(
    small: SmallJira, connect: Connect, status: int
) -> None:
    small.answer("/user/search", {}, status=status)
    sights = Sights(connect())
    for number in range(3):
        assert await sights.sight("acme", f"PAY-{number}", MAIL) == "unchecked"
    assert len(small.asked) == 1


async def test_an_unknown_site_is_unchecked(connect: Connect) -> None:
    assert await Sights(connect()).sight("elsewhere", "PAY-1", MAIL) == "unchecked"


async def test_what_jira_said_is_remembered_for_a_minute(small: SmallJira, connect: Connect) -> None:
    now = [0.0]
    small.answer("/user/search", [JO])
    sees(small, "jo", "us")
    sights = Sights(connect(), clock=lambda: now[0])
    for _ in range(3):
        assert await sights.sight("acme", "PAY-1", MAIL) == "sees"
    assert len(small.asked) == 2
    sees(small, "us")
    now[0] = 61.0
    assert await sights.sight("acme", "PAY-1", MAIL.upper()) == "not"
    assert [path.rpartition("/rest/api/3")[2] for path in small.paths].count("/user/search") == 1


async def test_a_person_who_is_asked_about_several_times_at_once_costs_one_question(
    small: SmallJira, connect: Connect
) -> None:
    small.answer("/user/search", [JO])
    sees(small, "jo", "us")
    sights = Sights(connect())
    told = await asyncio.gather(*(sights.sight("acme", "PAY-1", MAIL) for _ in range(5)))
    assert (told, len(small.asked)) == (["sees"] * 5, 2)


def site(small: SmallJira, name: str) -> Site:
    return Site(name, f"https://{name}.example", "cloud", "bearer", "", SecretStr(name), api_url=small.url)


async def test_a_slow_site_keeps_nobody_of_another_site_waiting_nor_who_was_answered_before(
    small: SmallJira, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = asyncio.Event()

    async def users(request: web.Request) -> web.StreamResponse:
        if request.headers["Authorization"].endswith("slow") and request.query["query"] != MAIL:
            await released.wait()
        return web.json_response([JO])

    small.on("/user/search", users)
    sees(small, "jo", "us")
    async with Jira([site(small, "slow"), site(small, "fast")]) as jira:
        sights = Sights(jira)
        assert await sights.sight("slow", "PAY-1", MAIL) == "sees"
        waiting = [asyncio.create_task(sights.sight("slow", "PAY-1", f"{name}@acme.example")) for name in "ab"]
        await asyncio.sleep(0.05)
        monkeypatch.setattr("bot.jira.sight.DEADLINE", 2.0)
        assert await sights.sight("fast", "WEB-1", MAIL) == "sees"
        assert await sights.sight("slow", "PAY-1", MAIL) == "sees"
        assert not any(task.done() for task in waiting)
        released.set()
        assert await asyncio.gather(*waiting) == ["unchecked", "unchecked"]


@pytest.mark.parametrize("deployment", ["cloud", "datacenter"])
async def test_the_sandboxs_people_see_what_they_may(deployment: Any) -> None:
    async with Sandbox(pace=Pace.fast(), jira=deployment) as sandbox:
        told = sandbox.environment()
        site = SiteSettings(
            name="s",
            url=told["HANDOFF_JIRA_URL"],
            token=told["HANDOFF_JIRA_TOKEN"],
            email=told.get("HANDOFF_JIRA_EMAIL"),
            auth=told["HANDOFF_JIRA_AUTH"],
        ).site
        async with Jira([site]) as jira:
            sights = Sights(jira)
            assert await sights.sight("s", "PAY-12", "maija@sandbox.example") == "sees"
            if deployment == "cloud":
                assert await sights.sight("s", "OPS-3", "tomas@sandbox.example") == "not"
            assert await sights.sight("s", "PAY-12", "nobody@sandbox.example") == "unchecked"

"""An admin connects Jira from App Home: by a token of each kind, by Atlassian's consent; and lets it go."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.site_names import name_within
from bot.store import Store
from tests.bot.connecting.conftest import Connected
from tests.bot.conversation.conftest import CONTRACTOR, LEAD


def typed(life: Connected, **other: Any) -> dict[str, Any]:
    jira_site = life.sandbox.jira.site
    return {"url": life.sandbox.jira_url, "kind": "token", "email": jira_site.email, "token": jira_site.token} | other


def store(life: Connected) -> Store:
    return life.bot._store


async def connect(life: Connected, **other: Any) -> dict[str, str]:
    await life.at_home("jira_connect")
    await life.shown("jira_connect")
    return await life.sandbox.slack.users.submit(LEAD, typed(life, **other))


@pytest.mark.parametrize("kind", ["token", "scoped"])
async def test_a_site_that_an_admin_connects_by_a_token_is_read_from_then_on(life: Connected, kind: str) -> None:
    jira_site = life.sandbox.jira.site
    assert await connect(life, kind=kind, token=jira_site.scoped_token if kind == "scoped" else jira_site.token) == {}
    said = await life.told("is connected. This is what I found")
    assert "PAY" in said and "/jira/webhook/" in said
    card = await life.card("PAY-12")
    assert "PAY-12" in card.text
    [audit] = [one for one in await store(life).audits.latest(None) if one.act == "jira_connected"]
    assert (audit.user, audit.about.rpartition(" ")[2]) == (LEAD, kind)


async def test_a_token_that_jira_refuses_is_not_kept_and_the_cure_is_said(life: Connected) -> None:
    assert await connect(life, token="wrong-token") == {}
    said = await life.told("is not connected")
    assert "Check that the e-mail belongs to the account" in said
    assert "HANDOFF_" not in said and "wrong-token" not in said
    assert await store(life).jira.connections.everywhere() == ()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://jira.example", "must begin with https"),
        ("https://127.0.0.1:1", "private network"),
        ("https://169.254.169.254", "private network"),
        ("https://[::1]/", "private network"),
        ("https://user@jira.example", "as your browser shows it"),
        ("ftp://jira.example", "as your browser shows it"),
    ],
)
async def test_an_address_that_leads_inside_is_refused_with_its_cure(life: Connected, url: str, words: str) -> None:
    assert await connect(life, url=url) == {}
    await life.told(words)


async def test_what_cannot_be_right_is_said_beside_its_field(life: Connected) -> None:
    wrong = await connect(life, email="nobody", token="two words")
    assert set(wrong) == {"email", "token"}


async def test_who_administers_nothing_sees_no_button_to_connect(life: Connected) -> None:
    await life.sandbox.slack.users.open_home(CONTRACTOR)
    await life.until(lambda: life.home(CONTRACTOR))
    home = life.home(CONTRACTOR)
    assert home is not None and "A workspace admin can connect one" in str(home.view)
    assert life.buttons(CONTRACTOR) == {}


async def test_a_site_is_connected_by_consent_checked_and_let_go(life: Connected) -> None:
    await life.at_home("jira_connect")
    await life.shown("jira_connect")
    status, page = await life.consent(life.way())
    assert status == 200 and "Nothing is connected yet" in page and "as Maija Virtanen" in page
    assert await store(life).jira.connections.everywhere() == ()
    assert await life.join(page) == {}
    said = await life.told("is connected. This is what I found")
    assert "is Maija Virtanen's" in said and "/jira/webhook/" in said
    assert "PAY-12" in (await life.card("PAY-12")).text
    await life.at_home("jira_check")
    await life.told("PAY")
    await life.at_home("jira_disconnect")
    await life.until(lambda: "handoff_jira_disconnect" not in life.buttons())
    assert await store(life).jira.connections.everywhere() == ()
    assert [one.act for one in await store(life).audits.latest(None) if one.act.startswith("jira")] == [
        "jira_disconnected",
        "jira_connected",
    ]


async def test_consent_that_is_refused_connects_nothing_and_says_how_to_begin_again(life: Connected) -> None:
    await life.at_home("jira_connect")
    await life.shown("jira_connect")
    status, page = await life.consent(life.way(), answer="cancel")
    assert status == 400 and "Nothing was connected" in page and "start again" in page


async def test_a_link_serves_once_and_a_state_only_in_its_own_browser(life: Connected) -> None:
    await life.at_home("jira_connect")
    await life.shown("jira_connect")
    way = life.way()
    assert (await life.consent(way))[0] == 200
    status, page = await life.consent(way)
    assert status == 400 and "no longer works" in page
    code = life.sandbox.jira.oauth.code("maija", f"http://127.0.0.1:{life.bot.port}/jira/oauth_redirect")
    attempts = store(life).attempts
    atlassian = life.bot._opened.atlassian
    assert atlassian is not None
    state = await attempts.begin("T0SANDBOX", LEAD, "consent:workspace", now=atlassian.clock())
    back = f"http://127.0.0.1:{life.bot.port}/jira/oauth_redirect"
    async with aiohttp.ClientSession() as another:
        for given in (state, "guess", ""):
            async with another.get(back, params={"state": given, "code": code}) as answer:
                assert answer.status == 400 and "no longer works" in await answer.text()


async def test_of_several_sites_one_is_chosen(life: Connected) -> None:
    life.sandbox.jira.oauth.others.append(("another-cloud", "https://another.atlassian.net"))
    await life.at_home("jira_connect")
    await life.shown("jira_connect")
    status, page = await life.consent(life.way())
    assert status == 200 and "Which Jira site?" in page and "another.atlassian.net" in page
    assert "access-" not in page and "refresh-" not in page
    chosen = page.split('action="/jira/choose?')[1].split('"')[0].replace("&amp;", "&")
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(f"http://127.0.0.1:{life.bot.port}/jira/choose?{chosen}") as answer,
    ):
        assert answer.status == 200
        page = await answer.text()
    assert life.sandbox.jira_url in page and "another.atlassian.net" not in page
    assert await life.join(page) == {}
    await life.told("is connected")


async def test_the_webhook_of_a_connected_site_has_an_address_of_its_own(life: Connected) -> None:
    await connect(life)
    said = await life.told("/jira/webhook/")
    path = "/jira/webhook/" + said.split("/jira/webhook/")[1].split("'")[0]
    card = await life.card("PAY-15")
    life.sandbox.jira.webhooks.url = f"http://127.0.0.1:{life.bot.port}{path}"
    life.repair("PAY-15")
    await life.until(lambda: "is ready for" in card.text)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{life.bot.port}{path[:-1]}") as answer,
    ):
        assert answer.status == 401


async def test_another_workspaces_jira_is_not_followed(life: Connected) -> None:
    """The same link, in the workspace that connected it and in one that did not."""
    from bot.slack.reading.said import Said

    await connect(life)
    await life.told("is connected")
    here = Said("", (life.sandbox.link("PAY-12"),))
    mine = (await store(life).jira.connections.everywhere())[0].workspace
    owner, stranger = [await life.bot._opened.knowledge.current(one) for one in (mine, "T0OTHER")]
    assert [ref.key for ref in owner.tickets_in(here, asked=True)] == ["PAY-12"]
    assert stranger.sites == () and stranger.tickets_in(here, asked=True) == ()
    assert name_within("T0OTHER", life.sandbox.jira_url) != name_within(mine, life.sandbox.jira_url)

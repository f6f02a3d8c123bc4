"""Whose Jira account is paired with whose Slack: a link that is passed on pairs nobody, whichever way it is meant."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest
import sqlalchemy.event
from sqlalchemy import String

from bot.connecting.pairing import LENGTH, LETTERS, code_in, shown_code
from bot.connecting.requests import PERSON, WORKSPACE
from bot.store.tables.installation import attempts
from tests.bot.connecting.conftest import CODE, Connected
from tests.bot.conversation.conftest import CONTRACTOR, LEAD

TEAM = "T0SANDBOX"


async def begun(life: Connected, user: str, verb: str = "jira_link") -> str:
    """The link that a person is given in Slack."""
    await life.at_home(verb, user)
    await life.shown(verb, user)
    return life.way(user)


async def accounts(life: Connected, user: str) -> list[str]:
    return [one.name for one in await life.bot._store.jira.people.of(TEAM, user)]


async def test_somebody_who_follows_anothers_link_does_not_lend_them_their_account(given: Connected) -> None:
    """The asker sends the link to a victim, who goes on and says yes: the code is on the victim's page alone."""
    link = await begun(given, CONTRACTOR)
    status, page = await given.consent(link, "anders")
    assert status == 200 and "give the code to nobody" in page
    assert await accounts(given, CONTRACTOR) == await accounts(given, LEAD) == []
    guess = await given.sandbox.slack.users.submit(CONTRACTOR, {"code": "2222-2222"})
    assert "not one of yours" in guess["code"]
    assert await accounts(given, CONTRACTOR) == []


async def test_who_gets_hold_of_a_link_does_not_put_their_account_under_anothers_name(given: Connected) -> None:
    """The thief goes the way of somebody else's link: the code works in the Slack of that somebody alone."""
    link = await begun(given, LEAD)
    _, page = await given.consent(link, "anders")
    await begun(given, CONTRACTOR)
    assert "code" in await given.join(page, CONTRACTOR)
    assert await accounts(given, LEAD) == await accounts(given, CONTRACTOR) == []


async def test_a_code_of_a_person_connects_no_site_and_a_code_of_a_workspace_no_person(given: Connected) -> None:
    _, page = await given.consent(await begun(given, LEAD), "anders")
    await begun(given, LEAD, "jira_connect")
    assert "code" in await given.join(page)
    assert await given.bot._store.jira.connections.everywhere() == ()


async def test_a_code_counts_once_and_however_it_is_typed(given: Connected) -> None:
    _, page = await given.consent(await begun(given, LEAD), "anders")
    found = CODE.search(page)
    assert found
    typed = f" {found[0].lower().replace('-', ' ')}"
    assert await given.sandbox.slack.users.submit(LEAD, {"code": typed}) == {}
    await given.told("You are connected as Anders Lindqvist")
    assert await accounts(given, LEAD) == ["Anders Lindqvist"]
    connections = given.bot._composed.connections
    assert connections is not None
    pairing = connections.connects.pairing
    assert not await pairing.offered(TEAM, LEAD, PERSON, typed)
    assert await pairing.pair(TEAM, LEAD, PERSON, typed) is None


async def test_a_code_is_too_old_after_ten_minutes(given: Connected) -> None:
    _, page = await given.consent(await begun(given, LEAD), "anders")
    store, atlassian = given.bot._store, given.bot._opened.atlassian
    assert atlassian is not None
    async with store.engine.begin() as connection:
        old = atlassian.clock() - timedelta(minutes=11)
        await connection.execute(attempts.update().values(at=old))
    assert "older than ten minutes" in (await given.join(page))["code"]


@pytest.mark.parametrize("holds_a_code", [True, False])
async def test_who_may_no_longer_connect_sites_is_given_no_code_and_does_not_by_one_they_have(
    life: Connected, monkeypatch: pytest.MonkeyPatch, holds_a_code: bool
) -> None:
    link = await begun(life, LEAD, "jira_connect")
    page = (await life.consent(link))[1] if holds_a_code else ""

    async def nobody(*_: object, **__: object) -> bool:
        return False

    monkeypatch.setattr("bot.slack.people.SlackPeople.manages", nobody)
    if holds_a_code:
        assert await life.join(page) == {}
        await life.told("Only admins of this workspace")
    else:
        _, page = await life.consent(link)
        assert CODE.search(page) is None and "Only admins of the workspace can connect Jira" in page
    assert await life.bot._store.jira.connections.everywhere() == ()


async def test_the_pages_are_in_the_browsers_language(given: Connected) -> None:
    link = await begun(given, LEAD)
    asked = {"Accept-Language": "xx, fi-FI;q=0.9, en;q=0.5"}
    async with aiohttp.ClientSession() as browser, browser.get(link, headers=asked) as answer:
        page = await answer.text()
    assert '<html lang="fi">' in page and "Yhdistä Jira-tilisi Slackiin" in page


async def test_whoever_guesses_takes_no_turn_to_write(given: Connected) -> None:
    written: list[str] = []
    sqlalchemy.event.listen(
        given.bot._store.engine.sync_engine, "before_cursor_execute", lambda *told: written.append(str(told[2]))
    )
    base = f"http://127.0.0.1:{given.bot.port}/jira"
    async with aiohttp.ClientSession() as anybody:
        for path in ("oauth_redirect?state=guess&code=x", "connect?for=person&ticket=guess"):
            async with anybody.get(f"{base}/{path}") as answer:
                assert answer.status == 400
        for path in ("connect?for=person&ticket=guess", "choose?site=x&ticket=guess"):
            async with anybody.post(f"{base}/{path}") as answer:
                assert answer.status == 400
    about = [one for one in written if "attempts.mark" in one]
    assert about and all(one.startswith("SELECT") for one in about)


def test_a_code_has_no_letter_that_is_mistaken_for_another() -> None:
    assert not set("01IOL") & set(LETTERS) and len(set(LETTERS)) == 31
    assert code_in(shown_code("ABCD2345")) == "ABCD2345" and len(code_in("A" * 10_000)) == LENGTH


def test_what_an_attempt_is_for_fits_its_column() -> None:
    kind = attempts.c.purpose.type
    assert isinstance(kind, String) and kind.length is not None
    most = kind.length
    assert all(
        len(f"{step}:{purpose}") <= most
        for step in ("begin", "consent", "choose", "code")
        for purpose in (WORKSPACE, PERSON)
    )

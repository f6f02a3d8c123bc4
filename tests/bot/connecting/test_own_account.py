"""A person connects their own Jira account: what they confirm is theirs, and what they may see is asked as them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.jira.connected.own import OwnAccounts
from tests.bot.connecting.conftest import Connected
from tests.bot.conversation.conftest import LEAD, gaps_of

WHO = "anders"


async def linked(life: Connected, account: str = WHO) -> str:
    await life.at_home("jira_link")
    await life.shown("jira_link")
    status, page = await life.consent(life.way(), account)
    assert status == 200, page
    assert await life.join(page) == {}
    page += await life.told("You are connected as")
    life.sandbox.slack.workspace.modals.clear()
    return page


async def answered(life: Connected, key: str) -> None:
    card = await life.card(key)
    await life.press(card, "answer", gaps_of(card)[0])
    await life.shown("answer")
    assert await life.sandbox.slack.users.submit(LEAD, {"answer": "It takes an amount in cents."}) == {}
    await life.shown("change")


async def test_an_answer_is_written_by_the_persons_own_account_and_the_preview_says_so(given: Connected) -> None:
    assert "You are connected as Anders Lindqvist" in await linked(given)
    await answered(given, "PAY-15")
    assert "by your own Jira account: Anders Lindqvist" in given.said()
    assert await given.sandbox.slack.users.submit(LEAD) == {}
    await given.until(lambda: given.sandbox.jira.issue("PAY-15").history)
    assert given.sandbox.jira.issue("PAY-15").history[-1].author == WHO


async def test_who_lets_their_account_go_is_written_for_by_the_bot_again(given: Connected) -> None:
    await linked(given)
    await given.at_home("jira_unlink")
    await given.until(lambda: "handoff_jira_link" in given.buttons())
    await answered(given, "PAY-15")
    assert "your own Jira account" not in given.said()
    assert await given.sandbox.slack.users.submit(LEAD) == {}
    await given.until(lambda: given.sandbox.jira.issue("PAY-15").history)
    assert given.sandbox.jira.issue("PAY-15").history[-1].author == "handoff"


def accounts(given: Connected) -> OwnAccounts:
    opened, settings = given.bot._opened, given.bot._settings
    return OwnAccounts(opened.jira, opened.sites, opened.store.jira.people, settings.jira_gateway_url)


async def test_what_a_person_may_see_is_what_jira_gives_to_themselves(given: Connected) -> None:
    await linked(given, "tomas")
    own = accounts(given)
    workspace, site = (await given.bot._opened.sites.pairs())[0]
    assert await own.sight(workspace, LEAD, site, "PAY-12") == "sees"
    hidden = next(one.key for one in given.sandbox.jira.state.issues.values() if one.project == "OPS")
    assert await own.sight(workspace, LEAD, site, hidden) == "not"
    assert await own.sight(workspace, "U0NOBODY", site, "PAY-12") == "unchecked"


async def test_an_account_that_atlassian_takes_back_is_the_bots_again(given: Connected) -> None:
    await linked(given)
    given.sandbox.jira.oauth.revoke()
    workspace, site = (await given.bot._opened.sites.pairs())[0]
    assert await accounts(given).sight(workspace, LEAD, site, "PAY-12") == "unchecked"


async def test_consent_for_another_site_is_told_and_nothing_is_kept(given: Connected) -> None:
    given.sandbox.jira.oauth.url = "https://another.atlassian.net"
    await given.at_home("jira_link")
    await given.shown("jira_link")
    status, page = await given.consent(given.way(), WHO)
    assert status == 400 and "That was another Jira site" in page
    assert await given.bot._store.jira.people.of("T0SANDBOX", LEAD) == ()


async def test_no_token_stands_in_a_log_a_row_or_a_page(
    given: Connected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the bytes of both databases, of workspace's and person's tokens, and of the token that was typed."""
    page = await linked(given)
    await given.at_home("jira_connect")
    await given.shown("jira_connect")
    jira_site, oauth = given.sandbox.jira.site, given.sandbox.jira.oauth
    typed = {"url": given.sandbox.jira_url, "kind": "token", "email": jira_site.email, "token": jira_site.token}
    assert await given.sandbox.slack.users.submit(LEAD, typed) == {}
    page += await given.told("is connected")
    kept = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir() if file.is_file())
    told = kept.decode("latin-1") + page + str(capsys.readouterr())
    secrets = [jira_site.token, oauth.client_secret, *oauth._access, *oauth._refresh]
    assert len(secrets) == 4
    assert [secret for secret in secrets if secret in told] == []

"""Jira connected in a browser: an admin lets Atlassian ask, a card appears; a person answers in their own name."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.sandbox import Pace, Sandbox
from bot.sandbox.demo import started
from tests.e2e.acts import enter
from tests.e2e.conftest import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
OF_JIRA = ("HANDOFF_JIRA_URL", "HANDOFF_JIRA_EMAIL", "HANDOFF_JIRA_TOKEN", "HANDOFF_JIRA_AUTH")


@pytest_asyncio.fixture(loop_scope="session")
async def bare(monkeypatch: pytest.MonkeyPatch, chromium: str) -> AsyncIterator[Sandbox]:
    """The demo, with no Jira in the bot's settings."""
    whole = Sandbox.environment
    monkeypatch.setattr(Sandbox, "environment", lambda self: {k: v for k, v in whole(self).items() if k not in OF_JIRA})
    async with started(pace=Pace(ack=PATIENCE / 1000, trigger_life=PATIENCE / 1000)) as (running, _):
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def lead(browser: Browser, bare: Sandbox) -> AsyncIterator[Page]:
    found = await browser.new_page(viewport={"width": 1280, "height": 860})
    found.set_default_timeout(PATIENCE)
    await found.goto(bare.page_url)
    yield found
    await found.close()


async def consent(page: Page, press: str, account: str) -> Page:
    """Press a button of Home, go the whole way to Atlassian's page and back, and type the code of the last page; that page."""
    await enter(page, "handoff: Home")
    await page.locator("#main button", has_text=press).first.click()
    async with page.context.expect_page() as opened:
        await page.locator("#modal button", has_text="Continue at Atlassian").click()
    way = await opened.value
    way.set_default_timeout(PATIENCE)
    await way.get_by_role("button", name="Continue at Atlassian").click()
    await way.select_option("select", label=account)
    await way.get_by_role("button", name="Accept").click()
    code = (await way.locator("h1").inner_text()).removeprefix("Your code: ")
    await page.locator("#modal input").first.fill(code)
    await page.locator("#modal button[type=submit]").click()
    await expect(page.locator("#modal")).to_contain_text("connected")
    await page.keyboard.press("Escape")
    return way


async def test_an_admin_connects_a_site_and_a_person_answers_in_their_own_name(lead: Page, bare: Sandbox) -> None:
    done = await consent(lead, "Connect Jira", "handoff (service account)")
    await expect(done.locator("main")).to_contain_text("for the whole workspace as handoff (service account)")
    await done.close()
    await expect(lead.locator("#main")).to_contain_text("connected from here")
    mine = await consent(lead, "Connect my Jira account", "Maija Virtanen")
    await expect(mine.locator("main")).to_contain_text("as Maija Virtanen, the account you approved with")
    await mine.close()
    await expect(lead.locator("#main")).to_contain_text("in your own name: Maija Virtanen")

    await lead.get_by_role("navigation").get_by_role("button", name="payments").first.click()
    await lead.fill("#main .composer textarea", bare.link("PAY-18"))
    await lead.keyboard.press("Enter")
    await lead.locator("#main .message:not(.only-you)", has_text="PAY-18").last.locator("button.replies").click()
    await lead.locator("#thread .block-actions button", has_text="Answer").first.click()
    modal = lead.locator("#modal")
    await modal.locator("textarea").fill("It takes an amount in cents and answers 201.")
    await modal.locator("button[type=submit]").click()
    await expect(modal).to_contain_text("your own Jira account: Maija Virtanen")
    await modal.locator("button[type=submit]").click()
    await expect(modal).to_contain_text("Your answer is in PAY-18")
    assert bare.jira.issue("PAY-18").history[-1].author == "maija"

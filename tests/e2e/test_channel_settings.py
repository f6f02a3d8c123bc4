"""A channel's settings in a browser: what they would do is shown while they are chosen, and what was typed stays."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.sandbox import Sandbox
from tests.e2e.acts import opened, pressed, send
from tests.e2e.test_conversation_stories import ANSWER

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_what_settings_would_do_follows_each_choice(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("PAY-15"))
    await send(page, "/handoff settings")
    modal = page.locator("#modal")
    await expect(modal).to_contain_text("With these settings, the last tickets here:")
    await expect(modal).to_contain_text("a link gets a card")
    await modal.locator("textarea").fill("project = PAY AND labels = typed")
    await modal.get_by_label("Two lines, with the first edit").check()
    await expect(modal).to_contain_text("a link gets two lines")
    await expect(modal.locator("textarea")).to_have_value("project = PAY AND labels = typed")
    await modal.get_by_label("Only when somebody asks me").check()
    await expect(modal).to_contain_text("only answered when somebody asks")
    await page.keyboard.press("Escape")


async def test_an_answer_that_landed_is_undone(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("WEB-4"))
    issue = sandbox.jira.issue("WEB-4")
    before = (issue.description.as_wiki(), issue.criteria.as_wiki())
    await pressed(page, "Answer").click()
    modal = page.locator("#modal")
    await modal.locator("textarea").fill(ANSWER)
    await modal.locator("button[type=submit]").click()
    await expect(modal).to_contain_text("Nothing is written until you confirm")
    await modal.locator("button[type=submit]").click()
    await expect(modal).to_contain_text("Your answer is in WEB-4")
    assert (issue.description.as_wiki(), issue.criteria.as_wiki()) != before
    await page.keyboard.press("Escape")
    undo = page.locator(".only-you", has_text="You can undo it here").last
    await undo.locator("button", has_text="Undo").click()
    await expect(page.locator("body")).to_contain_text("WEB-4 stands as you chose")
    assert (issue.description.as_wiki(), issue.criteria.as_wiki()) == before

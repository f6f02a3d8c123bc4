"""The page can be used by keyboard, on a phone, and in the dark."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from bot.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

UNNAMED = """() => [...document.querySelectorAll('button, a, input, select, textarea')]
  .filter((e) => e.checkVisibility())
  .filter((e) => !(e.innerText?.trim() || e.ariaLabel || e.labels?.length || e.getAttribute('aria-labelledby')))
  .map((e) => e.outerHTML)"""


async def test_everything_that_can_be_used_has_a_name(page: Page) -> None:
    await expect(page.locator("#main .composer")).to_be_visible()
    assert await page.evaluate(UNNAMED) == []
    await page.get_by_role("navigation").get_by_role("button", name="Tickets").click()
    await page.get_by_role("button", name="PAY-18", exact=True).click()
    assert await page.evaluate(UNNAMED) == []


async def test_a_card_is_reached_and_pressed_by_keyboard_alone(page: Page, sandbox: Sandbox) -> None:
    await page.locator("#main .composer textarea").focus()
    await page.keyboard.type(sandbox.link("WEB-7"))
    await page.keyboard.press("Enter")
    replies = page.locator("#main .message", has_text="WEB-7").last.locator("button.replies")
    await expect(replies).to_be_visible()
    await replies.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#thread .role-bot").first).to_be_visible()
    await expect(page.locator("#thread textarea")).to_be_focused()
    again = page.locator("#thread").get_by_role("button", name="Re-check").last
    for _ in range(20):
        await page.keyboard.press("Shift+Tab")
        if await again.evaluate("(button) => button === document.activeElement"):
            break
    checks = sandbox.jira.calls.count("GET /rest/api/3/issue/WEB-7")
    await page.keyboard.press("Enter")
    await sandbox.slack.workspace.until(lambda: sandbox.jira.calls.count("GET /rest/api/3/issue/WEB-7") > checks)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_a_card_without_scrolling_sideways(browser: Browser, sandbox: Sandbox, scheme: str) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    await page.goto(sandbox.page_url)
    await page.get_by_label("Message #payments").fill(sandbox.link("PAY-18"))
    await page.get_by_role("button", name="Send").click()
    await page.locator("#main .message", has_text="PAY-18").last.locator("button.replies").click()
    await expect(page.locator("#thread .role-bot").first).to_be_visible()
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    await page.get_by_role("button", name="Close thread").click()
    await page.get_by_role("button", name="Show channels").click()
    await page.get_by_role("navigation").get_by_role("button", name="Tickets").click()
    await expect(page.get_by_role("heading", name="Tickets")).to_be_visible()
    table = page.locator(".tickets .wide")
    assert await table.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0
    await page.get_by_role("button", name="Show channels").click()
    await page.get_by_role("navigation").get_by_role("button", name="# payments").click()
    await expect(page.get_by_label("Message #payments")).to_be_visible()
    await page.close()

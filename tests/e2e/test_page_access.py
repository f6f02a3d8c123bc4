"""The page can be used by keyboard, on a phone, and in the dark."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.async_api import Browser, Page, expect

from bot.sandbox import Sandbox
from tests.e2e.acts import enter

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

UNNAMED = """() => [...document.querySelectorAll('button, a, input, select, textarea')]
  .filter((e) => e.checkVisibility())
  .filter((e) => !(e.innerText?.trim() || e.ariaLabel || e.labels?.length || e.getAttribute('aria-labelledby')))
  .map((e) => e.outerHTML)"""

HEADINGS = "(part) => [...document.querySelectorAll(`${part} :is(h1, h2, h3, h4)`)].map((e) => Number(e.tagName[1]))"
SMALL = """() => [...document.querySelectorAll('button, summary, select')].filter((e) => e.checkVisibility())
  .filter((e) => { const box = e.getBoundingClientRect(); return box.width < 24 || box.height < 24; }).map((e) => e.outerHTML)"""
HELD = "() => document.activeElement.closest('#side, #main, #thread, #modal')?.id"
FAINT = """() => {
  const light = (rgb) => rgb.match(/\\d+/g).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const back = (e) => {
    const painted = getComputedStyle(e).backgroundColor;
    return e.parentElement && /, 0\\)/.test(painted) ? back(e.parentElement) : painted;
  };
  return [...document.querySelectorAll('button, label, a, p, h1, h2, li > span, td')].filter((e) => e.checkVisibility()).filter((e) => {
    const [high, low] = [light(getComputedStyle(e).color), light(back(e))].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05) < 4.5;
  }).map((e) => e.outerHTML);
}"""


async def test_everything_that_can_be_used_has_a_name(page: Page) -> None:
    await expect(page.locator("#main .composer")).to_be_visible()
    assert await page.evaluate(UNNAMED) == []
    await enter(page, "Tickets")
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


async def test_who_works_by_keyboard_is_never_put_back_to_the_beginning(page: Page, sandbox: Sandbox) -> None:
    """Each step leaves the focus where the person goes on, also where what was pressed is drawn anew or is gone."""
    await page.locator("#main .composer textarea").fill(sandbox.link("PAY-15"))
    await page.keyboard.press("Enter")
    replies = page.locator("#main .message", has_text=sandbox.link("PAY-15")).last.locator("button.replies")
    await replies.press("Enter")
    why = page.locator("#thread").get_by_role("button", name="Why").last
    await why.press("Enter")
    await expect(page.locator("#modal")).to_contain_text("What it checks")
    assert await page.evaluate(HELD) == "modal"
    await page.keyboard.press("Escape")
    await expect(why).to_be_focused()
    await page.get_by_role("button", name="Close thread").press("Enter")
    await expect(replies).to_be_focused()
    tickets = page.get_by_role("navigation").get_by_role("button", name="Tickets")
    await tickets.press("Enter")
    await expect(tickets).to_be_focused()
    await page.get_by_role("button", name="PAY-15", exact=True).press("Enter")
    assert await page.evaluate(HELD) == "main"


async def test_a_form_that_follows_a_wait_takes_the_focus(page: Page, sandbox: Sandbox) -> None:
    await page.locator("#main .composer textarea").fill(sandbox.link("PAY-18"))
    await page.keyboard.press("Enter")
    await page.locator("#main .message", has_text="PAY-18").last.locator("button.replies").press("Enter")
    await page.locator("#thread").get_by_role("button", name="Answer").first.press("Enter")
    await expect(page.locator("#modal textarea")).to_be_focused()
    await page.keyboard.press("Escape")


async def test_headings_come_in_order(page: Page) -> None:
    places = page.get_by_role("navigation")
    for place in ("# payments", "handoff: Home", "Tickets"):
        await places.get_by_role("button", name=place).click()
        await expect(page.locator("#main h1")).to_be_visible()
        levels = await page.evaluate(HEADINGS, "#main")
        assert levels[0] == 1
        assert all(after - before < 2 for before, after in pairwise(levels)), place


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_what_is_behind_them(browser: Browser, sandbox: Sandbox, scheme: str) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme=scheme)  # type: ignore[arg-type]
    await page.goto(sandbox.page_url)
    places = page.get_by_role("navigation")
    for place in ("# payments", "handoff: Home", "Tickets"):
        await places.get_by_role("button", name=place).click()
        assert await page.evaluate(FAINT) == [], place
    await page.get_by_role("button", name="PAY-18", exact=True).click()
    assert await page.evaluate(FAINT) == []
    await page.close()


async def test_a_small_window_shows_a_thread_in_place_of_its_channel(browser: Browser, sandbox: Sandbox) -> None:
    page = await browser.new_page(viewport={"width": 768, "height": 900})
    await page.goto(sandbox.page_url)
    await page.get_by_label("Message #payments").fill(sandbox.link("PAY-18"))
    await page.get_by_role("button", name="Send").click()
    await page.locator("#main .message", has_text="PAY-18").last.locator("button.replies").click()
    await expect(page.locator("#thread .role-bot").first).to_be_visible()
    await expect(page.locator("#main")).to_be_hidden()
    assert await page.locator("#thread").evaluate("(thread) => thread.clientWidth") > 500
    await page.close()


async def test_what_is_pressed_on_the_narrowest_phone_is_large_enough_and_every_word_is_seen(
    browser: Browser, sandbox: Sandbox
) -> None:
    """24 pixels each way (WCAG 2.2, 2.5.8), at the 320 to which 400 percent bring a screen of 1280 (1.4.10)."""
    page = await browser.new_page(viewport={"width": 320, "height": 640})
    await page.goto(sandbox.page_url)
    composer = page.get_by_label("Message #payments")
    await composer.fill("/handoff help")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Dismiss message").last).to_be_visible()
    await composer.fill("")
    assert await composer.evaluate("(field) => field.scrollHeight <= field.clientHeight"), "its name is cut off"
    for place in ("# payments", "handoff: Home", "Tickets"):
        await page.get_by_role("button", name="Show channels").click()
        await enter(page, place)
        await expect(page.locator("#main h1")).to_be_visible()
        assert await page.evaluate(SMALL) == [], place
    await page.get_by_role("button", name="PAY-18", exact=True).click()
    assert await page.evaluate(SMALL) == []
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    await page.close()


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
    await enter(page, "Tickets")
    await expect(page.get_by_role("heading", name="Tickets")).to_be_visible()
    table = page.locator(".tickets .wide")
    assert await table.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0
    await page.get_by_role("button", name="Show channels").click()
    await enter(page, "# payments")
    await expect(page.get_by_label("Message #payments")).to_be_visible()
    await page.close()

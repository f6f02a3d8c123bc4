"""What a person does on the sandbox's page, as several stories have it."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect


async def send(page: Page, text: str) -> None:
    await page.fill("#main .composer textarea", text)
    await page.keyboard.press("Enter")


async def enter(page: Page, place: str) -> None:
    await page.get_by_role("navigation").get_by_role("button", name=place).click()


async def become(page: Page, name: str) -> None:
    whole = await page.locator("#who option", has_text=name).inner_text()  # waits until the page has its people
    await page.select_option("#who", label=whole)


async def opened(page: Page, url: str) -> None:
    """Paste a link and open the thread of its card."""
    await send(page, url)
    said = page.locator("#main .message:not(.only-you)", has_text=url).last
    await said.locator("button.replies").click()
    await expect(page.locator("#thread .role-bot").first).to_be_visible()


def pressed(page: Page, words: str) -> Locator:
    """A button of the open thread."""
    return page.locator("#thread .block-actions button", has_text=words).first

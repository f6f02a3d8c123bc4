"""Takes the pictures of the documentation anew: `python -m tests.e2e.pictures` (needs Chromium)."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

from bot.sandbox import Sandbox
from bot.sandbox.demo import started
from tests.e2e.acts import send
from tests.e2e.conftest import ARGUMENTS

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "images"


async def open_page(browser: Browser, sandbox: Sandbox) -> Page:
    page = await browser.new_page(viewport={"width": 1160, "height": 960}, color_scheme="light")
    await page.goto(sandbox.page_url)
    await page.locator("#main .composer").wait_for()
    return page


async def paste(page: Page, url: str) -> None:
    await send(page, url)
    await page.locator("#main .message", has_text=url).last.get_by_role("button", name="repl").click()
    await page.locator("#thread .role-bot").last.wait_for()
    await rest(page)


async def rest(page: Page) -> None:
    """Away with pointer and focus, and let what moves come to rest."""
    await page.mouse.move(5, 400)
    await page.evaluate("document.activeElement.blur()")
    await page.wait_for_timeout(1200)


async def shoot(part: Locator, name: str) -> None:
    """The part alone, so that its words can be read on a phone."""
    await part.screenshot(path=FOLDER / f"{name}.png")


async def main() -> None:
    path = shutil.which("chromium") or sys.exit(
        "Chromium is absent. Install it, for example `apt-get install chromium`."
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with started() as (sandbox, _), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        desk = await open_page(browser, sandbox)
        await paste(desk, f"Can Tomás start on {sandbox.link('PAY-18')} tomorrow?")
        await shoot(desk.locator("#thread"), "card")
        await desk.get_by_role("button", name="Close thread").click()
        await send(desk, "/handoff digest mon 09:00 Europe/Helsinki")
        await desk.locator("#main .only-you").last.wait_for()
        await send(desk, "/handoff digest now")
        posted = desk.locator("#main .message:not(.only-you)", has_text="Ready to hand off?").locator(".blocks")
        await posted.wait_for()
        await rest(desk)
        await shoot(posted, "digest")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())

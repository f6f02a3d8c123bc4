"""The weekly digest, in a browser, with the real bot behind: previewed, scheduled, posted, paged, as files."""

from __future__ import annotations

import codecs
from functools import partial

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox import Sandbox
from tests.e2e.acts import send

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def answer(page: Page, words: str) -> Locator:
    found = page.locator("#main .only-you", has_text=words).last
    await expect(found).to_be_visible()
    return found


async def digest(page: Page) -> Locator:
    """The digest of today, asked for when nobody did before."""
    if not await page.locator("#main .message:not(.only-you)", has_text="Ready to hand off?").count():
        await send(page, "/handoff digest mon 09:00 Europe/Helsinki")
        await answer(page, "Monday at 09:00 (Europe/Helsinki)")
        await send(page, "/handoff digest now")
    found = page.locator("#main .message:not(.only-you)", has_text="Ready to hand off?").last
    await expect(found).to_be_visible()
    return found


def content(sandbox: Sandbox, name: str) -> bytes:
    """Of the file with this name; nothing until it was handed in."""
    files = (file for file in sandbox.slack.workspace.files.values() if file["name"] == name)
    found = next(files, {}).get("content", b"")
    assert isinstance(found, bytes)
    return found


async def test_a_preview_is_seen_by_whoever_asks_alone(page: Page, sandbox: Sandbox) -> None:
    before = len(sandbox.slack.messages("C0PAYMENTS"))
    await send(page, "/handoff digest preview")
    preview = await answer(page, "Preview, for your eyes only")
    await expect(preview).to_contain_text("Ready to hand off?")
    await expect(preview).to_contain_text("If it had run before, on the tickets that are open today:")
    await expect(preview).to_contain_text("1 became ready")
    assert len(sandbox.slack.messages("C0PAYMENTS")) == before
    assert sandbox.slack.whispers("U0CONTRACTOR") == []


async def test_a_digest_is_scheduled_paused_and_resumed(page: Page) -> None:
    await send(page, "/handoff digest wed 08:30 Europe/Berlin project = PAY")
    said = await answer(page, "Wednesday at 08:30 (Europe/Berlin)")
    await expect(said).to_contain_text("project = PAY")
    await send(page, "/handoff digest pause")
    await answer(page, "It is paused")
    await send(page, "/handoff digest resume")
    await expect(page.locator("#main .only-you").last).to_contain_text("The next one is on")


async def test_a_posted_digest_has_its_picture_its_list_and_its_files(page: Page, sandbox: Sandbox) -> None:
    posted = await digest(page)
    picture = posted.locator("img")
    await expect(picture).to_be_visible()
    assert "ready" in (await picture.get_attribute("alt") or "")
    assert await picture.evaluate("image => image.complete && image.naturalWidth") == 800

    await posted.get_by_role("button", name="All tickets").click()
    modal = page.locator("#modal")
    await expect(modal).to_contain_text("PAY-")
    await page.keyboard.press("Escape")

    for button, name in (("As a file", "tickets.csv"), ("Assess the project", "assessment.html")):
        await posted.get_by_role("button", name=button).click()
        await sandbox.slack.workspace.until(partial(content, sandbox, name))
    assert content(sandbox, "tickets.csv").startswith(codecs.BOM_UTF8 + b'"key","title","verdict"')
    assert content(sandbox, "assessment.html").startswith(b"<!doctype html>")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_the_digest_without_scrolling_sideways(
    page: Page, browser: Browser, sandbox: Sandbox, scheme: str
) -> None:
    await digest(page)
    phone = await browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    await phone.goto(sandbox.page_url)
    picture = phone.locator("#main .message img").last
    await expect(picture).to_be_visible()
    wide = await phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    assert await picture.evaluate("image => image.getBoundingClientRect().right <= innerWidth")
    await phone.close()

"""The tutorial, step by step as it stands on its page: what it says will happen happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.sandbox import Sandbox
from tests.e2e.acts import enter, send

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGE = (Path(__file__).resolve().parents[2] / "docs/tutorial/first-ticket.md").read_text(encoding="utf-8")
_, ANSWER, ADDITION = re.findall(r"```(?:sh)?\n(.*?)\n```", PAGE, re.DOTALL)


async def test_a_newcomer_who_does_what_the_tutorial_says_sees_what_it_says(page: Page, sandbox: Sandbox) -> None:
    guide = page.locator(".guide")
    await guide.get_by_role("button", name="Paste a ticket's link").click()
    await page.keyboard.press("Enter")
    await page.locator("#main button.replies").click()
    card = page.locator("#thread .messages > li").nth(1)
    await expect(card).to_contain_text("PAY-18 is nearly ready for a contractor: 3 gaps.")

    await card.get_by_role("button", name="Answer").first.click()
    modal = page.locator("#modal")
    await modal.locator("textarea").fill(ANSWER)
    for button, then in (
        ("Show the change", "Nothing is written until you confirm"),
        ("Write to Jira", "is in PAY-18 now"),
    ):
        await modal.get_by_role("button", name=button).click()
        await expect(modal).to_contain_text(then)
    await page.keyboard.press("Escape")
    await expect(card).to_contain_text("PAY-18 is nearly ready for a contractor: 2 gaps.")
    await expect(page.locator("#thread .only-you").get_by_role("button", name="Undo")).to_be_visible()

    await enter(page, "Tickets")
    await page.get_by_role("button", name="PAY-18", exact=True).click()
    await page.fill("#t-description", f"{await page.input_value('#t-description')}\n\n{ADDITION}")
    await page.get_by_role("button", name="Save").click()
    await enter(page, "# payments")
    await page.locator("#main button.replies").click()
    await expect(card).to_contain_text("PAY-18 is ready for a contractor.")
    for offered in ("Handed off", "Make the brief"):
        await expect(card.get_by_role("button", name=offered)).to_be_visible()

    await guide.locator("summary").click()
    await guide.get_by_role("button", name="Ask for yourself alone").click()
    await page.keyboard.press("Enter")
    answer = page.locator("#main .only-you").last
    await expect(answer).to_contain_text("PAY-15 is not ready for a contractor")
    await expect(answer).to_contain_text("do the same as last time, you know what I mean")
    await send(page, "/handoff PAY-12 for agent")
    await expect(page.locator("#main .only-you").last).to_contain_text("PAY-12 is ready for an AI agent")


async def test_a_stranger_in_a_shared_channel_is_told_nothing_of_a_ticket(page: Page, sandbox: Sandbox) -> None:
    whole = await page.locator("#who option", has_text="Sam from Elsewhere").inner_text()
    await page.select_option("#who", label=whole)
    await enter(page, "# shared-elsewhere")
    await send(page, "/handoff PAY-18")
    answer = page.locator("#main .only-you").last
    await expect(answer).to_contain_text("People outside your organisation may read this channel")
    await expect(answer).not_to_contain_text("ready")

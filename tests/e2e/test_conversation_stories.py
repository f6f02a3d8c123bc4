"""A card's life in a browser: gaps answered from Slack, the card kept true, the ticket asked about, handed off, muted."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.sandbox import Sandbox
from tests.e2e.acts import opened, pressed

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ANSWER = (
    'It takes {"payment_id": "pay_4711", "amount": "49.90"} and answers 201 with {"id": "re_81", "state": "requested"}; '
    "an unknown payment is answered with status 404, a wrong amount with status 400."
)


async def test_an_answer_is_shown_confirmed_and_lands_in_the_ticket(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("PAY-18"))
    before = sandbox.jira.issue("PAY-18").description.as_wiki() or ""
    await pressed(page, "Answer").click()
    modal = page.locator("#modal")
    await modal.locator("textarea").fill(ANSWER)
    await modal.locator("button[type=submit]").click()
    await expect(modal).to_contain_text("Nothing is written until you confirm")
    assert sandbox.jira.issue("PAY-18").description.as_wiki() == before
    await modal.locator("button[type=submit]").click()
    await expect(modal).to_contain_text("Your answer is in PAY-18")
    after = sandbox.jira.issue("PAY-18").description.as_wiki() or ""
    assert ANSWER in after
    assert after.startswith(before[:200])
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_contain_text("Closed")


async def test_a_card_follows_an_edit_in_jira_by_itself(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("WEB-13"))
    card = page.locator("#thread .messages > li").nth(1)
    await expect(card).to_contain_text("Blocked by PAY-18")
    sandbox.jira.edit("WEB-13", by="maija", links=[])
    await expect(card.locator("del")).to_contain_text(["Blocked by PAY-18"])
    assert await page.locator("#thread .messages > li").count() <= 3, "the card itself, and at most one line of news"


async def test_who_can_answer_is_asked_by_name(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("PAY-15"))
    await pressed(page, "Ask who can answer").click()
    await expect(page.locator("#thread .messages .mention", has_text="@anders")).to_be_visible()


async def test_a_ticket_is_handed_off_and_its_card_says_so(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("PAY-21"))
    await pressed(page, "Handed off").click()
    modal = page.locator("#modal")
    await modal.locator("select").select_option("U0CONTRACTOR")
    await modal.locator("button[type=submit]").click()
    await expect(page.locator("#thread")).to_contain_text("Handed off")


async def test_a_brief_is_a_file_in_the_thread(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("PAY-12"))
    await pressed(page, "rief").click()
    file = page.locator("#thread .file a")
    await expect(file).to_be_visible()
    found = next(f for f in sandbox.slack.workspace.files.values() if str(f["name"]).startswith("PAY-12"))
    assert b"POST /payments/{id}/cancel" in bytes(found["content"])  # type: ignore[arg-type]


async def test_a_muted_thread_is_silent_until_it_is_undone(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("WEB-4"))
    await pressed(page, "Mute this thread").click()
    told = page.locator("#thread .only-you").last
    await expect(told).to_contain_text("silent in this thread")
    await told.get_by_role("button", name="Undo").click()
    await expect(page.locator("#thread .only-you").last).not_to_contain_text("silent in this thread from now on")


async def test_the_global_shortcut_asks_for_a_ticket_anywhere(page: Page, sandbox: Sandbox) -> None:
    await page.get_by_label("Shortcuts").click()
    await page.locator(".composer .menu-items button").first.click()
    modal = page.locator("#modal")
    await expect(modal).to_be_visible()
    await modal.locator("input[type=text], textarea").first.fill(sandbox.link("WEB-11"))
    await modal.locator("button[type=submit]").click()
    await expect(modal).to_contain_text("WEB-11 is")


async def test_a_reply_is_taken_as_the_answer(page: Page, sandbox: Sandbox) -> None:
    await opened(page, sandbox.link("WEB-7"))
    reply = "Only the customer who placed the order may load it; anyone else gets status 403."
    await page.fill("#thread .composer textarea", reply)
    await page.keyboard.press("Enter")
    said = page.locator("#thread .message", has_text=reply)
    await said.hover()
    await said.get_by_label("More actions for this message").click()
    await said.get_by_role("button", name="answer").click()
    modal = page.locator("#modal")
    await expect(modal.locator("textarea")).to_have_value(reply)

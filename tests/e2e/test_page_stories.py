"""A newcomer's first minutes, in a browser, with the real bot behind."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.async_api import Page, expect

from bot.sandbox import Sandbox
from tests.e2e.acts import become, enter, send
from tests.fakes.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def open_thread(page: Page, key: str) -> None:
    """The thread under the latest message that names this ticket and has answers."""
    said = page.locator("#main .message:not(.only-you)", has_text=key)
    await said.last.get_by_role("button", name="repl").click()


async def paste(page: Page, url: str) -> None:
    """Send a ticket's link and open the thread under it."""
    await send(page, url)
    await open_thread(page, url.rsplit("/", 1)[1])


def gaps(card: str) -> int:
    """How many gaps the headline counts; none when the ticket is ready."""
    counted = re.search(r"PAY-15 .*?: (\d+) gap", card)
    return int(counted[1]) if counted else 0


async def test_a_pasted_link_gets_its_verdict_in_the_thread_and_recheck_turns_after_an_edit(
    page: Page, sandbox: Sandbox
) -> None:
    await paste(page, sandbox.link("PAY-15"))
    card = page.locator("#thread .messages > li").nth(1)
    await expect(card).to_contain_text("PAY-15")
    before = await card.locator(".content").inner_text()

    await enter(page, "Tickets")
    await page.get_by_role("button", name="PAY-15", exact=True).click()
    await page.fill("#t-summary", "Let support cancel a pending payment")
    await page.fill("#t-description", sandbox.jira.issue("PAY-12").description.as_wiki() or "")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#notice")).to_contain_text("saved")

    await enter(page, "# payments")
    await open_thread(page, "PAY-15")
    await card.get_by_role("button", name="Re-check").click()
    await expect(card).to_contain_text("Closed")
    after = await card.locator(".content").inner_text()
    assert gaps(after) < gaps(before)
    assert await page.locator("#thread .messages > li").count() == 2, "the card is updated, not posted again"


async def test_handoff_answers_the_asker_alone_and_can_be_shared(page: Page, sandbox: Sandbox) -> None:
    await send(page, "/handoff PAY-12 for agent")
    answer = page.locator("#main .only-you").last
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("PAY-12")
    assert sandbox.slack.whispers("U0CONTRACTOR") == []

    before = len(sandbox.slack.messages("C0PAYMENTS"))
    await answer.get_by_role("button", name="Share").click()
    shared = page.locator("#main .message:not(.only-you)", has_text="PAY-12").last
    await expect(shared.get_by_role("button", name="Re-check")).to_be_visible()
    assert len(sandbox.slack.messages("C0PAYMENTS")) == before + 1


async def test_what_comes_after_a_tall_answer_is_in_view(page: Page) -> None:
    await page.set_viewport_size({"width": 1280, "height": 600})
    await send(page, "/handoff PAY-1")
    await expect(page.locator("#main .only-you", has_text="PAY-1 is nearly ready").last).to_be_in_viewport()
    await send(page, "/handoff rubbish")
    await expect(page.locator("#main .only-you", has_text="I found no ticket in that").last).to_be_in_viewport()


async def test_a_digest_is_ordered_and_posted_now(page: Page) -> None:
    await send(page, "/handoff digest mon 09:00 Europe/Helsinki")
    await expect(page.locator("#main .only-you").last).to_contain_text("Monday at 09:00 (Europe/Helsinki)")
    await send(page, "/handoff digest now")
    digest = page.locator("#main .message:not(.only-you)", has_text="Ready to hand off?").last
    await expect(digest).to_contain_text("ready")


async def test_why_opens_the_rules_page(page: Page, sandbox: Sandbox) -> None:
    await paste(page, sandbox.link("WEB-13"))
    await page.locator("#thread button", has_text="Why?").first.click()
    modal = page.locator("#modal")
    await expect(modal).to_be_visible()
    await expect(modal).to_contain_text("Why it matters")
    await page.keyboard.press("Escape")
    await expect(modal).to_be_hidden()


def calls_beyond(sandbox: Sandbox, before: int) -> int:
    """How many calls more than so many reached Slack and Jira."""
    return sandbox.slack.calls.total + sandbox.jira.calls.total - before


async def test_every_button_of_a_card_does_something(page: Page, sandbox: Sandbox) -> None:
    await paste(page, sandbox.link("PAY-18"))
    card = page.locator("#thread .messages > li").nth(1)
    await expect(card.get_by_role("button", name="Re-check")).to_be_visible()
    idle = []
    for words in dict.fromkeys(await card.locator(".block-actions button").all_inner_texts()):
        asked_again = partial(calls_beyond, sandbox, calls_beyond(sandbox, 0))
        await card.locator(".block-actions button", has_text=words).first.click()
        try:
            await sandbox.slack.workspace.until(asked_again, PATIENCE)
        except TimeoutError:
            idle.append(words)
        await expect(page.locator("[aria-busy]")).to_have_count(0)
        if sandbox.slack.workspace.modals.get("U0LEAD"):
            await expect(page.locator("#modal")).to_be_visible()
            await page.keyboard.press("Escape")
            await expect(page.locator("#modal")).to_be_hidden()
    assert idle == []


async def test_a_message_shortcut_judges_what_the_message_names(page: Page, sandbox: Sandbox) -> None:
    await enter(page, "# watercooler")
    await send(page, sandbox.link("WEB-11"))
    message = page.locator("#main .message").last
    await message.hover()
    await message.get_by_label("More actions for this message").click()
    await message.get_by_role("button", name="Check for hand-off").click()
    await expect(page.locator("#main .only-you, button.replies").last).to_be_visible()


async def test_a_link_in_a_quiet_channel_is_left_alone(page: Page, sandbox: Sandbox) -> None:
    await enter(page, "# watercooler")
    before = len(sandbox.slack.messages("C0QUIET"))
    await send(page, sandbox.link("PAY-23"))
    await expect(page.locator("#main .message").last).to_contain_text("PAY-23")
    await sandbox.slack.core.delivery.idle()
    await enter(page, "# payments")
    await send(page, "/handoff help")
    await expect(page.locator("#main .only-you").last).to_contain_text("/handoff")
    assert len(sandbox.slack.messages("C0QUIET")) == before


async def test_a_channel_shared_with_others_shows_no_ticket_text(page: Page, sandbox: Sandbox) -> None:
    await enter(page, "# shared-elsewhere")
    await send(page, "@handoff PAY-21")
    await expect(page.locator("#main .only-you").last).to_contain_text("PAY-21")
    await become(page, "Sam")
    await enter(page, "# shared-elsewhere")
    await expect(page.locator("#main .messages")).not_to_contain_text("malformed")
    assert sandbox.slack.messages("C0SHARED") == []


async def test_a_poisoned_ticket_draws_no_link_and_no_mention(page: Page, sandbox: Sandbox) -> None:
    await send(page, "/handoff PAY-33")
    answer = page.locator("#main .only-you").last
    await expect(answer).to_contain_text("PAY-33")
    assert await answer.locator(".mention").count() == 0
    links = await answer.locator("a").evaluate_all("all => all.map((a) => a.href)")
    assert [link for link in links if not link.startswith(sandbox.jira_url)] == []


async def test_the_home_tab_is_drawn_for_whoever_opens_it(page: Page) -> None:
    await enter(page, "handoff: Home")
    await expect(page.locator(".home-body .blocks")).to_be_visible()


@pytest.mark.parametrize(
    ("words", "answer"), [("@handoff hello", "Name a Jira ticket"), ("@handoff XYZ-1", "no project")]
)
async def test_a_mention_that_names_no_ticket_is_answered_where_it_is_seen(page: Page, words: str, answer: str) -> None:
    await send(page, words)
    await expect(page.locator("#main .only-you").last).to_contain_text(answer)


async def test_an_invited_bot_says_hello_once(page: Page, sandbox: Sandbox) -> None:
    await enter(page, "# no-bot-here")
    await page.get_by_role("button", name="Invite handoff").click()
    await expect(page.locator("#main .messages")).to_contain_text("/handoff on")
    assert len(sandbox.slack.messages("C0NOBOT")) == 1

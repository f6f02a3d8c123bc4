"""The assessment is one file: a browser without a network shows all of it, on screen and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.async_api import Browser

from bot.cli import main

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ISSUE = '{{"key": "PAY-{number}", "fields": {{"summary": "Add refunds <b>now</b>", "issuetype": {{"name": "Story"}}, "description": "{text}"}}}}'
TEXTS = ("Make it better.", "Customers wait days for a refund. Add POST /refunds with an amount in cents.")


async def test_a_browser_without_a_network_shows_the_whole_page(browser: Browser, tmp_path: Path) -> None:
    export, page_file = tmp_path / "export.jsonl", tmp_path / "assessment.html"
    export.write_text("\n".join(ISSUE.format(number=n, text=TEXTS[n % 2]) for n in range(1, 21)))
    done = CliRunner().invoke(main, ["assess", str(export), "--format", "html", "--output", str(page_file)])
    assert done.exit_code == 0, done.output
    context = await browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    asked: list[str] = []
    failures: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: failures.append(message.text))
    await page.goto(page_file.as_uri())
    assert asked == [page_file.as_uri()]
    assert failures == []
    assert await page.locator("svg").count() >= 1
    assert await page.get_by_role("heading", level=2).count() >= 4
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    printed = await page.pdf(format="A4")
    assert printed.count(b"/Type /Page\n") <= 2
    await context.close()

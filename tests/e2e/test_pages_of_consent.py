"""The bot's own pages in a browser: on a narrow screen everything is read without scrolling sideways, and no press is
easily another's."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.async_api import Browser

from bot.render.web.consent import asked_page, choose_page, code_page
from bot.render.web.install import done_page, start_page
from bot.render.web.page import WebPage, web_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LONG = "https://a-company-with-a-long-name-indeed.atlassian.net"
APART = 8
"""Pixels between two presses, at least."""


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_nothing_is_wider_than_a_narrow_screen_and_presses_stand_apart(browser: Browser, language: str) -> None:
    pages: tuple[WebPage, ...] = (
        asked_page("workspace", "Maija " * 20, LONG, "t", language),
        choose_page([(str(number), LONG) for number in range(12)], "t", language),
        code_page("person", "WMYQ-WMWQ", "Maija", "Maija", LONG, language),
        start_page(language),
        done_page(language, "Wolfeschlegelsteinhausenbergerdorff", "https://slack.example/app"),
    )
    page = await browser.new_page(viewport={"width": 320, "height": 700})
    for one in pages:
        await page.set_content(web_page(one))
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, one.title
        boxes = [await press.bounding_box() for press in await page.locator(".press").all()]
        edges = [(box["y"], box["y"] + box["height"]) for box in boxes if box]
        assert all(below - above >= APART for (_, above), (below, _) in pairwise(edges)), one.title
        assert all(bottom - top >= 24 for top, bottom in edges), one.title
    await page.close()

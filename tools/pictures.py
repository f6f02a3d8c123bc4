"""Draws the main messages as the sandbox draws Slack, into docs/reference/messages/: needs Chromium, run by hand.

python -m tools.pictures
"""

from __future__ import annotations

import json
import mimetypes
import shutil
from importlib.resources import files
from typing import Any

from playwright.sync_api import Route, sync_playwright

from bot.message import Message
from tools.gallery import Shown, gallery
from tools.messages import PICTURED, PICTURES, picture_of

ORIGIN = "http://sandbox.invalid/"
"""Never resolved: every request is answered from the sandbox's own files."""
WIDTH = 560
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="stylesheet" href="layout.css"><link rel="stylesheet" href="blocks.css">
<style>html, body { display: block; height: auto; overflow: visible } #one { padding: 12px 16px }</style>
<div id="one"></div>
<script type="module">
import { blocks } from "./blocks.js";
window.draw = (list) => document.getElementById("one").replaceChildren(blocks(list, { press() {}, heading: "h2" }));
</script></html>"""


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    shown = [one for one in gallery() if one.title in PICTURED]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 400}, color_scheme="light")
        page.route("**/*", _answer)
        page.goto(ORIGIN)
        page.wait_for_function("() => Boolean(window.draw)")
        for one in shown:
            page.evaluate(f"draw({json.dumps(_blocks(one))})")
            page.locator("#one").screenshot(path=PICTURES / picture_of(one.title))
        browser.close()


def _answer(route: Route) -> None:
    name = route.request.url.removeprefix(ORIGIN)
    if not name:
        route.fulfill(body=PAGE, content_type="text/html")
        return
    file = files("bot.sandbox.page") / "static" / name
    route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(name)[0] or "text/plain")


def _blocks(one: Shown) -> list[dict[str, Any]]:
    return list(one.drawn.blocks) if isinstance(one.drawn, Message) else one.drawn.view["blocks"]


if __name__ == "__main__":
    main()

"""Pages in a browser can be copied from by hand, and name what people find in Slack."""

from __future__ import annotations

from bot.render.web.consent import code_page
from bot.render.web.install import done_page
from bot.render.web.page import web_page
from bot.render.words import words


def test_a_code_stays_on_one_line() -> None:
    shown = web_page(code_page("person", "ABCD-1234", "Maija", "Maija V", "acme"))
    assert '<h1>Your code: <span class="whole">ABCD-1234</span></h1>' in shown


def test_a_page_names_the_bots_buttons_as_they_are_in_slack() -> None:
    """Slack has no Finnish, and the Home tab is drawn in English."""
    steps = " ".join(done_page("fi", "Acme", "https://slack.com/app").steps)
    assert f"paina {words()('connect.connect')}." in steps
    assert "Home-välilehti" in steps

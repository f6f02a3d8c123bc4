"""Failures, help, settings and notices say what happened and what to do next, in one clear sentence each."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

import pytest
from hypothesis import example, given

from bot.digest.presenting.views import DigestSetView
from bot.errors import JiraOutcome, SlackOutcome
from bot.render.help import help_message, welcome
from bot.render.say import channel_set, digest_set, notice, said
from bot.render.trouble import trouble
from bot.views import ChannelSetView, NoticeView, TroubleView, WelcomeView
from tests.bot.render.samples import HOSTILE, texts
from tests.bot.render.slack_limits import assert_fits, shown, walk

WORDS = ("rich_text", "rich_text_section", "text")
OUTCOMES = [*get_args(JiraOutcome), *get_args(SlackOutcome), "internal"]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_failure_has_one_sentence_and_its_reference(
    outcome: JiraOutcome | SlackOutcome | Literal["internal"],
) -> None:
    drawn = trouble(TroubleView(outcome, "k3f9", key="PAY-12"))
    assert_fits(drawn)
    assert drawn.text.startswith("PAY-12: ")
    assert drawn.text.endswith("reference: k3f9")
    assert len(drawn.blocks) == 2


@given(texts, texts)
def test_a_failure_about_anything_fits(key: str, reference: str) -> None:
    assert_fits(trouble(TroubleView("not_found", reference, key=key)))


def test_a_command_to_type_is_drawn_as_code() -> None:
    drawn = said("digest_usage")
    typed = [part["text"] for part in walk(drawn.blocks) if part.get("style") == {"code": True}]
    assert typed == ["/handoff digest mon 09:00 Europe/Helsinki", "/handoff digest off"]


@given(texts)
@example(HOSTILE)
@example("<!channel> <@U0LEAD> https://evil.example :tada:")
def test_a_persons_words_in_an_answer_stay_words(word: str) -> None:
    for drawn in (
        said("unknown_zone", (("zone", word), ("near", "Europe/Helsinki"))),
        said("not_a_project", (("project", f"`{word}`"),)),
    ):
        assert_fits(drawn)
        assert "<" not in drawn.text, "nothing in it is a mention or a link"
        assert {part.get("type") for part in walk(drawn.blocks)} <= {*WORDS, None}


def test_words_we_do_not_have_say_how_to_get_help() -> None:
    assert "/handoff help" in said("never heard of").text


def test_help_says_every_way_to_ask() -> None:
    drawn = help_message(ChannelSetView(True, ("PAY", "WEB"), "agent"))
    assert_fits(drawn)
    for way in ("/handoff PAY-12", "@handoff PAY-12", "/handoff on PAY,WEB", "/handoff digest", "/handoff settings"):
        assert way in drawn.text and way in shown(drawn)
    assert "In this channel I answer for PAY, WEB, judging for an AI agent." in drawn.text


def test_the_welcome_is_short_and_says_how_to_silence_the_bot() -> None:
    drawn = welcome(WelcomeView("U1", ("PAY",)))
    assert_fits(drawn)
    assert "/handoff on PAY" in drawn.text and "/handoff off" in drawn.text
    assert len(drawn.text) < 500


def test_settings_are_said_back() -> None:
    assert (
        "tickets of PAY, WEB, judging for a contractor"
        in channel_set(ChannelSetView(True, ("PAY", "WEB"), "contractor")).text
    )
    assert "only when asked" in channel_set(ChannelSetView(False, (), "contractor")).text
    on = digest_set(DigestSetView(True, 0, "09:00", "Europe/Helsinki", "project = PAY", date(2026, 11, 30)))
    assert "every Monday at 09:00 (Europe/Helsinki)." in on.text
    assert "The next one is on 30 Nov 2026." in on.text
    assert "no weekly digest" in digest_set(DigestSetView(False)).text
    plain = DigestSetView(True, 0, "09:00", "UTC", next_day=date(2026, 11, 30), projects=("OPS", "PAY"))
    assert "It looks at: the open tickets of OPS, PAY" in digest_set(plain).text
    assert "open tickets" not in on.text, "of a query the query is said"
    board = digest_set(
        DigestSetView(True, 0, "09:00", "UTC", next_day=date(2026, 11, 30), source="backlog", board="12")
    )
    assert "It looks at: the backlog of board 12" in board.text, "it has not looked at anything yet"
    assert_fits(digest_set(DigestSetView(True, 0, "09:00", "Europe/Helsinki", HOSTILE * 30)))


def test_an_admin_is_told_what_to_mend() -> None:
    drawn = notice(NoticeView("jira_expiring", "acme", date(2026, 12, 1), reference="r1"))
    assert "expire on 1 Dec 2026" in drawn.text and "Reference: r1" in drawn.text
    for what in ("jira_refused", "install_dead"):
        assert_fits(notice(NoticeView(what, HOSTILE)))

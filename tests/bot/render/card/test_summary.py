"""Several tickets in one message: a line each, counted, never longer than Slack takes."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.card.summary import summary
from bot.views import SummaryView, TroubleView
from tests.bot.render.samples import ADVICE, DONE, SHAPE, verdict, view, views
from tests.bot.render.slack_limits import assert_fits, shown, walk

THREE = SummaryView(
    (
        view(),
        view(verdict("ready", ADVICE, key="PAY-13")),
        view(verdict("questions", DONE, key="PAY-14")),
        view(verdict("ready", key="PAY-15"), done=True),
    ),
    failed=(TroubleView("not_found", "r1", key="PAY-99"),),
    hidden=2,
    handle="s-1",
)


def test_each_ticket_has_its_line() -> None:
    drawn = summary(THREE)
    assert drawn.text.splitlines()[:6] == [
        "Ready for a contractor: 1 of 5 tickets.",
        "- PAY-12: not ready, 3 gaps (missing shape, untestable outcome, missing failure behaviour)",
        "- PAY-13: ready",
        "- PAY-14: nearly ready, 1 gap (untestable outcome)",
        "- PAY-15: already done",
        "- PAY-99: I cannot find this ticket in Jira, or one of us may not see it. Check the key; if it is right, ask a "
        "Jira admin to give you and my account access.",
    ]
    assert "2 tickets cannot be shown here." in drawn.text
    assert_fits(drawn)


def test_a_list_of_which_nothing_may_be_shown_counts_its_tickets_and_none_as_not_ready() -> None:
    drawn = summary(SummaryView((), hidden=3, handle="s-1"))
    assert drawn.text == "3 tickets cannot be shown here."
    assert shown(drawn).count("3 tickets cannot be shown here.") == 1
    assert_fits(drawn)


def test_a_summary_says_how_many_it_left_out_and_when_its_oldest_answer_was_given() -> None:
    early, late = (view(judged_at=datetime(2026, 11, 25, hour, tzinfo=UTC)) for hour in (9, 11))
    drawn = summary(SummaryView((late, early, late), left_out=15))
    assert "15 more tickets were named but not checked." in drawn.text
    assert "Checked 2026-11-25 09:00 UTC." in drawn.text
    assert "15 more" in shown(drawn) and "Checked 2026-11-25" in shown(drawn)
    assert_fits(drawn)


def test_every_ticket_is_a_link() -> None:
    links = [part["url"] for part in walk(summary(THREE).blocks) if part.get("type") == "link"]
    assert links == [f"https://acme.atlassian.net/browse/PAY-{number}" for number in (12, 13, 14, 15)]


def test_many_tickets_are_counted_past_a_screen() -> None:
    many = SummaryView(tuple(view(verdict("not_ready", SHAPE, key=f"PAY-{number}")) for number in range(90)))
    drawn = summary(many)
    assert "and 70 more" in shown(drawn)
    assert_fits(drawn)


def test_a_ticket_that_may_only_show_its_verdict_shows_no_gap() -> None:
    hidden = view(verdict("not_ready", key="PAY-1", url=None), title="", show="verdict_only")
    assert "- PAY-1: not ready\n" in summary(SummaryView((hidden,) * 3)).text + "\n"


@settings(max_examples=40, deadline=None)
@given(st.lists(views, max_size=30), st.integers(0, 9))
def test_any_tickets_fit(cards: list, hidden: int) -> None:  # type: ignore[type-arg]
    assert_fits(summary(SummaryView(tuple(cards), (TroubleView("gone", "r"),), hidden, handle="h")))

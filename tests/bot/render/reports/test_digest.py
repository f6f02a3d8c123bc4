"""The digest says what changed, at most a screen of it, and one line when nothing did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.presenting.views import DigestView, Moved, Nearest, PastView
from bot.render.reports.digest import digest, preview
from tests.bot.render.samples import FAILURE, SHAPE, texts, verdict, verdicts
from tests.bot.render.slack_limits import assert_fits, shown, walk

WEEK = DigestView(
    day=date(2026, 11, 23),
    counts=(("ready", 5), ("questions", 8), ("not_ready", 12)),
    before=(("ready", 3), ("questions", 9), ("not_ready", 12)),
    since=date(2026, 11, 16),
    became_ready=tuple(
        Moved(verdict("ready", key=f"PAY-{number}"), "Refund by API", "questions") for number in range(7)
    ),
    slipped=(Moved(verdict("not_ready", SHAPE, key="PAY-40"), "Export <b>CSV</b>", "ready"),),
    nearest=(Nearest(verdict("questions", FAILURE, key="PAY-31"), "Webhooks", str(FAILURE.remedy), "CON203"),),
    commonest=("CON202", "missing-shape", 7),
    hidden=2,
    cut=True,
    jql="project = PAY",
    handle="d-7",
)


def test_counts_are_against_last_time() -> None:
    assert (
        "5 ready (+2), 8 nearly ready (-1), 12 not ready. In brackets: the change since 16 Nov 2026."
        in digest(WEEK).text
    )


def test_each_part_of_the_week_is_said() -> None:
    text = digest(WEEK).text
    for said in (
        "Became ready:\n- PAY-0 Refund by API",
        "and 2 more",
        "Slipped back:\n- PAY-40 Export &lt;b&gt;CSV&lt;/b&gt;: was ready, now not ready",
        f"One edit from ready:\n- PAY-31 Webhooks: {FAILURE.remedy}",
        "The most common gap: missing shape, in 7 tickets.",
        "2 tickets cannot be shown here.",
        "Looked at: project = PAY",
    ):
        assert said in text
    assert_fits(digest(WEEK))


def test_a_title_that_is_a_question_gets_no_colon_after_it() -> None:
    asked = replace(WEEK, nearest=(replace(WEEK.nearest[0], title="Can we read states by webhook?"),))
    assert f"- PAY-31 Can we read states by webhook? {FAILURE.remedy}" in digest(asked).text


def test_the_commonest_gap_leads_to_its_page() -> None:
    values = [part["value"] for part in walk(digest(WEEK).blocks) if part.get("action_id") == "handoff_why"]
    assert values == ['{"handle": "d-7", "code": "CON202"}']


def test_it_fits_on_one_screen() -> None:
    assert len(digest(WEEK).blocks) <= 4
    assert shown(digest(WEEK)).count("\n") < 60


def test_a_week_in_which_nothing_moved_is_one_line() -> None:
    drawn = digest(DigestView(day=date(2026, 11, 23), counts=(("ready", 5),), before=(("ready", 5),)))
    assert (
        drawn.text
        == "Ready to hand off? The week to 23 Nov 2026. Nothing became ready or slipped since last time: 5 ready."
    )
    assert len(drawn.blocks) == 2


def test_a_verdict_that_no_ticket_has_is_not_counted() -> None:
    view = DigestView(day=date(2026, 11, 23), counts=(("ready", 0), ("questions", 0), ("not_ready", 3)), before=None)
    assert digest(view).text.endswith("0 ready, 3 not ready.")


def test_without_tickets_it_says_how_to_look_elsewhere() -> None:
    assert "/handoff digest" in digest(DigestView(day=date(2026, 11, 23), counts=(), before=None)).text


def test_a_digest_without_tickets_offers_no_list_file_or_assessment_of_nothing() -> None:
    empty = DigestView(date(2026, 11, 30), (("ready", 0),), None, handle="d-7")
    assert not [part for part in walk(digest(empty).blocks) if part.get("type") == "button"]
    some = DigestView(date(2026, 11, 30), (("ready", 1),), None, handle="d-7")
    assert [part["text"]["text"] for part in walk(digest(some).blocks) if part.get("type") == "button"]


moved = st.builds(Moved, verdicts, texts, st.sampled_from([None, "ready", "questions"]))


@settings(max_examples=30, deadline=None)
@given(
    st.builds(
        DigestView,
        day=st.dates(),
        counts=st.just((("ready", 1), ("undetermined", 2))),
        before=st.sampled_from([None, (("ready", 1),)]),
        became_ready=st.lists(moved, max_size=8).map(tuple),
        slipped=st.lists(moved, max_size=8).map(tuple),
        nearest=st.lists(st.builds(Nearest, verdicts, texts, texts, st.just("CON202")), max_size=5).map(tuple),
        jql=texts,
    )
)
def test_any_week_fits(view: DigestView) -> None:
    assert_fits(digest(view))


def test_where_no_ticket_may_be_named_nothing_is_said_of_how_many_are_ready() -> None:
    """In a channel that others read nothing is counted by its verdict, so `0 ready` would be untrue."""
    hidden = DigestView(day=WEEK.day, counts=(("ready", 0),), before=(("ready", 0),), hidden=10, handle="d1")
    for view in (hidden, replace(hidden, before=None)):
        drawn = digest(view)
        assert "ready." not in drawn.text and drawn.text.count("10 tickets cannot be shown here.") == 1
        assert "actions" not in [block["type"] for block in drawn.blocks], "there is nothing to list"


def test_a_preview_that_looks_at_fewer_than_the_digest_says_so_and_asks_for_no_narrower_query() -> None:
    drawn = preview(replace(WEEK, cut=True), PastView())
    assert "first 27 tickets only" in drawn.text and "narrower" not in drawn.text
    assert "first 27 tickets only" in str(drawn.blocks)
    assert "tickets only" not in preview(replace(WEEK, cut=False), PastView()).text

"""The assessment's page answers first, explains after, and is whole in one file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.reports.assessment import assessment, closing
from bot.render.reports.report import Item, Report, Section, report_html, report_markdown
from bot.reports.assess import assess, assess_rows, row_of
from bot.reports.assessment import Judged, Share
from tests.bot.render.samples import DONE, FAILURE, HOSTILE, SHAPE, finding, texts, verdict, verdicts

SEEN = assess(
    [
        Judged("Refund by API", (verdict("ready", key="PAY-1", kind="bug"),), date(2026, 10, 1)),
        Judged("Export", (verdict("not_ready", SHAPE, DONE, key="PAY-2"),), date(2026, 11, 1), comments=7),
    ]
)


def test_the_answer_comes_first() -> None:
    page = report_markdown(assessment(SEEN))
    assert page.startswith(
        "# Can this project hand work to outsiders today?\n\nFor some of the work. 1 of 2 tickets (50%)"
    )


def test_each_part_is_said() -> None:
    page = report_markdown(assessment(SEEN))
    for said in (
        "| Bugs | 100% (1 of 1) |",
        "| Missing shape | 1 (50%) |",
        "“Missing shape” appears in 1 ticket.",
        "[PAY-1](https://acme.atlassian.net/browse/PAY-1): Refund by API (Bug)",
        "[PAY-2](https://acme.atlassian.net/browse/PAY-2): Export (2 answers missing: ",
    ):
        assert said in page


def test_which_tickets_were_judged_and_when_stands_under_the_answer() -> None:
    report = assessment(SEEN, about="project = PAY", day=date(2026, 11, 25))
    assert "\n\nJudged on 25 Nov 2026: project = PAY\n\n## " in report_markdown(report)
    assert '<p class="small">Judged on 25 Nov 2026: project = PAY</p>' in report_html(report)


def test_all_habits_together_are_summed_up_and_none_is_promised_that_is_not_there() -> None:
    page = report_markdown(assessment(SEEN))
    assert "## 2 habits to build first" in page
    assert "With all of them, 2 of 2 tickets (100%) would have been ready." in page
    alone = report_markdown(assessment(assess([Judged("Export", (verdict("questions", DONE),))])))
    assert "## The habit to build first" in alone and "With all of them" not in alone


def test_what_was_ready_on_an_earlier_day_is_said_with_the_day() -> None:
    rows = [row for number in range(6) if (row := row_of(Judged("x", (verdict("ready", key=f"PAY-{number}"),))))]
    told = report_markdown(assessment(assess_rows(rows, earlier=(date(2026, 8, 24), Share(2, 8)))))
    assert "Then and now: 25% were ready on 24 Aug 2026, 100% are today." in told
    few = report_markdown(assessment(assess_rows(rows, earlier=(date(2026, 8, 24), Share(1, 2)))))
    assert "Then and now" not in few


def test_more_gaps_than_are_named_are_counted() -> None:
    gaps = (DONE, SHAPE, FAILURE, finding("CTX101", "missing-problem", "major", "Nothing says why."))
    page = report_html(assessment(assess([Judged("Export", (verdict("not_ready", *gaps),))])))
    assert re.search(r"4 answers missing: [^,]+, [^,]+, [^,<]+ and 1 more</span>", page)


def test_a_row_names_its_columns_where_there_is_no_room_for_them() -> None:
    assert '<td data-label="For a contractor">100% (1 of 1)</td>' in report_html(assessment(SEEN))


def test_a_project_without_tickets_says_so() -> None:
    assert "There is no ticket to judge." in report_markdown(assessment(assess([])))


def test_a_rules_cure_is_the_first_sentence_of_its_page() -> None:
    assert closing("CTX101").endswith(".") and "\n" not in closing("CTX101")
    assert closing("XXX999") == ""


class Strict(HTMLParser):
    """Notes what a page would load, and whether its tags close."""

    VOID = frozenset({"meta", "rect", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [value or "" for name, value in attrs if name in {"src", "srcset", "data"} or tag == "script"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in self.VOID or self.open.pop() == tag


def test_the_html_loads_nothing() -> None:
    page = report_html(assessment(SEEN))
    parser = Strict()
    parser.feed(page)
    assert parser.loads == [] and parser.open == []
    assert not re.search(r"@import|url\(", page)


def test_words_of_tickets_stay_words() -> None:
    hostile = replace(SEEN, best=(replace(SEEN.best[0], title=f"<script>{HOSTILE}</script>", url="javascript:x"),))
    page = report_html(assessment(hostile))
    assert "<script" not in page and "javascript:" not in page
    assert "&lt;script&gt;" in page


@settings(max_examples=25, deadline=None)
@given(st.lists(st.builds(Judged, texts, st.tuples(verdicts), st.none() | st.dates()), max_size=8))
def test_any_assessment_is_well_formed(judged: list[Judged]) -> None:
    parser = Strict()
    parser.feed(report_html(assessment(assess(judged))))
    assert parser.open == []


@given(texts)
def test_any_words_are_one_line_of_markdown(words: str) -> None:
    report = Report("t", "l", (Section("h", table=(("a",), (words,)), items=(Item(words, words),)),))
    rows = [line for line in report_markdown(report).splitlines() if line.startswith("|")]
    assert len(rows) == 3

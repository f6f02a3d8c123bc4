"""The assessment's page answers first, explains after, and is whole in one file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assess import Judged, assess
from bot.render.assessment import assessment, closing
from bot.render.report import Item, Report, Section, report_html, report_markdown
from tests.bot.render.samples import DONE, HOSTILE, SHAPE, texts, verdict, verdicts

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
        "| Missing shape | 50% (1 of 2) |",
        "“Missing shape” stands in 1 ticket.",
        "[PAY-1](https://acme.atlassian.net/browse/PAY-1): Refund by API (Bugs)",
        "[PAY-2](https://acme.atlassian.net/browse/PAY-2): Export (2 answers missing: ",
    ):
        assert said in page


def test_a_project_without_tickets_says_so() -> None:
    assert "There is no ticket to judge." in report_markdown(assessment(assess([])))


def test_a_rules_cure_is_the_first_sentence_of_its_page() -> None:
    assert closing("CTX101").endswith(".") and "\n" not in closing("CTX101")
    assert closing("XXX999") == ""


class Strict(HTMLParser):
    """Notes what a page would load, and whether its tags close."""

    VOID = frozenset({"meta", "rect"})

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

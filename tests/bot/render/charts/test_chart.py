"""The picture is small, whole and described in words; no word in it is markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.charts.chart import EDGE, WIDTH, chart, chart_svg
from bot.render.charts.palette import BAR, DARK, INK, PAPER, SOFT, STATES
from bot.render.words import languages, words
from bot.views import TrendView
from checks.policy import RECEIVERS
from checks.verdict import Decision

BOLD = 15.3
"""Pixels that a bold letter of a heading is wide, on average, where the picture is 800 wide."""
TREND = TrendView(
    tuple(
        (date(2026, 9, 7) + timedelta(weeks=week), (("ready", 4 + week), ("questions", 9), ("not_ready", 14 - week)))
        for week in range(12)
    ),
    (("missing-shape", 9), ("unnamed-system", 7), ("untestable-outcome", 4)),
)


def test_the_picture_is_a_png_under_100_kb_and_described() -> None:
    picture = chart(TREND)
    assert picture.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert 5_000 < len(picture.png) < 100_000
    assert "23 Nov: 15 of 27 ready" in picture.alt
    assert "Most common gaps: missing shape in 9; unnamed system in 7" in picture.alt


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_heading_of_a_picture_runs_over_its_edge_in_any_language(language: str) -> None:
    say = words(language)
    ready = [say("assess.ready_percent", receiver=say(f"receiver.{who}")) for who in RECEIVERS]
    for heading in (*ready, say("assess.months"), say("chart.weeks"), say("chart.gaps")):
        assert len(heading) * BOLD <= WIDTH - 2 * EDGE, heading


def test_the_same_weeks_give_the_same_picture() -> None:
    assert chart(TREND) == chart(TREND)


def test_only_verdicts_that_occur_are_in_the_legend() -> None:
    drawn = chart_svg(TREND, words())
    assert "nearly ready" in drawn and "cannot tell" not in drawn


def test_a_number_wider_than_its_bar_is_told_in_thousands() -> None:
    counted: tuple[tuple[Decision, int], ...] = (("ready", 4200), ("questions", 990))
    weeks = tuple((day, counted) for day, _ in TREND.weeks)
    drawn = chart_svg(TrendView(weeks), words())
    assert ">4k<" in drawn and ">990<" in drawn and ">4200<" not in drawn
    assert ">4200<" in chart_svg(TrendView(weeks[:3]), words())


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_numbers_are_read_on_their_colours() -> None:
    """Contrast as WCAG 2.2 computes it, at least 4.5."""
    for fill, ink in STATES.values():
        light, dark = sorted((luminance(fill), luminance(ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_on_a_dark_page_the_charts_are_read_as_well() -> None:
    dark = {(shape, fill): luminance(to) + 0.05 for shape, fill, to in DARK}
    paper, ready = dark["rect", PAPER], dark["rect", STATES["ready"][0]]
    for ink in (INK, SOFT):
        assert dark["text", ink] / paper >= 4.5
    assert 1.05 / ready >= 4.5, "the number on a bar of what is ready"
    assert min(ready, dark["rect", BAR]) / paper >= 3


counts = st.lists(
    st.tuples(st.sampled_from(["ready", "questions", "not_ready", "undetermined"]), st.integers(0, 10**6)),
    max_size=4,
    unique_by=lambda pair: pair[0],
).map(tuple)


@settings(max_examples=40, deadline=None)
@given(
    st.builds(
        TrendView,
        weeks=st.lists(st.tuples(st.dates(), counts), max_size=20).map(tuple),
        gaps=st.lists(st.tuples(st.text(max_size=80), st.integers(0, 10**6)), max_size=8).map(tuple),
    )
)
def test_any_weeks_are_well_formed_svg(view: TrendView) -> None:
    ET.fromstring(chart_svg(view, words()))  # noqa: S314 - our own drawing

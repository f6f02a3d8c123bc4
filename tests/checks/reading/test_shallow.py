"""HTML that makes a parser look at its open elements again and again is read in the time of its length."""

from __future__ import annotations

import time

import pytest

from checks.reading import html
from checks.reading.shallow import DEEPEST, FEW, shallow

RUNAWAY = 4.0
"""Seconds of processor time; each takes a tenth, and took ten or more."""


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 60_000,
        "<ul><li>" * 30_000,
        "<dl><dd>" * 30_000,
        "<pre>" * 60_000,
        "".join(f"<p><font color=#{number}></p>" for number in range(6_000)),
        "".join(f"<p><b class={number}></p>" for number in range(6_000)),
        "<select>" + "<option>" * 120_000,
        "<span>" * 60_000 + "</x>" * 60_000,
    ],
    ids=lambda source: source[:8],
)
def test_unclosed_tags_cost_no_more_than_their_number(source: str) -> None:
    before = time.process_time()
    document = html.read(source + "<p>bottom</p>")
    assert time.process_time() - before < RUNAWAY
    assert document.text.endswith("bottom")


def test_a_page_of_few_tags_is_left_as_it_is() -> None:
    source = "<div><i>" * (FEW // 2)
    assert shallow(source) is source


def test_a_long_page_reads_as_its_parts_do() -> None:
    part = (
        '<h2>Steps</h2>\n<p>It <i>fails</i> <b class="x">today</b>, see <a href="https://a.example">here</a>.<br>Always.</p>'
        "<ul><li>one<ol><li>two</li></ol></li><li>three</ul><table><tr><th>a<td>b</table><p>open<p>open too"
        "<pre><code class='language-java'>int a;</code></pre>"
    )
    once, often = html.read(part), html.read(part * 100)
    assert shallow(part * 100) != part * 100
    assert often.blocks == once.blocks * 100


def test_words_that_lie_too_deep_stay() -> None:
    deep = "<div>" * (DEEPEST * 4) + "<ul><li>deep</li></ul>" + "</div>" * (DEEPEST * 4)
    assert html.read(deep + "<h2>after</h2>").blocks[-1].kind == "heading"
    assert html.read(deep).text == "deep"

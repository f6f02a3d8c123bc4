"""The whole list: pages that can be turned, and a CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.actions import decode
from bot.render.modals.ticket_list import COLUMNS, PAGE, list_modal, tickets_csv
from bot.views import ListView
from tests.bot.render.samples import DONE, HOSTILE, verdict, view, views
from tests.bot.render.slack_limits import assert_blocks, walk

CARDS = tuple(view(verdict("questions", DONE, key=f"PAY-{number}")) for number in range(PAGE))


def turns(shown: ListView) -> list[int]:
    buttons = [part for part in walk(list_modal(shown).view) if part.get("type") == "button"]
    return [decode(part["action_id"], part["value"]).page for part in buttons]


def test_pages_can_be_turned_both_ways_and_not_past_the_ends() -> None:
    assert turns(ListView("d1", 0, 50, CARDS)) == [1]
    assert turns(ListView("d1", 1, 50, CARDS)) == [0, 2]
    assert turns(ListView("d1", 2, 50, CARDS[:10])) == [1]
    assert turns(ListView("d1", 0, 3, CARDS[:3])) == []


def test_a_page_says_where_it_is() -> None:
    words = [part.get("text") for part in walk(list_modal(ListView("d1", 1, 50, CARDS)).view)]
    assert "50 tickets, page 2 of 3" in words
    assert " Refund by API: nearly ready, 1 gap (untestable outcome)" in words


@settings(max_examples=25, deadline=None)
@given(st.lists(views, max_size=PAGE).map(tuple), st.integers(0, 9))
def test_any_page_fits(cards: tuple, page: int) -> None:  # type: ignore[type-arg]
    assert_blocks(list_modal(ListView("d1", page, 200, cards, hidden=2)).view["blocks"], "modal")


@settings(max_examples=40, deadline=None)
@given(st.lists(views, max_size=5))
def test_every_ticket_is_one_row_and_no_cell_is_a_formula(cards: list) -> None:  # type: ignore[type-arg]
    rows = list(csv.reader(io.StringIO(tickets_csv(cards))))
    assert tuple(rows[0]) == COLUMNS and len(rows) == len(cards) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]


def test_a_formula_in_a_title_is_text() -> None:
    assert "'=HYPERLINK" in tickets_csv([view(title='=HYPERLINK("http://evil.example")' + HOSTILE)])


@pytest.mark.parametrize("sign", [*"=+-@", *"＝＋－＠"])
def test_a_formula_is_text_whatever_separates_cells_and_however_wide_its_sign_is(sign: str) -> None:
    """Excel separates by semicolons where the comma is the decimal sign, and computes full-width signs too."""
    text = tickets_csv([view(title=f"Refunds; {sign}1+1;{sign}HYPERLINK(1)"), view(title=f"{sign}1+1")])
    starts = [cell.lstrip(' "')[:1] for line in text.splitlines() for cell in re.split("[,;]", line)]
    assert sign not in starts
    assert all(line.startswith('"') for line in text.splitlines())

"""Which lines of a ticket were pasted: by a machine, or as code."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.language.pasted import FURTHEST, pasted_lines


@pytest.mark.parametrize(
    "line",
    [
        "    at shop.orders.Refund.cancel(Refund.java:41)",
        "Caused by: java.lang.IllegalStateException: closed",
        "ValueError: no such currency",
        '  File "orders/refund.py", line 12, in cancel',
        "2026-03-01 12:00:01 refund 17 failed",
        "ERROR: the queue is full",
        "12:00:01 worker-3: retry",
    ],
)
def test_a_frame_or_a_stamped_line_was_written_by_a_machine(line: str) -> None:
    assert pasted_lines(line) == (1, 0)


@pytest.mark.parametrize(
    "line",
    [
        ">>> total = order.sum()",
        "order.cancel(reason)",
        "from orders import Refund",
        "def cancel(order):",
        "SELECT total FROM orders WHERE id = 17;",
        "<order id='17'>",
        "if (order == null) {",
    ],
)
def test_a_statement_a_call_or_markup_is_code(line: str) -> None:
    assert pasted_lines(line) == (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        "The export loses the time zone.",
        "Expected: the sum stands below the list",
        "It happens on every order (see above)",
        "Wähle Einstellungen > Schrift und schließe den Dialog",
        "Kun tilaus perutaan: summa jää näkyviin",
    ],
)
def test_a_sentence_is_neither(line: str) -> None:
    assert pasted_lines(line) == (0, 0)


@given(st.lists(st.text(max_size=200), max_size=20).map("\n".join))
def test_no_line_counts_twice(words: str) -> None:
    machine, code = pasted_lines(words)
    assert 0 <= machine + code <= words.count("\n") + 1


def test_of_a_paste_of_any_length_the_first_lines_are_looked_at() -> None:
    assert pasted_lines("order.cancel(reason)\n" * 10_000) == (0, FURTHEST)


@pytest.mark.parametrize(
    "hostile",
    ['"' + '" ' * 50_000 + "(", "a." * 50_000, ";" + " " * 100_000 + "x", "at " + "a." * 50_000, "f(" + "(" * 100_000],
)
def test_a_hostile_line_is_looked_at_in_milliseconds(hostile: str) -> None:
    before = process_time()
    pasted_lines(hostile)
    assert process_time() - before < 1, "what is quadratic takes a minute"

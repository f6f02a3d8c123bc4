"""Whatever an answer changes is shown before it is confirmed, however long the place is that it goes to."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import Modal
from bot.render.modals.gap import change_modal
from bot.render.modals.sides import AROUND, MOST, WHOLE, changed_part, pieces
from bot.views import ChangeView
from tests.bot.render.slack_limits import assert_blocks

PARAGRAPH = ("word " * 700).strip()
STAYS = "Only the part that changes is shown; the rest stays as it is."


def shown(before: str, after: str) -> Modal:
    modal = change_modal(ChangeView("d1", "DOD301", "description", before, after))
    assert_blocks(modal.view["blocks"], "modal")
    return modal


@pytest.mark.parametrize("place", ["{old}\n\n{new}", "{new}\n\n{old}", "{old} {new} {old}"])
def test_new_words_in_a_long_place_are_shown(place: str) -> None:
    new = "The answer is 204."
    drawn = json.dumps(shown(place.format(old=PARAGRAPH, new=""), place.format(old=PARAGRAPH, new=new)).view)
    assert new in drawn and STAYS in drawn


def test_the_longest_answer_is_shown_to_its_last_word() -> None:
    answer = "FIRST " + "x" * (3000 - 10) + "LAST"
    drawn = json.dumps(shown("", f"When is it done?\n\n{answer}").view)
    assert "FIRST" in drawn and "LAST" in drawn
    assert "shown" not in drawn, "nothing is left out, so nothing is said of the rest"
    drawn = json.dumps(shown(PARAGRAPH, f"{PARAGRAPH}\n\n{answer}").view)
    assert "FIRST" in drawn and "LAST" in drawn and STAYS in drawn


def test_a_change_that_fits_nowhere_is_not_said_to_leave_the_rest() -> None:
    drawn = json.dumps(shown("a" * 9000, "b" * 9000).view)
    assert STAYS not in drawn and "Only the beginning of the change fits here" in drawn


def test_a_short_change_is_shown_whole() -> None:
    assert changed_part("a" * WHOLE, "b") == ("a" * WHOLE, "b")


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.integers(0, 4000), st.integers(0, 4000))
def test_what_is_left_out_is_the_same_on_both_sides(old: str, new: str, stays: str, left: int, right: int) -> None:
    before, after = (f"{'l' * left}{stays}{side}{'r' * right}" for side in (old, new))
    one, two = changed_part(before, after)
    assert "".join(pieces(two)) == two[:MOST]
    if (one, two) == (before, after):
        return
    assert max(len(one), len(two)) <= len(old) + len(new) + len(stays) + 2 * AROUND + 4
    one, two = (side.removeprefix("… ").removesuffix(" …") for side in (one, two))
    assert one in before and two in after
    assert len(before) - len(one) == len(after) - len(two), "as much of both"


def test_a_table_of_tabs_is_shown_to_its_last_word() -> None:
    assert "LAST" in json.dumps(shown("", "a\tb\n" * 700 + "LAST").view)

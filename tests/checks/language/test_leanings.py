"""What words lean to: whole numbers for every question, nothing where no word is known, little where few are."""

from __future__ import annotations

from checks.language.lanes import lifted, packed, sums
from checks.language.leanings import leanings, leanings_of
from checks.language.model import model

TABLE = "word\tshare\tone\tother\ncrash\t300\t-90\t40\nbutton\t100\t30\t-5\n"


def test_every_question_of_the_model_has_its_column() -> None:
    assert set(leanings().questions) == set(model().questions)


def test_words_that_nobody_knows_lean_to_nothing() -> None:
    assert leanings_of(TABLE).of({"zzyzx"}, set()) == {"one": 0, "other": 0}


def test_a_rarer_word_counts_more_and_a_lone_one_is_calmed() -> None:
    words = leanings_of(TABLE)
    assert words.of({"crash"}, set())["other"] == 300 * 40 // (300 + 200)
    assert words.of({"crash", "button"}, set())["one"] == (300 * -90 + 100 * 30) // (400 + 200)


def test_all_words_count_twice_what_the_title_does() -> None:
    words = leanings_of(TABLE)
    assert words.of(set(), {"crash"})["other"] == 2 * words.of({"crash"}, set())["other"]


def test_sums_below_zero_do_not_borrow_from_their_neighbours() -> None:
    rows = [packed([-5, 7, -1]), packed([2, -9, -1])]
    assert sums(rows, lifted([0, 1, 0]), 3) == (-3, -1, -2)

"""What words lean to: whole numbers for every question, nothing where no word is known, little where few are."""

from __future__ import annotations

from checks.language.model import model
from checks.language.model.leanings import CALM, leanings, leanings_of

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


def test_no_ticket_holds_so_many_words_that_a_sum_leaves_its_lane() -> None:
    heavy = "word\tshare\tone\n" + "".join(f"word{number}\t1000\t{-9999 + number}\n" for number in range(400))
    every = {f"word{number}" for number in range(400)}
    total = 1000 * sum(-9999 + number for number in range(400))
    assert total < -(2**31)
    assert leanings_of(heavy).of(every, set()) == {"one": total // (400 * 1000 + CALM)}

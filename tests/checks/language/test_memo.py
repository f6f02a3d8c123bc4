"""What was worked out for a word is kept, and memory does not grow with the words."""

from __future__ import annotations

from checks.language.memo import MOST, Memo


def test_a_word_is_worked_out_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Memo(length)
    assert [lengths[word] for word in ("refund", "of", "refund")] == [6, 2, 6]
    assert asked == ["refund", "of"]


def test_ever_new_words_do_not_fill_memory() -> None:
    lengths = Memo(len)
    for number in range(MOST * 2 + 10):
        assert lengths[str(number)] == len(str(number))
    assert len(lengths) <= MOST

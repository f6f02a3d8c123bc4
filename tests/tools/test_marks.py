"""The marks that roles are learned from: their form, and which tickets they are still true of."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from checks.language.analyse import analyse
from checks.language.roles import Role
from tools import roles as training
from tools.labelled import own_tickets
from tools.roles import LETTERS, MARKS, Marked, Sheet, marked_tickets, written

LINES = [line.split("\t") for line in MARKS.read_text(encoding="utf-8").splitlines()[1:]]


def test_every_mark_is_of_a_sentence_and_of_letters_that_some_role_learns_from() -> None:
    known = set("".join(marks for alternatives in LETTERS.values() for marks in alternatives))
    for key, count, marks in LINES:
        places = [mark.split(":")[0] for mark in marks.split()]
        assert all(0 <= int(place) < int(count) for place in places), key
        assert len(set(places)) == len(places), key
        assert all(set(mark.split(":")[1]) <= known for mark in marks.split()), key


def test_a_ticket_is_marked_once() -> None:
    assert len({key for key, _, _ in LINES}) == len(LINES)


def marked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lines: list[str]) -> list[Marked]:
    """What is read of these marks, where no tickets but ours are at hand."""
    table = tmp_path / "marks.tsv"
    table.write_text("\n".join(["key\tsentences\tmarks", *lines]), encoding="utf-8")
    monkeypatch.setattr(training, "MARKS", table)
    monkeypatch.setattr(training, "tickets", list)
    return list(marked_tickets())


def test_a_ticket_whose_sentences_are_counted_otherwise_is_left_out_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = own_tickets()[0].ticket.key
    key, count, marks = next(line for line in LINES if line[0] == ours)
    assert len(marked(monkeypatch, tmp_path, [f"{key}\t{count}\t{marks}"])) == 1
    assert not marked(monkeypatch, tmp_path, [f"{key}\t{int(count) + 1}\t{marks}"])
    assert f"{key} is left out" in capsys.readouterr().out


def test_a_vague_outcome_teaches_only_where_none_can_be_checked() -> None:
    row = own_tickets()[0]
    both = Marked(row, analyse(row.ticket), ("g", "po", ""))
    assert both.plays("outcome") == [False, True, False]
    assert Marked(row, both.text, ("g", "p", "")).plays("outcome") == [True, False, False]


def test_the_same_marks_give_the_same_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = {one.ticket.key for one in own_tickets()}
    lines = ["\t".join(line) for line in LINES if line[0] in ours][:150]
    sheet = Sheet(marked(monkeypatch, tmp_path, lines))
    learned = sheet.roles(range(len(sheet.marked)))
    assert written(learned) == written(Sheet(sheet.marked).roles(range(len(sheet.marked))))
    head, *rows = written(learned).splitlines()
    assert head.split("\t")[1:] == list(get_args(Role))
    assert [row.split("\t")[0] for row in rows] == sorted(learned.weights)

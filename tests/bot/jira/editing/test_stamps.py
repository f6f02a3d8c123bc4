"""What a person saw of a field is told from what stands there now, and a change is shown with a little around it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import JiraError
from bot.jira.editing import edit_adf, stamps
from bot.jira.editing.rich_fields import RichField

LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)


def field(raw: Any) -> RichField:
    return RichField("description", raw, None)


def test_what_was_seen_changes_with_the_field_and_with_what_it_is_to_become() -> None:
    once = stamps.seen(field("before"), "after")
    assert once == stamps.seen(field("before"), "after") and len(once) <= 64
    assert once not in (stamps.seen(field("other"), "after"), stamps.seen(field("before"), "other"))
    assert stamps.became(once) == stamps.digest("after")


def test_spacing_that_jira_does_not_keep_is_no_difference() -> None:
    assert stamps.digest("one  two\r\n three") == stamps.digest("one two three")


def test_the_same_words_say_the_same_in_either_markup() -> None:
    assert stamps.said(edit_adf.body("It works.")) == stamps.said("It works.") != stamps.said(None)


def test_what_is_deeper_than_the_stack_is_refused_before_anything_is_written() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(JiraError, match="refused"):
        stamps.of(field(deep))


@given(LINES, LINES)
def test_a_hunk_is_of_both_sides_and_holds_every_line_that_differs(before: str, after: str) -> None:
    old, new = stamps.hunk(before, after)
    assert old in before and new in after
    if before == after:
        assert old == new


def test_two_lines_of_what_stays_are_shown_around_a_change() -> None:
    before = "\n".join("abcdefgh")
    assert stamps.hunk(before, before.replace("d", "X")) == ("b\nc\nd\ne\nf", "b\nc\nX\ne\nf")


def test_a_list_is_shown_as_the_list_that_it_will_be() -> None:
    raw = edit_adf.body("Done when:\n\n- it is shown\n  - on the page\n- 409 otherwise")
    assert stamps.shown(raw) == "Done when:\n- it is shown\n  - on the page\n- 409 otherwise"
    task = {"type": "taskItem", "attrs": {"state": "DONE"}, "content": [{"type": "text", "text": "agreed"}]}
    ticked = {"type": "doc", "content": [{"type": "taskList", "content": [task]}]}
    assert stamps.shown(ticked) == "- [x] agreed"
    assert (stamps.shown("* as it is"), stamps.shown(None)) == ("* as it is", "")

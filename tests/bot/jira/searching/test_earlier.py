"""An issue is put back to how it stood from its changelog, and only as far as that reaches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.jira.issue import ticket_of
from bot.jira.searching.earlier import Changelog, changelog_of, edits_of, issue_at

START = datetime(2026, 11, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def entry(number: int, field: str, before: str | None, after: str | None, **more: Any) -> dict[str, Any]:
    item = {"field": field, "fieldId": field, "fromString": before, "toString": after}
    return {"created": day(number).isoformat(), "items": [item | more]}


def issue(*histories: dict[str, Any], total: int | None = None, **fields: Any) -> dict[str, Any]:
    said = {"summary": "Third", "description": "three", "created": START.isoformat(), "updated": day(9).isoformat()}
    listed = {"histories": list(histories), "total": len(histories) if total is None else total}
    return {"id": "1", "key": "PAY-1", "fields": said | fields, "changelog": listed}


EDITED = issue(
    entry(6, "description", "two", "three"),
    entry(3, "description", None, "two"),
    entry(5, "summary", "First", "Third"),
    entry(4, "labels", "", "api"),
)


def at(number: int, given: dict[str, Any] = EDITED) -> tuple[str, str]:
    then = issue_at(given, changelog_of(given), day(number))
    assert then is not None
    ticket = ticket_of(then)
    return ticket.summary, ticket.description.text


def test_words_are_those_of_the_moment() -> None:
    assert [at(number) for number in (1, 3, 5, 6)] == [
        ("First", ""),
        ("First", "two"),
        ("Third", "two"),
        ("Third", "three"),
    ]


def test_what_was_not_written_yet_is_none() -> None:
    assert issue_at(EDITED, changelog_of(EDITED), START - timedelta(seconds=1)) is None


def test_an_earlier_text_is_read_as_wiki_markup_though_the_present_one_is_adf() -> None:
    document = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": []}]}
    given = issue(entry(6, "description", "h2. Done when\n* it works", ""), description=document)
    then = issue_at(given, changelog_of(given), day(5))
    assert [block.kind for block in ticket_of(then).description.blocks] == ["heading", "item"]


def test_a_rendering_of_the_present_text_is_not_taken_for_the_earlier_one() -> None:
    given = {**EDITED, "renderedFields": {"description": "<p>three</p>"}}
    assert at(3, given)[1] == "two"
    assert at(7, given)[1] == "three"


def test_later_comments_are_left_out_and_those_out_of_sight_stay_counted() -> None:
    comments = [{"id": str(n), "body": f"said {n}", "created": day(n).isoformat()} for n in (2, 8)]
    given = issue(comment={"comments": comments, "total": 5})
    then = issue_at(given, changelog_of(given), day(4))
    ticket = ticket_of(then)
    assert [comment.body.text for comment in ticket.comments] == ["said 2"]
    assert "3 earlier comments" in ticket.not_seen


def test_a_part_of_a_changelog_reaches_to_its_oldest_entry() -> None:
    log = changelog_of(issue(entry(6, "description", "two", "three"), total=60))
    assert log.reaches(day(6)) and not log.reaches(day(5))


def test_without_a_changelog_only_the_time_since_the_last_change_is_known() -> None:
    given = {name: value for name, value in issue().items() if name != "changelog"}
    log = changelog_of(given)
    assert log.reaches(day(9)) and not log.reaches(day(8))


def test_edits_that_do_not_follow_from_one_another_are_not_trusted() -> None:
    log = changelog_of(issue(entry(3, "description", "one", "two"), entry(6, "description", "other", "three")))
    assert log.reaches(day(6)) and not log.reaches(day(5))


def test_dates_come_as_text_or_in_milliseconds() -> None:
    stamp = {"created": round(day(3).timestamp() * 1000)}
    assert edits_of([entry(1, "summary", "a", "b") | stamp])[0].at == day(3)


def test_an_entry_without_an_id_is_known_by_its_fields_name() -> None:
    named = entry(3, "Acceptance Criteria", "old", "new", fieldId=None)
    (edit,) = edits_of([named], ("customfield_7",), {"customfield_7": "Acceptance Criteria"})
    assert (edit.field, edit.before) == ("customfield_7", "old")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["created", "items", "field", "fromString", "histories", "total", "comment", "comments"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_any_json_is_read(changelog: Any, fields: Any) -> None:
    given = {"changelog": changelog, "fields": fields}
    log = changelog_of(given)
    assert isinstance(log, Changelog)
    ticket_of(issue_at(given, log, START))

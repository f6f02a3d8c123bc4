"""Jira's issue JSON → ticket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.jira.fields import ASKED
from bot.jira.issue import ticket_of
from bot.jira.issue.rich import LONGEST
from bot.jira.sites import Site
from checks.document import Link
from checks.ticket import Attachment, Person, RelatedTicket


def adf(text: str) -> dict[str, Any]:
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
    }


def issue(**fields: Any) -> dict[str, Any]:
    return {"id": "10001", "key": "PAY-12", "fields": fields}


def test_the_plain_fields_are_taken_over() -> None:
    ticket = ticket_of(
        issue(
            summary=" Refund\u200b  a payment ",
            description=adf("Money goes back."),
            issuetype={"name": "Story"},
            project={"key": "PAY"},
            status={"name": "To Do", "statusCategory": {"key": "new"}},
            components=[{"name": "api"}],
            labels=["ready"],
            versions=[{"name": "1.0"}],
            fixVersions=[{"name": "1.1"}],
            created="2026-01-02T03:04:05.000+0200",
            updated="2026-01-03T03:04:05",
            security={"name": "Internal"},
        ),
        site=Site("acme", "https://acme.example/jira"),
    )
    assert ticket.summary == "Refund a payment"
    assert ticket.description.text == "Money goes back."
    assert (ticket.site, ticket.issue_id, ticket.url) == ("acme", "10001", "https://acme.example/jira/browse/PAY-12")
    assert (ticket.issue_type, ticket.project, ticket.status, ticket.done) == ("Story", "PAY", "To Do", False)
    assert (ticket.components, ticket.labels) == (("api",), ("ready",))
    assert (ticket.versions, ticket.fix_versions) == (("1.0",), ("1.1",))
    assert ticket.created == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))
    assert ticket.updated == datetime(2026, 1, 3, 3, 4, 5, tzinfo=UTC)
    assert ticket.security


@pytest.mark.parametrize(
    ("given", "person"),
    [
        ({"accountId": "5b1", "displayName": "Ann"}, Person("5b1", "Ann")),
        ({"key": "ann", "name": "a.lee", "displayName": "Ann"}, Person("ann", "Ann")),
        ({"name": "a.lee", "active": False}, Person("a.lee", "a.lee", active=False)),
        (
            {"accountId": "5b1", "displayName": "Ann", "emailAddress": "a@x.example"},
            Person("5b1", "Ann", email="a@x.example"),
        ),
        ("ann", None),
    ],
)
def test_people_are_known_by_their_cloud_or_data_center_id(given: Any, person: Person | None) -> None:
    assert ticket_of(issue(reporter=given)).reporter == person


def test_jiras_own_html_is_preferred_to_wiki_markup() -> None:
    source = issue(description="{customMacro}x{customMacro}")
    source["renderedFields"] = {"description": "<p>x shown</p>"}
    assert ticket_of(source).description.text == "x shown"


def test_adf_is_preferred_to_jiras_html() -> None:
    source = issue(description=adf("exact"))
    source["renderedFields"] = {"description": "<p>lossy</p>"}
    assert ticket_of(source).description.text == "exact"


def test_a_string_is_wiki_markup_unless_it_is_said_to_be_markdown() -> None:
    wiki, markdown = issue(description="h1. Goal"), issue(description="# Goal")
    markdown["markup"] = "markdown"
    assert [block.kind for block in ticket_of(wiki).description.blocks] == ["heading"]
    assert [block.kind for block in ticket_of(markdown).description.blocks] == ["heading"]


def test_an_absent_field_is_not_seen_and_an_empty_one_is_empty() -> None:
    ticket = ticket_of(issue(summary="x", description=None, comment=None))
    assert "description" not in ticket.not_seen
    assert "comments" not in ticket.not_seen
    assert {"attachments", "linked tickets", "status"} <= set(ticket.not_seen)
    assert ticket.fields == {"summary", "description", "comment"}
    assert ticket.looked_in == ("summary", "description", "comments")


def test_a_field_that_was_asked_for_and_left_out_is_empty() -> None:
    assert ticket_of(issue(), asked=("parent",)).not_seen == tuple(
        words for words in ticket_of(issue()).not_seen if words != "parent ticket"
    )


def test_comments_keep_author_time_and_who_may_read_them() -> None:
    said = [
        {
            "author": {"accountId": "1", "displayName": "Ann"},
            "body": adf("open"),
            "created": "2026-01-02T03:04:05.000+0000",
        },
        {"body": adf("for the role"), "visibility": {"type": "role", "value": "Developers"}},
        {"body": adf("for agents"), "jsdPublic": False},
        {"body": adf("for agents"), "properties": [{"key": "sd.public.comment", "value": {"internal": True}}]},
        {"body": adf("")},
    ]
    comments = ticket_of(issue(comment={"comments": said, "total": 5})).comments
    assert [(comment.body.text, comment.restricted) for comment in comments] == [
        ("open", False),
        ("for the role", True),
        ("for agents", True),
        ("for agents", True),
    ]
    assert comments[0].author == Person("1", "Ann")
    assert comments[0].created == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_rendered_comment_is_matched_by_its_id() -> None:
    source = issue(comment={"comments": [{"id": "7", "body": "{x}"}, {"id": "8", "body": "*y*"}]})
    source["renderedFields"] = {
        "comment": {"comments": [{"id": "8", "body": "<p>y</p>"}, {"id": "7", "body": "<p>x</p>"}]}
    }
    assert [comment.body.text for comment in ticket_of(source).comments] == ["x", "y"]


def test_comments_that_jira_left_out_are_not_seen() -> None:
    assert "3 earlier comments" in ticket_of(issue(comment={"comments": [{"body": "x"}], "total": 4})).not_seen


def test_an_attachment_is_named_as_not_seen() -> None:
    ticket = ticket_of(issue(attachment=[{"filename": "spec.pdf", "mimeType": "application/pdf", "size": 9}, {"x": 1}]))
    assert ticket.attachments == (Attachment("spec.pdf"),)
    assert "attachment spec.pdf" in ticket.not_seen


def test_links_are_worded_from_this_tickets_side() -> None:
    blocks = {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
    done = {"summary": "Other", "status": {"name": "Done", "statusCategory": {"key": "done"}}}
    ticket = ticket_of(
        issue(
            issuelinks=[
                {"type": blocks, "inwardIssue": {"key": "PAY-1", "fields": done}},
                {"type": blocks, "outwardIssue": {"key": "PAY-2"}},
                {"type": blocks, "outwardIssue": {}},
                {"inwardIssue": {"key": "PAY-3"}},
            ],
            subtasks=[{"key": "PAY-4", "fields": {"summary": "Part", "status": {"statusCategory": {"key": "new"}}}}],
        )
    )
    assert ticket.related == (
        RelatedTicket("PAY-1", "is blocked by", "Other", "Done", done=True),
        RelatedTicket("PAY-2", "blocks"),
        RelatedTicket("PAY-3", "is linked to"),
        RelatedTicket("PAY-4", "subtask", "Part", done=False),
    )


def test_the_parent_comes_with_its_description_when_it_was_fetched() -> None:
    source = issue(parent={"key": "PAY-1", "fields": {"summary": "Epic"}})
    bare = ticket_of(source).parent
    whole = ticket_of(source, parent={"key": "PAY-1", "fields": {"summary": "Epic", "description": adf("Why")}})
    assert bare == RelatedTicket("PAY-1", "parent", "Epic")
    assert whole.parent is not None
    assert (whole.parent.summary, whole.parent.description.text) == ("Epic", "Why")
    assert "parent" in whole.looked_in


@pytest.mark.parametrize("how", ["schema", "names", "asked"])
def test_an_old_epic_link_is_a_parent(how: str) -> None:
    source = issue(customfield_7="PAY-1")
    if how == "schema":
        source["schema"] = {"customfield_7": {"custom": "com.pyxis.greenhopper.jira:gh-epic-link"}}
    if how == "names":
        source["names"] = {"customfield_7": "Epic Link"}
    epics = ("customfield_7",) if how == "asked" else ()
    assert ticket_of(source, epic_fields=epics).parent == RelatedTicket("PAY-1", "epic")


@pytest.mark.parametrize(
    "name",
    [
        "Acceptance Criteria",
        "acceptance criteria:",
        "Definition of Done",
        "DoD",
        "AC",
        "Checklist Text",
        "Akzeptanzkriterien",
        "Critères d'acceptation",
        "Criterios de aceptación",
        "Hyväksymiskriteerit",
        "Acceptanskriterier",
    ],
)
def test_a_criteria_field_is_found_by_its_name(name: str) -> None:
    source = issue(customfield_1=adf("Money is back."), customfield_2=adf("no"))
    source["names"] = {"customfield_1": name, "customfield_2": "Story points"}
    ticket = ticket_of(source)
    assert [block.text for block in ticket.criteria.blocks] == [name, "Money is back."]
    assert "acceptance criteria" in ticket.looked_in


def test_named_criteria_fields_are_read_in_their_order_and_in_every_form() -> None:
    source = issue(
        customfield_1="* wiki",
        customfield_2=["line", {"value": "option"}, {"name": "ticked", "checked": True}, 7],
        customfield_3={"value": "single"},
    )
    criteria = ticket_of(source, criteria_fields=("customfield_2", "customfield_1", "customfield_3", "absent")).criteria
    assert [(block.kind, block.text, block.done) for block in criteria.blocks] == [
        ("item", "line", None),
        ("item", "option", None),
        ("task", "ticked", True),
        ("item", "wiki", None),
        ("item", "single", None),
    ]


def test_a_smart_checklist_is_read_without_its_skipped_items() -> None:
    text = "# Ready when\n- open\n+ done\nx skipped\n> note"
    source = {**issue(), "properties": {"com.railsware.SmartChecklist.checklist": text}}
    assert [(block.kind, block.text, block.done) for block in ticket_of(source).criteria.blocks] == [
        ("heading", "Ready when", None),
        ("task", "open", False),
        ("task", "done", True),
        ("paragraph", "note", None),
    ]


def test_links_to_pages_outside_jira_are_kept() -> None:
    ticket = ticket_of(issue(), remote_links=[{"object": {"url": "https://wiki.example/1", "title": "Spec"}}, {}])
    assert ticket.remote_links == (Link("Spec", "https://wiki.example/1"),)


def test_text_past_the_cap_and_unknown_nodes_are_not_seen() -> None:
    markdown = issue(description="a" * 70_000)
    markdown["markup"] = "markdown"
    assert "the last 4,464 characters of description" in ticket_of(markdown).not_seen
    drawn = issue(description={"type": "doc", "content": [{"type": "syncBlock"}]})
    assert "syncBlock in description" in ticket_of(drawn).not_seen


def test_done_is_the_category_else_a_resolution() -> None:
    assert ticket_of(issue(status={"statusCategory": {"key": "done"}})).done
    assert not ticket_of(issue(status={"statusCategory": {"key": "new"}}, resolution={"name": "Done"})).done
    assert ticket_of(issue(status={"name": "Closed"}, resolution={"name": "Done"})).done


def test_of_thousands_of_things_unseen_the_first_are_named() -> None:
    """The list is kept with every verdict."""
    files = [{"filename": f"{number}.png" + "x" * 1_000} for number in range(5_000)]
    ticket = ticket_of({"key": "A-1", "fields": {"attachment": files}}, asked=ASKED)
    assert len(ticket.not_seen) == 101
    assert ticket.not_seen[-1] == "4900 more"
    assert max(map(len, ticket.not_seen)) == 300


@pytest.mark.parametrize("rendered", [False, True], ids=["markup", "HTML"])
def test_of_a_text_that_nobody_would_read_whole_the_rest_is_named(rendered: bool) -> None:
    """A megabyte of short lines is a quarter of a million blocks."""
    line = "<p>a</p>\n" if rendered else "* a\n"
    found = issue(description="* a\n") | {"renderedFields": {"description": line * 100_000 if rendered else None}}
    ticket = ticket_of(found if rendered else issue(description=line * 100_000), asked=ASKED)
    rest = len(line) * 100_000 - LONGEST
    assert len(ticket.description.blocks) <= LONGEST // len(line) + 1
    assert f"the last {rest:,} characters of description" in ticket.not_seen

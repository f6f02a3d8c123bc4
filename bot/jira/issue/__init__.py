"""Jira's issue JSON, REST v2 or v3, whole or in part → the ticket that is judged. Pure; never raises on JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.jira.issue.comments import comments_of
from bot.jira.issue.concealed import concealed_in
from bot.jira.issue.criteria import criteria_of, named_criteria
from bot.jira.issue.related import parent_of, related_of
from bot.jira.issue.rich import Rich
from bot.jira.sites import Site
from bot.jira.values import (
    NOTHING,
    Json,
    attachment,
    identifier,
    is_done,
    mapping,
    mappings,
    moment,
    names,
    person,
    string,
)
from checks.document import Document, Link
from checks.ticket import Comment, Ticket

_JUDGED: Final[Mapping[str, str]] = {
    "summary": "summary",
    "description": "description",
    "issuetype": "ticket type",
    "status": "status",
    "environment": "environment",
    "comment": "comments",
    "attachment": "attachments",
    "issuelinks": "linked tickets",
    "subtasks": "sub-tasks",
    "parent": "parent ticket",
    "components": "components",
    "labels": "labels",
    "versions": "affected versions",
    "fixVersions": "fix versions",
    "reporter": "reporter",
    "assignee": "assignee",
    "created": "creation date",
    "updated": "date of the last change",
}
"""Fields that judging reads, with the words that tell people when one was absent."""
_MOST_NAMED: Final = 100
"""Attachments and other things unseen that are named."""
_LONGEST_NAME: Final = 300


def ticket_of(
    issue: object,
    *,
    site: Site | None = None,
    criteria_fields: Collection[str] = (),
    comments: Iterable[Json] | None = None,
    remote_links: Iterable[Json] = (),
    parent: Json | None = None,
    field_names: Mapping[str, object] | None = None,
    epic_fields: Collection[str] = (),
    asked: Collection[str] = (),
    unseen: Iterable[str] = (),
) -> Ticket:
    """The ticket of an issue.

    `comments`, `remote_links` and `parent` are what was fetched beside it, as Jira gives them. `criteria_fields` are
    ids of custom fields that hold acceptance criteria; without them fields are found by `field_names`, or by the
    issue's own `names`; `epic_fields` are ids of Epic Link fields. `asked` names the fields that were asked of Jira: one it then left out is empty, not unseen. `unseen` is what
    the caller knows to be out of sight.
    An issue with `"markup": "markdown"` has Markdown in its strings; otherwise they are wiki markup. Keys are opaque.
    """
    issue = mapping(issue)
    fields = mapping(issue.get("fields"))
    rich = Rich(issue)
    key = string(issue.get("key"))
    titles = field_names if field_names is not None else mapping(issue.get("names"))
    said = comments_of(_comments(fields) if comments is None else mappings(list(comments)), rich)
    description, environment = rich.field("description"), rich.field("environment")
    wanted = tuple(criteria_fields) or named_criteria(titles)
    criteria = criteria_of(issue, rich, wanted, titles)
    above = parent_of(issue, parent or NOTHING, epic_fields)
    attachments = tuple(file for file in map(attachment, mappings(fields.get("attachment"))) if file.name)
    done = is_done(fields.get("status"))
    return Ticket(
        key=key,
        summary=" ".join(string(fields.get("summary")).split()),
        description=description,
        site=site.name if site else None,
        issue_id=identifier(issue.get("id")),
        url=site.browse(key) if site and key else None,
        issue_type=string(mapping(fields.get("issuetype")).get("name")),
        project=string(mapping(fields.get("project")).get("key")),
        status=string(mapping(fields.get("status")).get("name")),
        done=done if done is not None else bool(mapping(fields.get("resolution"))),
        environment=environment,
        criteria=criteria,
        components=names(fields.get("components")),
        labels=names(fields.get("labels")),
        versions=names(fields.get("versions")),
        fix_versions=names(fields.get("fixVersions")),
        reporter=person(fields.get("reporter")),
        assignee=person(fields.get("assignee")),
        comments=said,
        attachments=attachments,
        parent=above,
        related=related_of(fields),
        remote_links=tuple(_remote(remote_links)),
        created=moment(fields.get("created")),
        updated=moment(fields.get("updated")),
        security=bool(fields.get("security")),
        looked_in=tuple(_looked_in(fields, comments is not None, environment, criteria, above is not None)),
        not_seen=_named(
            [
                *_absent(fields, asked, comments is not None),
                *_unread(
                    {"description": description, "environment": environment, "acceptance criteria": criteria}, said
                ),
                *(_earlier(fields) if comments is None else ()),
                *unseen,
                *(f"attachment {file.name}" for file in attachments),
            ]
        ),
        fields=frozenset(name for name in fields if isinstance(name, str)),
        concealed=tuple(concealed_in(fields)),
    )


def _comments(fields: Json) -> Iterator[Json]:
    listed = fields.get("comment")
    return mappings(listed if isinstance(listed, list) else mapping(listed).get("comments"))


def _remote(entries: Iterable[Json]) -> Iterator[Link]:
    for entry in mappings(list(entries)):
        target = mapping(entry.get("object"))
        if url := string(target.get("url")):
            yield Link(string(target.get("title")) or url, url)


def _looked_in(fields: Json, commented: bool, environment: Document, criteria: Document, parent: bool) -> Iterator[str]:
    looked = {
        "summary": "summary" in fields,
        "description": "description" in fields,
        "environment": bool(environment),
        "acceptance criteria": bool(criteria),
        "comments": commented or "comment" in fields,
        "parent": parent,
    }
    return (place for place, read in looked.items() if read)


def _absent(fields: Json, asked: Collection[str], commented: bool) -> Iterator[str]:
    for name, words in _JUDGED.items():
        if name not in fields and name not in asked and not (name == "comment" and commented):
            yield words


def _unread(documents: Mapping[str, Document], comments: Iterable[Comment]) -> Iterator[str]:
    """What was not seen: text past a reader's limit, and what an app or another page draws."""
    for place, document in [*documents.items(), *(("a comment", comment.body) for comment in comments)]:
        if document.cut:
            yield f"the last {document.cut:,} characters of {place}"
        for name in sorted(document.unknown):
            yield f"{name} in {place}"


def _named(places: Sequence[str]) -> tuple[str, ...]:
    """The first of them, each in a line's length: the list is kept with every verdict."""
    named = [place[:_LONGEST_NAME] for place in places[:_MOST_NAMED]]
    return (*named, *([f"{len(places) - _MOST_NAMED} more"] if len(places) > _MOST_NAMED else []))


def _earlier(fields: Json) -> Iterator[str]:
    """Jira gives only some of the comments within a search."""
    given = mapping(fields.get("comment"))
    total, listed = given.get("total"), given.get("comments")
    if isinstance(total, int) and isinstance(listed, list) and total > len(listed):
        yield f"{total - len(listed)} earlier comments"

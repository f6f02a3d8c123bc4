"""The tickets of the sandbox, and the markup they are written in."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.jira.adf_to_html import html_of
from bot.sandbox.jira.adf_to_wiki import wiki_of
from bot.sandbox.jira.tickets import issues
from bot.sandbox.jira.wiki_to_adf import adf_of

WIKI = """h2. Title

A *bold* and _slanted_ line with {{code}}, -gone- and [a link|https://x.example].

* one
** deeper
* two

# first
# second

||Name||Type||
|amount|string|

{code:json}
{"a": 1}
{code}

{quote}
said
{quote}

----"""


def test_wiki_markup_survives_the_way_through_adf() -> None:
    assert wiki_of(adf_of(WIKI)) == WIKI


def test_html_escapes_what_the_ticket_says() -> None:
    html = html_of(adf_of("a <script> & *b*\n\n{code}\n</pre><i>\n{code}"))
    assert "<script>" not in html and "&lt;script&gt; &amp; <b>b</b>" in html
    assert "&lt;/pre&gt;&lt;i&gt;" in html


@given(st.text(alphabet="h12. *#-_{}[]|code\nab", max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_some_document(text: str) -> None:
    assert isinstance(wiki_of(adf_of(text)), str)


@pytest.mark.shared
def test_the_tickets_are_documents_jira_would_take(shared: Path) -> None:
    schema = json.loads((shared / "specs" / "adf-full.schema.json").read_text("utf-8"))
    check = jsonschema.Draft4Validator(schema)
    broken = {issue.key for issue in issues() if list(check.iter_errors(issue.description.as_adf()))}
    assert broken == {"PAY-33"}, "only the poisoned ticket holds a node that nobody knows"


def test_the_tickets_are_of_many_kinds() -> None:
    found = {issue.key: issue for issue in issues()}
    assert len(found) >= 12
    assert {issue.type for issue in found.values()} >= {"Bug", "Story", "Task", "Spike", "Documentation", "Epic"}
    assert {issue.project for issue in found.values()} == {"PAY", "WEB", "OPS"}
    assert any(issue.security for issue in found.values())
    assert any(issue.status == "Done" for issue in found.values())
    assert {issue.description.adf is None for issue in found.values()} == {True, False}

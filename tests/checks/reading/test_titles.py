"""A bold line is a heading in every markup."""

from __future__ import annotations

import pytest

from checks.document import Document, Link
from checks.reading import adf, html, markdown, wiki

BOLD = [{"type": "strong"}]
SOURCES = [
    wiki.read("before\n*Steps:*\nopen [it|https://x.example]"),
    markdown.read("before\n**Steps:**\nopen [it](https://x.example)"),
    html.read('<p>before<br/><b>Steps</b>:<br/>open <a href="https://x.example">it</a></p>'),
    adf.read(
        {
            "type": "paragraph",
            "content": [
                {"type": "text", "text": "before"},
                {"type": "hardBreak"},
                {"type": "text", "text": "Steps:", "marks": BOLD},
                {"type": "hardBreak"},
                {"type": "text", "text": "open "},
                {"type": "text", "text": "it", "marks": [{"type": "link", "attrs": {"href": "https://x.example"}}]},
            ],
        }
    ),
]


@pytest.mark.parametrize("document", SOURCES, ids=["wiki", "markdown", "html", "adf"])
def test_a_bold_line_is_a_heading(document: Document) -> None:
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("paragraph", "before"),
        ("heading", "Steps:"),
        ("paragraph", "open it"),
    ]
    assert document.blocks[2].links == (Link("it", "https://x.example"),)


@pytest.mark.parametrize(
    "source",
    [
        "*Do not deploy this.*",
        "*" + "a long stressed line " * 5 + "end*",
        "the *bold* word",
        "*Key:* value",
        "*[link|https://x.example]*",
        "***",
    ],
)
def test_a_stressed_sentence_or_word_is_none(source: str) -> None:
    assert [block.kind for block in wiki.read(source).blocks] == ["paragraph"]


def test_a_bold_item_stays_an_item() -> None:
    assert [block.kind for block in wiki.read("* *Steps*").blocks] == ["item"]

"""ADF → document: every node of Atlassian's schema keeps its words and its kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.jira.issue import ticket_of
from checks.document import Block, Link
from checks.evaluate import evaluate
from checks.reading import adf
from checks.reading.hidden import visible


def node(kind: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def words(text: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": text, "marks": list(marks)}


def paragraph(text: str) -> dict[str, Any]:
    return node("paragraph", words(text))


def blocks(*content: Any) -> tuple[Block, ...]:
    return adf.read(node("doc", *content)).blocks


def test_a_heading_keeps_its_level() -> None:
    assert blocks(node("heading", words("Goal"), level=3)) == (Block("heading", "Goal", level=3),)


def test_a_nested_list_keeps_its_levels_and_reading_order() -> None:
    inner = node("bulletList", node("listItem", paragraph("b")))
    found = blocks(node("orderedList", node("listItem", paragraph("a"), inner), node("listItem", paragraph("c"))))
    assert [(block.kind, block.text, block.level, block.depth) for block in found] == [
        ("item", "a", 1, 0),
        ("item", "b", 2, 1),
        ("item", "c", 1, 0),
    ]


@pytest.mark.parametrize("kind", ["taskItem", "blockTaskItem"])
def test_a_task_keeps_its_tick(kind: str) -> None:
    found = blocks(node("taskList", node(kind, words("x"), state="DONE"), node(kind, words("y"), state="TODO")))
    assert [(block.kind, block.text, block.done) for block in found] == [("task", "x", True), ("task", "y", False)]


def test_a_decision_is_a_decision() -> None:
    found = blocks(node("decisionList", node("decisionItem", words("Use Postgres"), state="DECIDED")))
    assert [(block.kind, block.text) for block in found] == [("decision", "Use Postgres")]


def test_a_table_keeps_rows_cells_and_headers() -> None:
    found = blocks(
        node(
            "table",
            node("tableRow", node("tableHeader", paragraph("Field")), node("tableHeader", paragraph("Type"))),
            node("tableRow", node("tableCell", paragraph("id")), node("tableCell", paragraph("int"), paragraph("> 0"))),
        )
    )
    assert [(block.kind, block.cells, block.header) for block in found] == [
        ("row", ("Field", "Type"), True),
        ("row", ("id", "int\n> 0"), False),
    ]
    assert found[0].text == "Field | Type"


def test_a_code_block_keeps_its_language_and_its_spaces() -> None:
    assert blocks(node("codeBlock", words("if x:\n    y\n"), language="Python")) == (
        Block("code", "if x:\n    y", language="python"),
    )


def test_each_paragraph_of_a_panel_or_quote_says_where_it_stands() -> None:
    found = blocks(
        node("panel", paragraph("a"), paragraph("b"), panelType="info"),
        node("blockquote", paragraph("c"), paragraph("d")),
    )
    assert [(block.kind, block.text) for block in found] == [
        ("panel", "a"),
        ("panel", "b"),
        ("quote", "c"),
        ("quote", "d"),
    ]


@pytest.mark.parametrize("kind", ["expand", "nestedExpand"])
def test_an_expand_keeps_its_title_and_what_it_hides(kind: str) -> None:
    found = blocks(node(kind, paragraph("inside"), title="More"))
    assert [(block.kind, block.text, block.depth) for block in found] == [
        ("expand", "More", 0),
        ("paragraph", "inside", 1),
    ]


@pytest.mark.parametrize("kind", ["inlineCard", "blockCard", "embedCard"])
def test_a_card_is_a_link(kind: str) -> None:
    found = blocks(
        node("paragraph", node(kind, url="https://example.com/x"))
        if kind == "inlineCard"
        else node(kind, url="https://example.com/x")
    )
    assert [block.links for block in found] == [(Link("https://example.com/x", "https://example.com/x"),)]


def test_a_link_over_several_text_nodes_is_one_link() -> None:
    mark = {"type": "link", "attrs": {"href": "https://example.com"}}
    found = blocks(
        node("paragraph", words("see "), words("the ", mark), words("spec", mark, {"type": "strong"}), words("."))
    )
    assert found == (Block("paragraph", "see the spec.", links=(Link("the spec", "https://example.com"),)),)


def test_a_picture_keeps_its_name_and_its_caption() -> None:
    found = blocks(
        node("mediaSingle", node("media", type="file", alt="error.png"), node("caption", words("The error")))
    )
    assert [(block.kind, block.text) for block in found] == [("media", "error.png"), ("paragraph", "The error")]


def test_inline_nodes_keep_their_words() -> None:
    found = blocks(
        node(
            "paragraph",
            node("mention", id="5b1", text="@Ann"),
            words(" by "),
            node("date", timestamp="1700000000000"),
            node("hardBreak"),
            node("status", text="BLOCKED", color="red"),
            words(" "),
            node("emoji", shortName=":tada:", text="🎉"),
            words(" "),
            words("GET /x", {"type": "code"}),
        )
    )
    assert found[0].text == "@Ann by 2023-11-14\nBLOCKED 🎉 GET /x"
    assert found[0].mentions == ("5b1",)
    assert found[0].code == ("GET /x",)


def test_columns_and_synced_blocks_are_looked_through() -> None:
    found = blocks(
        node("layoutSection", node("layoutColumn", paragraph("left")), node("layoutColumn", paragraph("right"))),
        node("bodiedSyncBlock", paragraph("synced")),
    )
    assert [block.text for block in found] == ["left", "right", "synced"]


def test_an_unknown_node_keeps_its_words_and_is_named() -> None:
    document = adf.read(
        node("doc", node("hologram", paragraph("inside"), title="T"), node("syncBlock", resourceId="1"))
    )
    assert "inside" in document.text
    assert "T" in document.text
    assert document.unknown == {"hologram", "syncBlock"}


def test_an_editors_prompt_is_not_the_tickets_words() -> None:
    assert not adf.read(node("doc", node("paragraph", node("placeholder", text="Describe the goal"))))


def leaves(value: Any) -> Iterator[str]:
    todo = [value]
    while todo:
        current = todo.pop()
        if isinstance(current, dict):
            if current.get("type") == "text":
                yield current["text"]
            todo += current.values()
        elif isinstance(current, list):
            todo += current


@pytest.mark.shared
def test_every_real_document_keeps_every_word(shared: Path) -> None:
    lines = (shared / "fixtures/adf/adf-real-dev.jsonl").read_text("utf-8").splitlines()
    assert lines
    for line in lines:
        source = json.loads(line)["doc"]
        read = "".join(adf.read(source).text.replace("|", "").split())
        for leaf in leaves(source):
            assert "".join(visible(leaf).replace("|", "").split()) in read


@pytest.mark.shared
def test_every_node_of_the_schema_is_known(shared: Path) -> None:
    definitions = json.loads((shared / "specs/adf-full.schema.json").read_text("utf-8"))["definitions"]
    kinds = {
        kind
        for name, definition in definitions.items()
        if name.endswith("_node")
        for kind in definition.get("properties", {}).get("type", {}).get("enum", [])
    }
    assert len(kinds) > 40
    drawn_elsewhere = {"extension", "inlineExtension", "syncBlock"}
    unknown = {kind for kind in kinds if adf.read({"type": kind, "content": []}).unknown}
    assert unknown == drawn_elsewhere


def test_the_name_of_an_unknown_node_is_words_like_any_other() -> None:
    """It is named in the verdict, which is written as JSON: half a character ended the stream that it stood in."""
    issue = {"key": "A-1", "fields": {"description": {"type": "doc", "content": [{"type": "x\ud800\u202e\x1by"}]}}}
    verdict = evaluate(ticket_of(issue))
    assert "x\ufffdy in description" in verdict.not_seen
    assert verdict.model_dump_json()

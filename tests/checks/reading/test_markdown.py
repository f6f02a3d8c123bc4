"""Markdown → document."""

from __future__ import annotations

from checks.document import Block, Link
from checks.reading import markdown
from checks.reading.markdown import CAP


def said(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in markdown.read(source).blocks]


def test_blocks_of_github_markdown_are_told_apart() -> None:
    source = "# Goal\n\ntext **bold**\n\n- a\n  1. b\n\n> said\n\n---\n\n```JSON\n{}\n```\n\n    indented\n"
    assert said(source) == [
        ("heading", "Goal"),
        ("paragraph", "text bold"),
        ("item", "a"),
        ("item", "b"),
        ("quote", "said"),
        ("rule", ""),
        ("code", "{}"),
        ("code", "indented"),
    ]
    assert [block.language for block in markdown.read(source).of("code")] == ["json", ""]


def test_a_box_makes_a_task() -> None:
    found = [(block.text, block.done) for block in markdown.read("- [ ] a\n- [x] b\n").of("task")]
    assert found == [("a", False), ("b", True)]


def test_a_table_keeps_rows_cells_and_headers() -> None:
    blocks = markdown.read("| A | B |\n|---|---|\n| 1 | `x` |\n").blocks
    assert [(block.cells, block.header) for block in blocks] == [(("A", "B"), True), (("1", "x"), False)]


def test_links_pictures_and_code_are_told_apart() -> None:
    block, media = markdown.read("see [the spec](https://example.com) ![shot](a.png) `GET /x`").blocks
    assert block == Block("paragraph", block.text, links=(Link("the spec", "https://example.com"),), code=("GET /x",))
    assert (media.kind, media.text) == ("media", "shot")
    before, picture = markdown.read('see <img alt="shot" src="a.png"> for it').blocks
    assert (before.text, picture.kind, picture.text) == ("see  for it", "media", "shot")


def test_a_templates_hidden_prompt_is_not_the_tickets_words() -> None:
    assert said("<!-- Describe the bug,\n\nwith steps -->\nIt <!-- really --> fails<br>here") == [
        ("paragraph", "It  fails\nhere")
    ]


def test_html_inside_is_read_as_html() -> None:
    assert said("<details><summary>Log</summary>\n\nline\n\n</details>\n") == [("expand", "Log"), ("paragraph", "line")]


def test_names_that_look_like_markup_stay() -> None:
    text = 'File "<frozen x>", line 1, in <module> of __init__ and __main__ <b>bold</b>'
    assert markdown.read(text).text == text.replace("<b>", "").replace("</b>", "")


def test_what_is_past_the_cap_is_counted() -> None:
    document = markdown.read("a" * (CAP + 100))
    assert document.cut == 100
    assert len(document.text) == CAP

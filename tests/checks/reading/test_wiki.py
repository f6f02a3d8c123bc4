"""Jira wiki markup → document."""

from __future__ import annotations

import pytest

from checks.document import Block, Link
from checks.reading import wiki


def said(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in wiki.read(source).blocks]


def test_headings_keep_their_level_and_lose_their_marks() -> None:
    assert wiki.read("h2. *Goal*\nh4.Why").blocks == (
        Block("heading", "Goal", level=2),
        Block("heading", "Why", level=4),
    )


def test_list_marks_give_levels_and_a_following_line_belongs_to_its_item() -> None:
    blocks = wiki.read("* a\n** b\nmore\n*# c\n- d\n\nafter").blocks
    assert [(block.kind, block.text, block.level) for block in blocks] == [
        ("item", "a", 1),
        ("item", "b\nmore", 2),
        ("item", "c", 2),
        ("item", "d", 1),
        ("paragraph", "after", 0),
    ]


def test_a_box_makes_a_task() -> None:
    assert [(block.text, block.done) for block in wiki.read("* [x] a\n* [ ] b").of("task")] == [
        ("a", True),
        ("b", False),
    ]


def test_a_table_keeps_rows_cells_headers_and_pipes_inside_links() -> None:
    blocks = wiki.read("||Field||Type||\n|id|[int|https://example.com]|\n|two\nlines|x|").blocks
    assert [(block.cells, block.header) for block in blocks] == [
        (("Field", "Type"), True),
        (("id", "int"), False),
        (("two\nlines", "x"), False),
    ]
    assert blocks[1].links == (Link("int", "https://example.com"),)


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("{code:java}\nint *x*;\n{code}", "java"),
        ("{code:title=A.java|language=Java}int *x*;{code}", "java"),
        ("{noformat}\nint *x*;\n{noformat}", ""),
        ("```java\nint *x*;\n```", "java"),
    ],
)
def test_code_is_kept_as_written_with_its_language(source: str, language: str) -> None:
    (code,) = wiki.read(source).of("code")
    assert (code.text, code.language) == ("int *x*;", language)


def test_words_after_an_unclosed_code_mark_are_words() -> None:
    assert said("before {code} after") == [("paragraph", "before\nafter")]


def test_quotes_panels_and_expands_hold_what_stands_in_them() -> None:
    source = "{quote}\nsaid\n* item\n{quote}\n{panel:title=Note}\nbody\n{panel}\nbq. once\n{expand:More}\nx\n{expand}"
    assert said(source) == [
        ("quote", "said"),
        ("item", "item"),
        ("panel", "Note"),
        ("panel", "body"),
        ("quote", "once"),
        ("expand", "More"),
        ("paragraph", "x"),
    ]


def test_inline_marks_give_links_people_pictures_and_code() -> None:
    block, media = wiki.read(
        "*Ask* [~ann] for [the spec|https://example.com/a?b=c] and https://example.com/d. "
        "{{GET /x/{id}}} {color:red}now{color} !error.png|thumbnail!"
    ).blocks
    assert block.text == "Ask @ann for the spec and https://example.com/d. GET /x/{id} now"
    assert block.links == (
        Link("the spec", "https://example.com/a?b=c"),
        Link("https://example.com/d", "https://example.com/d"),
    )
    assert block.mentions == ("ann",)
    assert block.code == ("GET /x/{id}",)
    assert (media.kind, media.text) == ("media", "error.png")


@pytest.mark.parametrize(
    "words",
    [
        "a snake_case_name and 2*3*4",
        "GET /users/{id}/items",
        "choose [yes|no] now",
        "Stop! Now! Please!",
        "C:\\Users\\me",
        "from 3 - 4 to 5",
        "| Memory: 6M/10M",
        "config->{1} = x",
    ],
)
def test_signs_that_mark_nothing_stay(words: str) -> None:
    assert wiki.read(words).text == words


def test_embedded_adf_is_read_as_adf() -> None:
    source = '{adf:display=block}\n{"type":"expand","attrs":{"title":"T"},"content":[{"type":"paragraph","content":[{"type":"text","text":"x"}]}]}\n{adf}'
    assert said(source) == [("expand", "T"), ("paragraph", "x")]


def test_markdown_habits_are_understood() -> None:
    assert said("## Criteria\n1. one\n2) two\n> quoted\n`code`") == [
        ("heading", "Criteria"),
        ("item", "one"),
        ("item", "two"),
        ("quote", "quoted"),
        ("paragraph", "code"),
    ]


def test_a_numbered_list_of_jiras_own_is_no_heading() -> None:
    assert [block.kind for block in wiki.read("# one\n## one a\n### deeper").blocks] == ["item", "item", "item"]

"""Jira's rendered HTML → document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checks.document import Block, Document, Link
from checks.reading import html, markdown


def said(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in html.read(source).blocks]


def test_white_space_reads_as_a_browser_shows_it() -> None:
    assert said("<p>one\n  two <b>three</b> <i>four</i></p>\n\n<p>five<br/>six</p>") == [
        ("paragraph", "one two three four"),
        ("paragraph", "five\nsix"),
    ]


def test_a_code_panel_keeps_its_language_and_its_lines() -> None:
    source = (
        '<div class="code panel" style="border-width: 1px;"><div class="codeContent panelContent">'
        '<pre class="code-java"><span class="code-keyword">int</span> x;\n  y</pre></div></div>'
    )
    assert html.read(source).blocks == (Block("code", "int x;\n  y", language="java"),)


def test_preformatted_text_is_code_of_no_language() -> None:
    source = (
        '<div class="preformatted panel"><div class="preformattedContent panelContent"><pre>a\n b</pre></div></div>'
    )
    assert html.read(source).blocks == (Block("code", "a\n b"),)


def test_a_panel_keeps_its_title() -> None:
    source = (
        '<div class="panel"><div class="panelHeader"><b>Note</b></div>'
        '<div class="panelContent"><p>one</p><p>two</p></div></div>'
    )
    assert said(source) == [("panel", "Note"), ("panel", "one"), ("panel", "two")]


def test_nested_lists_keep_their_levels_and_the_words_after_them() -> None:
    blocks = html.read('<ul class="alternate"><li>a<ol><li>b</li></ol>tail</li><li>c</li></ul>').blocks
    assert [(block.kind, block.text, block.level) for block in blocks] == [
        ("item", "a", 1),
        ("item", "b", 2),
        ("paragraph", "tail", 0),
        ("item", "c", 1),
    ]


def test_a_task_is_told_in_each_of_its_forms() -> None:
    source = (
        '<ul><li><input type="checkbox" checked> a</li><li><p><input type="checkbox"> b</p></li></ul>'
        '<ul class="inline-task-list"><li class="checked" data-inline-task-id="1">c</li></ul>'
        '<div data-task-state="TODO">d</div>'
    )
    assert [(block.text, block.done) for block in html.read(source).of("task")] == [
        ("a", True),
        ("b", False),
        ("c", True),
        ("d", False),
    ]


def test_a_table_keeps_rows_cells_and_headers() -> None:
    source = (
        '<div class="table-wrap"><table class="confluenceTable"><tbody>'
        '<tr><th class="confluenceTh">A</th><th class="confluenceTh">B</th></tr>'
        '<tr><td class="confluenceTd">1<br/>2</td><td class="confluenceTd"><ul><li>x</li><li>y</li></ul></td></tr>'
        "</tbody></table></div>"
    )
    blocks = html.read(source).blocks
    assert [(block.cells, block.header) for block in blocks] == [(("A", "B"), True), (("1\n2", "x\ny"), False)]


def test_links_and_people_and_pictures_are_told_apart() -> None:
    block, media = html.read(
        '<p><a href="https://example.com/x" class="external-link">the <b>spec</b></a> '
        '<a class="user-hover" rel="ann" href="/secure/ViewProfile.jspa?name=ann">Ann Lee</a> '
        '<span class="image-wrap"><img src="/secure/attachment/1/error.png"/></span> <tt>GET /x</tt></p>'
    ).blocks
    assert block.text == "the spec @Ann Lee GET /x"
    assert block.links == (Link("the spec", "https://example.com/x"),)
    assert block.mentions == ("ann",)
    assert block.code == ("GET /x",)
    assert (media.kind, media.text) == ("media", "error.png")


def test_a_tick_emoticon_is_a_tick() -> None:
    assert said('<p><img class="emoticon" src="/images/icons/emoticons/check.png" alt="(/)"> done</p>') == [
        ("paragraph", "✓ done")
    ]


def test_what_a_page_does_not_show_is_not_read() -> None:
    assert said("<!-- prompt --><script>x()</script><style>p{}</style><p>shown</p>") == [("paragraph", "shown")]


@pytest.mark.parametrize("read", [html.read, markdown.read])
@pytest.mark.parametrize("page", ["<!-- prompt -->\n\nshown", "shown <!-- prompt --> here", "shown\n\n<!-- prompt -->"])
def test_comments_are_kept_beside_the_text(read: Callable[[str], Document], page: str) -> None:
    document = read(page)
    assert "prompt" not in document.text
    assert "prompt" in "".join(document.comments)


def test_details_hide_their_words_under_a_title() -> None:
    assert said("<details><summary>Log</summary>line<p>more</p></details>") == [
        ("expand", "Log"),
        ("paragraph", "line"),
        ("paragraph", "more"),
    ]


def test_an_unknown_element_keeps_its_words_and_is_named() -> None:
    document = html.read("<p><jira-widget>word</jira-widget></p>")
    assert document.text == "word"
    assert document.unknown == {"jira-widget"}

"""A section of a description is edited; all else stays as it was."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.editing import edit_adf, edit_wiki
from checks.reading import adf, wiki


def heading(words: str, level: int = 2) -> dict[str, Any]:
    return {"type": "heading", "attrs": {"level": level}, "content": [{"type": "text", "text": words}]}


def paragraph(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": words}]}


DOC: dict[str, Any] = {
    "type": "doc",
    "version": 1,
    "content": [
        paragraph("intro"),
        heading("Contract:"),
        paragraph("old"),
        heading("Deep", 3),
        heading("Next"),
        {"type": "x"},
    ],
}


def test_text_goes_to_the_end_of_its_section() -> None:
    edited = edit_adf.add_to_section(DOC, "contract", "- a\n- b")
    assert edited["content"][:4] == DOC["content"][:4]
    assert edited["content"][4]["type"] == "bulletList"
    assert edited["content"][5:] == DOC["content"][4:]


def test_a_missing_section_is_added_at_the_end() -> None:
    edited = edit_adf.add_to_section(DOC, "Done", "It works.")
    assert edited["content"] == [*DOC["content"], heading("Done", 2), paragraph("It works.")]
    assert edit_adf.add_to_section(None, "Done", "It works.")["content"] == [heading("Done", 3), paragraph("It works.")]


def test_what_a_person_types_becomes_paragraphs_lists_and_code() -> None:
    kinds = [block["type"] for block in edit_adf.blocks("one\ntwo\n\n1. a\n2. b\n\n```json\n{}\n\n[]\n```\nend")]
    assert kinds == ["paragraph", "orderedList", "codeBlock", "paragraph"]
    assert edit_adf.blocks("```JSON\n{}\n```") == [
        {"type": "codeBlock", "attrs": {"language": "json"}, "content": [{"type": "text", "text": "{}"}]}
    ]


def link(url: str) -> dict[str, Any]:
    return {"type": "text", "text": url, "marks": [{"type": "link", "attrs": {"href": url}}]}


def test_an_address_that_a_person_types_leads_somewhere_in_adf() -> None:
    [said] = edit_adf.blocks("See https://a.example/x?y=1&z=2, or (http://b.example/c).")
    assert said["content"] == [
        {"type": "text", "text": "See "},
        link("https://a.example/x?y=1&z=2"),
        {"type": "text", "text": ", or ("},
        link("http://b.example/c"),
        {"type": "text", "text": ")."},
    ]
    [said] = edit_adf.blocks("- https://a.example/見る。次")
    [item] = said["content"]
    assert item["content"][0]["content"] == [link("https://a.example/見る"), {"type": "text", "text": "。次"}]
    [code] = edit_adf.blocks("```\nhttps://a.example\n```")
    assert code["content"] == [{"type": "text", "text": "https://a.example"}]


@pytest.mark.parametrize(
    "words", ["می\u200cخواهم", "क्\u200dष", "👩\u200d💻 ❤\ufe0f", "שלום\u200f (abc)", "日本語の答え"]
)
def test_words_of_every_script_stand_in_the_ticket_as_they_were_typed(words: str) -> None:
    assert edit_adf.blocks(words) == [paragraph(words)]
    assert edit_wiki.body(words) == words


def test_what_hides_words_or_turns_them_round_is_not_written() -> None:
    assert edit_adf.blocks("pay \u202e001\u202c\U000e0041 \u200b\x07now") == [paragraph("pay 001 now")]
    assert edit_adf.blocks("\u200d\n\u200f") == []


@pytest.mark.parametrize("description", ["a string", 3, [], {"type": "paragraph"}, {"type": "doc", "content": {}}])
def test_what_is_no_document_is_not_edited(description: object) -> None:
    with pytest.raises(ValueError, match="ADF"):
        edit_adf.add_to_section(description, "x", "y")


_nodes = st.recursive(
    st.none()
    | st.integers()
    | st.text(max_size=8)
    | st.builds(heading, st.sampled_from(["A", "B"]), st.integers(1, 6)),
    lambda inner: (
        st.dictionaries(st.sampled_from(["type", "content", "attrs", "marks", "zz"]), inner, max_size=4)
        | st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(_nodes, max_size=6), st.sampled_from(["A", "B", "C"]), st.text(max_size=40))
def test_every_adf_node_outside_the_section_stays_equal(content: list[Any], name: str, text: str) -> None:
    document = {"type": "doc", "version": 1, "content": content, "unknown": 1}
    before = json.dumps(document)
    edited = edit_adf.add_to_section(document, name, text)
    assert json.dumps(document) == before
    added = len(edited["content"]) - len(content)
    assert any(
        edited["content"][:at] == content[:at] and edited["content"][at + added :] == content[at:]
        for at in range(len(content) + 1)
    )
    assert {key: value for key, value in edited.items() if key != "content"} == {
        key: value for key, value in document.items() if key != "content"
    }


@pytest.mark.shared
def test_real_documents_survive_an_edit(shared: Path) -> None:
    for line in (shared / "fixtures/adf/adf-real-dev.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)["doc"]
        edited = edit_adf.add_to_section(document, "Definition of done", "It answers 200.")
        assert [node for node in edited["content"] if node in document["content"]] == document["content"]
        assert "It answers 200." in adf.read(edited).text


WIKI = "intro\r\n\r\nh2. *Contract*:\r\nold\r\n{code}\r\nh2. not a heading\r\n{code}\r\n\r\nh2. Next\r\nrest"


def test_wiki_text_goes_to_the_end_of_its_section_with_the_sources_line_ends() -> None:
    edited = edit_wiki.add_to_section(WIKI, "contract", "- a\n- b")
    assert edited == WIKI.replace("h2. Next", "* a\r\n* b\r\n\r\nh2. Next")


def test_a_missing_wiki_section_is_added_at_the_end() -> None:
    assert edit_wiki.add_to_section("intro", "Done", "It works.") == "intro\n\nh3. Done\n\nIt works."
    assert edit_wiki.add_to_section(None, "Done", "It works.") == "h3. Done\n\nIt works."


@pytest.mark.parametrize(
    ("levels", "added"),
    [((), 3), ((2,), 2), ((2, 2), 2), ((1, 2, 2), 2), ((1, 2, 3, 3), 2), ((2, 3, 2), 2), ((3, 2), 2), ((4, 4), 4), ((1,), 1)],
)  # fmt: skip
def test_a_heading_that_is_added_is_no_part_of_the_section_before_it(levels: tuple[int, ...], added: int) -> None:
    """Contracts below *Out of scope* would be read as out of scope."""
    source = "\n\n".join(f"h{level}. Out of scope\n\nrest" for level in levels)
    assert f"h{added}. Contracts\n\nIt takes an id." in edit_wiki.add_to_section(source, "Contracts", "It takes an id.")
    content = [heading("Out of scope", level) for level in levels]
    edited = edit_adf.add_to_section({"type": "doc", "version": 1, "content": content}, "Contracts", "It takes an id.")
    assert edited["content"][len(levels)]["attrs"] == {"level": added}


def test_a_heading_that_is_added_is_one_that_jira_has_whatever_stands_before_it() -> None:
    document = {"type": "doc", "version": 1, "content": [heading("A", 9), heading("B", 9)]}
    assert edit_adf.add_to_section(document, "C", "x")["content"][2]["attrs"] == {"level": 6}


_wiki = st.lists(
    st.sampled_from(["h2. A", "h3. B", "{code}", "{quote}", "\n", "\r\n", "* x", "|a|", "text ", "\\", "h1.", " "])
    | st.text(max_size=5)
).map("".join)


@given(_wiki, st.sampled_from(["A", "B", "C"]), st.text(max_size=40))
def test_every_byte_outside_the_section_stays(source: str, name: str, text: str) -> None:
    edited = edit_wiki.add_to_section(source, name, text)
    added = len(edited) - len(source)
    assert any(edited[:at] == source[:at] and edited[at + added :] == source[at:] for at in range(len(source) + 1))


@pytest.mark.parametrize(
    "source",
    ["h1. a" + " " * 64_000 + "b\ntext", "{code}{code}\nh1. a\n" * 8_000, " \n" * 64_000, "h1. a" + "\r" * 64_000],
)
def test_a_crafted_wiki_description_costs_linear_time(source: str) -> None:
    before = time.process_time()
    edit_wiki.add_to_section(source, "Done when", "It works.")
    assert time.process_time() - before < 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("line", ["h2.A", "h2.  A  ", " \th2. A\t", "h2. *A*:"])
def test_a_wiki_heading_is_known_whatever_spaces_stand_around_it(line: str, end: str) -> None:
    edited = edit_wiki.add_to_section(f"{line}{end}old{end}{end}h2. B", "A", "new")
    assert edited == f"{line}{end}old{end}{end}new{end}{end}h2. B"


@pytest.mark.parametrize(
    "words",
    [
        "GET /users/{id} answers [200] with *all* _fields_ or {{none}}",
        "see https://example.com/a_b-c?d=[x] and C:\\new\\{x} \\\\share\\x",
        "-1 + 2 (x) (/) !important! a|b ^c~ - e",
        "# not a list",
        "h1. not a heading",
        "bq. not a quotation",
    ],
)
def test_what_was_typed_is_what_is_read_in_wiki_markup(words: str) -> None:
    assert wiki.read(edit_wiki.body(words)).text == words


@pytest.mark.parametrize(
    "words",
    [
        "http://\\{panel:title=http://\\}x",
        "x://\\{html:a=http://\\}",
        "```\n{code}\n{noformat}{panel}x\n```",
        "http://a.example/!http://b.example/x.png!",
        "http://a.example/! http://b.example/!",
    ],
)
def test_no_macro_and_no_picture_is_made_of_what_was_typed(words: str) -> None:
    """A macro begins at a brace, a picture at an exclamation mark, before which no backslash stands that is not escaped."""
    written = edit_wiki.body(words)
    assert not re.search(r"(?<!\\)(?:\\\\)*[{}]", written), written
    assert not re.search(r"(?<!\\)(?:\\\\)*!.*!", written), written
    assert {block.kind for block in wiki.read(written).blocks} == {"paragraph"}


def test_code_that_holds_both_marks_of_code_cannot_leave_its_block() -> None:
    written = edit_wiki.body("```\n{code}\n{noformat}\n{html}x{html}\n```")
    assert written == "\\{code\\}\n\\{noformat\\}\n\\{html\\}x\\{html\\}"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_what_was_typed_is_what_is_read_in_adf(words: str) -> None:
    read = " ".join(adf.read(edit_adf.body(f"x {words}")).text.split())
    assert read == " ".join(f"x {words}".split())

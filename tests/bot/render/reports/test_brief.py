"""The brief's Markdown shows a ticket's words as words, and to an agent as data."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.render.reports.brief import brief_file, brief_markdown
from bot.reports.brief import Brief, Code, Line
from tests.bot.render.samples import HOSTILE, texts, verdict

BRIEF = Brief(
    "PAY-12",
    "https://acme.atlassian.net/browse/PAY-12",
    "Refund by API",
    verdict("ready"),
    (
        ("purpose", (Line("Support refunds by *hand* today.", "description"),)),
        ("contracts", (Line("endpoint POST /refunds", "read by us"),)),
    ),
    (Code("json", '{"amount": 1}', "description"),),
)


def test_it_reads_as_a_document() -> None:
    assert brief_markdown(BRIEF) == (
        "# [PAY-12](https://acme.atlassian.net/browse/PAY-12) Refund by API\n\n"
        "PAY-12 is ready for a contractor. Each line says where in the ticket it comes from. "
        "Secrets and personal data are masked.\n\n"
        "## Why it is wanted\n\n- Support refunds by \\*hand\\* today. (description)\n\n"
        "## Contracts\n\n- endpoint POST /refunds (read by us)\n\n"
        'From the description:\n\n```json\n{"amount": 1}\n```\n'
    )


def test_a_long_part_says_how_much_it_leaves_out() -> None:
    lines = tuple(Line(f"line {number}", "description") for number in range(45))
    brief = Brief("PAY-12", None, "x", verdict("ready"), (("also", lines),))
    assert "And 5 more lines in the ticket." in brief_markdown(brief)


def test_the_files_name_is_the_tickets_key() -> None:
    assert brief_file(BRIEF) == "PAY-12-brief.md"
    assert brief_file(Brief("", None, "", verdict("ready", key="../../x"), ())) == "x-brief.md"


def links_and_markup(source: str) -> set[str]:
    tokens = MarkdownIt("commonmark").parse(source)
    return {child.type for token in tokens for child in token.children or []} | {token.type for token in tokens}


@settings(max_examples=60, deadline=None)
@given(texts | st.text(alphabet="#-*_`[]()<>!|~ \n1.", max_size=60))
def test_no_words_of_a_ticket_link_or_format(words: str) -> None:
    brief = Brief("PAY-12", None, words, verdict("ready"), (("also", (Line(words, words),)),))
    kinds = links_and_markup(brief_markdown(brief))
    assert not kinds & {"link_open", "image", "em_open", "strong_open", "html_inline", "html_block", "code_inline"}


@settings(max_examples=60, deadline=None)
@given(texts | st.text(alphabet="`~ \nab", max_size=60))
def test_an_agent_gets_a_tickets_words_only_between_fences(words: str) -> None:
    marked = f"@@{words}@@"
    brief = Brief(
        "PAY-12", None, marked, verdict("ready", receiver="agent"), (("also", (Line(marked, "description"),)),),
        (Code("json", marked, "description"),),
    )  # fmt: skip
    tokens = MarkdownIt("commonmark").parse(brief_markdown(brief))
    assert sum("@@" in token.content for token in tokens if token.type == "fence") == 3
    assert not any("@@" in token.content for token in tokens if token.type == "inline")


def test_the_hostile_title_is_harmless() -> None:
    assert "<!channel>" not in brief_markdown(Brief("A-1", None, HOSTILE, verdict("ready"), ()))

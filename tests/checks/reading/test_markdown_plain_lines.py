"""Lines without marks are spared the library's parser, and read as it would read them."""

from __future__ import annotations

from functools import cache
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checks.reading import markdown


@cache
def _whole_library() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


@given(st.text(alphabet="ab1é .-+#>|\n:*_`[]()!<&;~\\\t", max_size=60))
def test_plain_lines_are_read_as_the_library_reads_them(source: str) -> None:
    ours = markdown.read(source)
    with patch.object(markdown, "_parser", _whole_library):
        assert ours == markdown.read(source)

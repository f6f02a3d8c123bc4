"""Whatever bytes come in, each source gives issues or says why not, and never raises."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.commands.parts.sources import Input, Issue, decode, read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["key", "fields", "issues", "issue"]), inner)
    ),
    max_leaves=6,
)

UNREADABLE = Path("/proc/self/mem")
"""A file that is opened and gives nothing, whoever asks."""


def issues(raw: bytes, kind: Input = "auto", name: str = "-") -> list[Issue]:
    return list(read(io.BytesIO(raw), name, kind))


@pytest.mark.parametrize("kind", get_args(Input))
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read(kind: Input, raw: bytes) -> None:
    for issue in issues(raw, kind):
        assert issue.error or issue.json


@pytest.mark.parametrize("kind", ["auto", "json", "jsonl"])
@given(value=JSON)
def test_any_json_is_an_issue_or_an_error_that_quotes_nothing(kind: Input, value: Any) -> None:
    for issue in issues(json.dumps(value).encode() + b"\n", kind):
        assert issue.error or isinstance(issue.json["fields"], dict)


@given(st.lists(st.sampled_from([b'{"key": "A-1", "fields": {}}', b"", b"{", b"[]", b"\xff", b" "]), max_size=8))
def test_there_is_one_issue_for_each_line(lines: list[bytes]) -> None:
    assert len(issues(b"".join(line + b"\n" for line in lines), "jsonl")) == len(lines)


def test_only_a_line_feed_ends_a_line() -> None:
    text = json.dumps({"key": "A-1", "fields": {"summary": "one\u2028two\u0085three\x0cfour"}}, ensure_ascii=False)
    (issue,) = issues(text.encode() + b"\r\n", "jsonl")
    assert issue.error is None


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    (issue,) = issues(b'\xef\xbb\xbf{"key": "A-1", "fields": {}}', "json")
    assert issue.error is None


def test_half_a_surrogate_pair_becomes_a_question_mark_and_a_whole_pair_stays() -> None:
    assert decode(b'["\\ud83d", "\\ud83e\\uddfe", "\\\\ud83d"]') == ["?", "🧾", "\\ud83d"]


@pytest.mark.parametrize(
    ("name", "key"), [("PAY-12.md", "PAY-12"), ("notes/PAY-13.markdown", "PAY-13"), ("x.txt", "x")]
)
def test_the_name_of_a_file_says_how_it_is_written(name: str, key: str) -> None:
    (issue,) = issues(b'{"not": "json to us"}', name=name)
    assert issue.key == key


@pytest.mark.skipif(not UNREADABLE.is_file(), reason="needs Linux's /proc")
@pytest.mark.parametrize("command", ["backtest", "assess", "brief", "check"])
def test_a_file_that_cannot_be_read_is_said_to_be_one(command: str) -> None:
    done = CliRunner().invoke(main, [command, str(UNREADABLE)], catch_exceptions=False)
    assert done.exit_code == 2
    assert f"{UNREADABLE}: the file cannot be read: Input/output error." in done.output

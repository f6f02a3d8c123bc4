"""Edits one section of a description in Jira wiki markup. All other bytes stay, line ends included."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from bot.jira.editing.edit_adf import level_beside, same_heading
from bot.jira.editing.said import Item, Said, said
from checks.reading import wiki

_SPECIAL = re.compile(r"([{}\[\]!*_^~|]|(?<!\w)[-+?](?=\S)|^[#-](?=\s)|\((?=[/xyn!?]\)))")
_BACKSLASHES = re.compile(r"\\(?=[^\w\s]|$)")
"""A backslash that would escape what follows it, or break the line together with another."""
_OPENING = re.compile(r"^(\s*(?:h[1-6]|bq))\.")
"""What would make the line a heading or a quotation."""
_URL = re.compile(r"((?:https?|ftp)://[^\s<>\"|{}\[\]]++)")
_HEADING = re.compile(r"^[ \t]*h([1-6])\.([^\n]*)", re.MULTILINE)
Heading: TypeAlias = tuple[int, str, int, int]
"""Level, words, and where the line begins and ends."""
_RAW = re.compile(r"(?<!\\)\{(code|noformat|adf)(?:[:=|][^{}\n]*)?\}")


def body(text: str) -> str:
    """What a person typed, as wiki markup. Special characters are escaped, so that it is shown as typed."""
    return "\n\n".join(_block(block) for block in said(text))


def add_to_section(description: object, heading: str, text: str) -> str:
    """The description with the text at the end of the section of that heading, which is added at the end when there
    is none. Raises: ValueError when the description is no string."""
    source = _source(description)
    headings = _headings(source)
    found = _section(headings, heading, len(source))
    if found is None:
        level = level_beside([level for level, *_ in headings])
        return _inserted(source, len(source), f"h{level}. {_escaped(heading.strip())}\n\n{body(text)}")
    return _inserted(source, found[1], body(text))


def add_at_end(description: object, text: str) -> str:
    """The source with the text after all else. Raises: ValueError when it is no string."""
    source = _source(description)
    return _inserted(source, len(source), body(text))


def _source(description: object) -> str:
    if description is None:
        return ""
    if isinstance(description, str):
        return description
    raise ValueError("the description is not wiki markup")


def _section(headings: Sequence[Heading], heading: str, end: int) -> tuple[int, int] | None:
    """Where what stands under the first heading of that name begins and ends, in characters."""
    for index, (level, words, _, start) in enumerate(headings):
        if same_heading(words, heading):
            following = (begin for other, _, begin, _ in headings[index + 1 :] if other <= level)
            return start, next(following, end)
    return None


def _headings(source: str) -> list[Heading]:
    """Each that is not inside code."""
    raw = _raw_spans(source)
    starts = [start for start, _ in raw]
    headings: list[Heading] = []
    for found in _HEADING.finditer(source):
        before = bisect_right(starts, found.start())
        if not before or raw[before - 1][1] <= found.start():
            words = found[2].removesuffix("\r")
            stop = found.start(2) + len(words)
            headings.append((int(found[1]), wiki.read(words.strip(" \t")).text, found.start(), stop))
    return headings


def _raw_spans(source: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for mark in _RAW.finditer(source):
        if opened is None:
            opened = mark
        elif mark[0] == "{" + opened[1] + "}":
            spans.append((opened.start(), mark.end()))
            opened = None
    return spans


def _inserted(source: str, at: int, words: str) -> str:
    """The words as paragraphs of their own at a place, with the line ends the source has."""
    line = "\r\n" if "\r\n" in source else "\n"
    before, after = source[:at], source[at:]
    words = words.replace("\n", line)
    lead = "" if not before.strip() else line * max(2 - _breaks(before[::-1]), 0)
    tail = "" if not after.strip() else line * max(2 - _breaks(after), 0)
    return f"{before}{lead}{words}{tail}{after}"


def _breaks(text: str) -> int:
    """How many line breaks the text begins with."""
    return text[: len(text) - len(text.lstrip("\r\n \t"))].count("\n")


def _block(block: Said) -> str:
    inside = "\n".join(block.lines)
    if block.kind == "code" and not ("{code" in inside and "{noformat" in inside):  # else nothing could hold it
        mark = "noformat" if "{code" in inside else "code"
        language = f":{block.language}" if block.language and mark == "code" else ""
        return f"{{{mark}{language}}}\n{inside}\n{{{mark}}}"
    return "\n".join(_items(block.items) if block.kind == "list" else map(_escaped, block.lines))


def _items(items: tuple[Item, ...]) -> Iterator[str]:
    """Each with the marks of all the lists it stands in; its further lines follow without, which Jira takes as its own."""
    marks = ""
    for item in items:
        marks = marks[: item.depth] + ("#" if item.numbered else "*")
        first, *further = map(_escaped, item.lines)
        yield f"{marks} {first}"
        yield from further


def _escaped(line: str) -> str:
    """URLs keep working: in them only what could become markup is changed."""
    pieces = _URL.split(_OPENING.sub(r"\1&#46;", line))
    pictures = sum(piece.count("!") for piece in pieces[1::2]) > 1
    return "".join(_address(piece, pictures) if index % 2 else _signs(piece) for index, piece in enumerate(pieces))


def _address(url: str, pictures: bool) -> str:
    """A backslash, which no valid URL holds, would cancel the escape that follows it; text between two exclamation
    marks would be a picture."""
    url = url.replace("\\", "%5C")
    return url.replace("!", "%21") if pictures else url


def _signs(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", _BACKSLASHES.sub("&#92;", words))

"""Restores the line breaks of a text that lost them on the way: exports and boards turn each into two spaces."""

from __future__ import annotations

import re

_GAP = re.compile(r" {2,}")
_RAW = re.compile(r"(\{(?:code|noformat)(?:[:=|][^{}]*+)?\})")
_BULLET = re.compile(r" (?=[*#] [^\s*#])")
_DASH = re.compile(r"(?:(?<=:)|(?<=: )| ) ?(?=- \S)")
_SHORTEST = 60
"""Characters. A shorter text is one line."""


def restored(text: str) -> str:
    """The text, with line breaks where two or more spaces or a run of list marks stand for them.

    Only a text without any line break is changed. In a code block the spaces after the first two are indentation.
    """
    if "\n" in text.strip() or len(text) < _SHORTEST:
        return text
    pieces = _RAW.split(text)
    inside: str | None = None
    for index, piece in enumerate(pieces):
        if index % 2:
            name = piece[1:5]
            inside = name if inside is None else None if inside == name else inside
        else:
            pieces[index] = _lines(piece) if inside is None else _GAP.sub(_code_line, piece)
    return "".join(pieces)


def _lines(piece: str) -> str:
    piece = _GAP.sub(lambda gap: "\n" if len(gap[0]) < 4 else "\n\n", piece)
    if len(_BULLET.findall(piece)) > 1:
        piece = _BULLET.sub("\n", piece)
    first = re.search(r"(?:^|\n|: ?)- \S", piece)
    if first and piece.count(" - ", first.start()) > 1:
        piece = piece[: first.start()] + _DASH.sub("\n", piece[first.start() :])
    return piece


def _code_line(gap: re.Match[str]) -> str:
    return "\n" + gap[0][2:]

"""Cutting a block's text into sentences, also where the line breaks were lost on the way."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(
    r"""
    [ \t\n"'”’)\]](?!(?<=[ ])(?<![.!?…].)[a-z][a-z])(?:  # the engine leaps to these, and on from a space between words
      (?P<stop>(?:(?<=[.!?…][ \t])|(?<=[.!?…]["'”’)\]])["'”’)\]]{0,2}[ \t])[ \t]*)
      (?=["'“‘(\[¿¡]?[^\W_a-z]|[*•<{-])            # a sentence ended
    | (?<=\n)\n*                                  # a line ended
    | (?<=[ \t])[ \t]+(?=[^\sa-z])                # a line ended here before its break was lost
    | (?<=[ ])(?:
        (?=(?:\d{1,2}|[a-h])[.)-][ ]+\S)          # a numbered step follows
      | (?=[*•–][ ]+\S)                           # a bullet follows
      | (?=-[ ]+[A-Z])
      | (?=h[1-6]\.[ ])                           # a heading in wiki markup follows
      )
    )
    """,
    re.VERBOSE,
)
_ITEM = re.compile(r"(?:\d{1,2}[.)]-?|[a-h][.)]|[*•–-]+|h[1-6]\.)[ \t]+")
_GOES_ON = re.compile(
    r"(?:^|[\s(\[])(?:\d{1,2}|[a-h]|e\.g|eg|ex|i\.e|vs|cf|approx|no|resp|incl|dr|mr|ms|st|fig|z\.b|bzw|ca|d\.h|u\.a|vgl|p\.ej|t\.ex|bl\.a|esim|mm|ym|jne|dvs|osv|nr|art|h[1-6])\.$",
    re.IGNORECASE,
)


def segments_of(text: str) -> list[tuple[str, bool]]:
    """The sentences in reading order, each with whether it was a list item. Markers of items are left out."""
    found: list[tuple[str, bool]] = []
    start = 0
    text = text.strip()
    for match in _BOUNDARY.finditer(text):
        if match["stop"] is not None and _goes_on(text[max(start, match.start() - 8) : match.start()]):
            continue
        _keep(text[start : match.start()], found)
        start = match.end()
    _keep(text[start:], found)
    return found


def _goes_on(tail: str) -> bool:
    """The full stop belongs to an abbreviation or to a step's number, not to a sentence's end."""
    return _GOES_ON.search(tail) is not None


def _keep(piece: str, found: list[tuple[str, bool]]) -> None:
    piece = piece.strip()
    item = _ITEM.match(piece)
    if item:
        piece = piece[item.end() :].strip()
    if piece and any(map(str.isalnum, piece)):
        found.append((piece, item is not None))

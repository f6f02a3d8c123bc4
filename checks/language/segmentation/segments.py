"""Cuts a block's text into sentences, even where the line breaks were lost."""

from __future__ import annotations

import re

from checks.language.phrasing import Phrased

_BOUNDARY = re.compile(
    r"""
    [ \t\n"'”’)\]](?!(?<=[ ])(?<![.!?…].)[a-z][a-z])(?:  # the engine leaps to these, and on from a space between words
      (?P<stop>(?:(?<=[.!?…][ \t])|(?<=[.!?…]["'”’)\]])["'”’)\]]{0,2}[ \t])[ \t]*)
      (?=["'“‘(\[¿¡]?[^\W_a-z]|[*•<{-])            # a sentence ended
    | (?<=\n)\n*                                  # a line ended
    | (?<=[ \t])[ \t]+(?=[^\sa-z])                # a line ended here before its break was lost
    | (?<=[ ])(?:
        (?=(?P<step>\d{1,2}|[a-h])[.)-][ ]+\S)    # a numbered step follows
      | (?=[*•–][ ]+\S)                           # a bullet follows
      | (?=-[ ]+[A-Z])
      | (?=h[1-6]\.[ ])                           # a heading in wiki markup follows
      )
    )
    """,
    re.VERBOSE,
)
_STEPS = re.compile(r"(?:^|(?<=[\s.:;]))(\d{1,2}|[a-h])[.)-][ ]+\S")
"""The numbers or letters of what may be numbered steps."""
_ITEM = re.compile(r"(?:\d{1,2}[.)]-?|[a-h][.)]|[*•–-]+|h[1-6]\.)[ \t]+")
TAIL = 12
"""Characters before a full stop that show whether the sentence goes on."""
_GOES_ON = Phrased(r"(?:^|[(\[]|\b(?:«ordinal_before») )\d{1,2}\.$|(?:^|[\s(\[])(?:[a-h]|«abbreviation»|h[1-6])\.$")


def segments_of(text: str) -> list[tuple[str, bool]]:
    """The sentences in reading order, each with whether it was a list item. Item markers are left out."""
    found: list[tuple[str, bool]] = []
    start, steps = 0, frozenset[str]()
    text = text.strip()
    for match in _BOUNDARY.finditer(text):
        if match["stop"] is not None and _goes_on(text[max(start, match.start() - TAIL) : match.start()]):
            continue
        if match["step"] is not None:
            steps = steps or frozenset(_STEPS.findall(text))
            if steps.isdisjoint(_beside(match["step"])):
                continue
        _keep(text[start : match.start()], found)
        start = match.end()
    _keep(text[start:], found)
    return found


def _beside(step: str) -> tuple[str, str]:
    """The markers of the steps before and after: *the 29. of March* and *(Android 14)* are in no such sequence."""
    if step.isdigit():
        return str(int(step) - 1) if int(step) > 1 else "", str(int(step) + 1) if step != "0" else ""
    return chr(ord(step) - 1), chr(ord(step) + 1)


def _goes_on(tail: str) -> bool:
    """The full stop belongs to an abbreviation, a step's number or a German ordinal, and does not end a sentence."""
    return _GOES_ON.search(tail) is not None


def _keep(piece: str, found: list[tuple[str, bool]]) -> None:
    piece = piece.strip()
    item = _ITEM.match(piece)
    if item:
        piece = piece[item.end() :].strip()
    if piece and any(map(str.isalnum, piece)):
        found.append((piece, item is not None))

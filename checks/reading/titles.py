"""Lines that are entirely bold and short: headings to whoever reads the page, though nobody marked them as such."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator

from checks.reading.draft import Draft, Inline

LONGEST = 60
"""Characters. A longer bold line is an emphasised sentence."""
LEVEL = 6
_SENTENCE_ENDS = (".", "!", ",", ";")


def titled(draft: Draft) -> Iterator[Draft]:
    """The paragraph split at its bold lines, each a heading; any other block unchanged."""
    if not draft.strong or draft.kind != "paragraph" or draft.parent:
        yield draft
        return
    draft.inline.sort(key=_place)
    noted = {index for index, _ in draft.inline}
    start = at = 0
    for stop in [*(index for index, part in enumerate(draft.parts) if part == "\n"), len(draft.parts)]:
        line = range(at, stop)
        if noted.isdisjoint(line) and _is_title([draft.parts[index] for index in line], draft.strong, at):
            yield _piece(draft, start, at)
            yield Draft("heading", draft.depth, LEVEL, parts=draft.parts[at:stop])
            start = stop + 1
        at = stop + 1
    yield _piece(draft, start, len(draft.parts))


def _is_title(parts: list[str], strong: Container[int], at: int) -> bool:
    words = "".join(parts).strip()
    return (
        0 < len(words) <= LONGEST
        and any(map(str.isalnum, words))
        and not words.endswith(_SENTENCE_ENDS)
        and all(index in strong or part.strip() in ("", ":") for index, part in enumerate(parts, at))
    )


def _piece(draft: Draft, start: int, stop: int) -> Draft:
    """A run of a paragraph's lines with the marks in it."""
    first, last = (bisect_left(draft.inline, index, key=_place) for index in (start, stop))
    return Draft("paragraph", draft.depth, parts=draft.parts[start:stop], inline=draft.inline[first:last])


def _place(noted: tuple[int, Inline]) -> int:
    return noted[0]

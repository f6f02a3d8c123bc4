"""Two kinds of bars, sized for a phone: verdicts stacked by week, and counts one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.render.charts.palette import BAR, INK, LINE, SOFT, STATES
from bot.render.charts.svg import rect, text
from checks.verdict import Decision

SIZE = 25
"""Height of a letter in pixels at a width of 800: eleven on a phone."""
LETTER = 12.6
"""Average width in pixels of a letter in the legend."""
DIGIT = 16
"""Width of a digit in pixels."""
ROW = 74
WIDEST = 110
LABELLED = 27
"""Height from which on a segment contains its number."""


def stacked(
    columns: Sequence[tuple[str, Mapping[Decision, int]]], left: float, top: float, width: float, height: float
) -> Iterator[str]:
    """One column per week, its verdicts stacked from ready upwards, with their numbers inside and the week below."""
    most = max((sum(counts.values()) for _, counts in columns), default=0) or 1
    step = width / max(len(columns), 1)
    thick = min(step * 0.76, WIDEST)
    every = max(1, round(len(columns) / 6))
    yield rect(left, top + height, width, 2, LINE)
    for index, (label, counts) in enumerate(columns):
        middle, y = left + (index + 0.5) * step, top + height
        for state, (fill, ink) in STATES.items():
            tall = height * counts.get(state, 0) / most
            y -= tall
            yield rect(middle - thick / 2, y, thick, tall - 1.5, fill)
            if tall >= LABELLED:
                yield text(middle, y + tall / 2 + 9, _short(counts[state], thick), SIZE, fill=ink, anchor="middle")
        if (len(columns) - 1 - index) % every == 0:
            yield text(middle, top + height + 34, label, SIZE - 3, fill=SOFT, anchor="middle")


def _short(count: int, width: float) -> str:
    """The number, in thousands where it would be wider than its bar."""
    return str(count) if len(str(count)) * DIGIT <= width + 6 else f"{round(count / 1000)}k"


def legend(names: Sequence[tuple[Decision, str]], left: float, top: float) -> Iterator[str]:
    """The names of the verdicts beside their colours, on one line."""
    x = left
    for state, name in names:
        yield rect(x, top, 24, 24, STATES[state][0], radius=4)
        yield text(x + 34, top + 21, name, SIZE - 2, fill=INK)
        x += 34 + len(name) * LETTER + 26


def rows(counts: Sequence[tuple[str, int]], left: float, top: float, width: float, *, most: int = 0) -> Iterator[str]:
    """One row each: its words, and below them a bar with its number at the end. `most` is the number of a full bar."""
    most = most or max((count for _, count in counts), default=0) or 1
    room = width - 22 - DIGIT * max((len(str(count)) for _, count in counts), default=1)
    for index, (name, count) in enumerate(counts):
        y = top + index * ROW
        long = room * count / most
        yield text(left, y + 22, name, SIZE, fill=INK)
        yield rect(left, y + 34, long, 22, BAR, radius=3)
        yield text(left + long + 12, y + 54, str(count), SIZE, fill=INK, bold=True)

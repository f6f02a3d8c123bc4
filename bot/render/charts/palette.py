"""The colours of charts. They also differ in lightness, so they can be told apart without colour vision and in
print."""

from __future__ import annotations

from checks.verdict import Decision

PAPER = "#ffffff"
INK = "#1d1c1d"
ON_LIGHT = "#1b1a1b"
"""Text colour on a light bar, which stays dark where the page is dark."""
SOFT = "#5f5e60"
LINE = "#d7d7d8"
BAR = "#1264a3"
STATES: dict[Decision, tuple[str, str]] = {
    "ready": ("#0b5394", "#ffffff"),
    "questions": ("#8ebce6", ON_LIGHT),
    "not_ready": ("#f2b25c", ON_LIGHT),
    "undetermined": ("#d9d9d9", ON_LIGHT),
}
"""The fill of each verdict, and the text colour on it (contrast 4.5 or more)."""
DARK: tuple[tuple[str, str, str], ...] = (
    ("rect", PAPER, "#22262b"),
    ("rect", LINE, "#5b5f66"),
    ("rect", BAR, "#5aa7e0"),
    ("rect", STATES["ready"][0], "#2a76b8"),
    ("text", INK, "#e8e8e8"),
    ("text", SOFT, "#b4b4b6"),
)
"""The colour on a dark page for each of a shape's colours."""

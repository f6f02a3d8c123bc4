"""The colours of charts. They differ in lightness too, so they are told apart without colour vision and in print."""

from __future__ import annotations

from checks.verdict import Decision

PAPER = "#ffffff"
INK = "#1d1c1d"
SOFT = "#5f5e60"
LINE = "#d7d7d8"
BAR = "#1264a3"
STATES: dict[Decision, tuple[str, str]] = {
    "ready": ("#0b5394", "#ffffff"),
    "questions": ("#8ebce6", INK),
    "not_ready": ("#f2b25c", INK),
    "undetermined": ("#d9d9d9", INK),
}
"""The fill of each verdict, and the ink that is read on it (contrast 4.5 or more)."""

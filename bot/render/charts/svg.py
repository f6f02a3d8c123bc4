"""The few shapes that our charts are made of, as SVG text. Every word is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Literal

from bot.render.text import clean

FONT = "DejaVu Sans"


def rect(x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" '
        f'rx="{radius:.1f}" fill="{fill}"/>'
    )


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    fill: str,
    bold: bool = False,
    anchor: Literal["start", "middle", "end"] = "start",
) -> str:
    """Words on the baseline `y`, `size` pixels high."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}"{weight} text-anchor="{anchor}" fill="{fill}">'
        f"{escape(clean(words))}</text>"
    )


def drawing(width: int, height: int, title: str, shapes: Iterable[str]) -> str:
    """A whole SVG. `title` describes it for whoever cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(clean(title))}" font-family="{FONT}, sans-serif">{"".join(shapes)}</svg>'
    )

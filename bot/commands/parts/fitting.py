"""Text fitted to the width of the terminal. What goes into a pipe or a file stays as it is."""

from __future__ import annotations

import shutil
import sys
from textwrap import wrap


def fitted(text: str, *, err: bool = False) -> str:
    """The text with its lines broken between words if it goes to a terminal; `err`: it goes to standard error."""
    stream = sys.stderr if err else sys.stdout
    return broken(text, shutil.get_terminal_size().columns) if stream is not None and stream.isatty() else text


def broken(text: str, width: int) -> str:
    """Each line broken into as many as needed, all indented like the first."""
    return "\n".join(part for line in text.split("\n") for part in _parts(line, width))


def _parts(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    margin = line[: len(line) - len(line.lstrip())]
    return wrap(line, width, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)

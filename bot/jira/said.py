"""What a person typed, cut into the few blocks that both of Jira's markups have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from checks.reading.hidden import visible

_END = r"\s<>\"|{}\[\]\u3000-\u303f\uff00-\uffef"
URL = re.compile(rf"((?:https?|ftp)://[^{_END}]*[^{_END}.,;:!?'*_~)])")
"""An address among words, without the sentence's punctuation after it."""
_SHAPING = re.compile("([\u061c\u180b-\u180d\u200c-\u200f\ufe0e\ufe0f]+)")
"""Signs that are not seen and yet belong to words: joiners of Persian, Indic scripts and emoji, marks of direction."""
_FENCE = re.compile(r"[ \t]*```[ \t]*([\w+#.-]{0,30})[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:([-*•])|\d{1,3}[.)])[ \t]+(\S.*)")


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph or code block (`lines` are its lines), or a list (`lines` are its items)."""

    kind: Literal["paragraph", "bullets", "numbers", "code"]
    lines: tuple[str, ...]
    language: str = ""


def said(text: str) -> tuple[Said, ...]:
    """Paragraphs, lists and fenced code. Everything else a person may type is only words, whatever it looks like."""
    blocks = _blocks(_as_typed(text).split("\n"))
    return tuple(block for block in blocks if any(visible(line).strip() for line in block.lines))


def _as_typed(text: str) -> str:
    """Without what could hide words or turn them round."""
    return "".join(part if at % 2 else visible(part) for at, part in enumerate(_SHAPING.split(text)))


def _blocks(lines: list[str]) -> Iterator[Said]:
    fences = [index for index, line in enumerate(lines) if _FENCE.fullmatch(line)]
    at = 0
    for start, stop in zip(fences[::2], fences[1::2], strict=False):
        yield from _prose(lines[at:start])
        fence = _FENCE.fullmatch(lines[start])
        yield Said("code", tuple(lines[start + 1 : stop]), fence[1].lower() if fence else "")
        at = stop + 1
    yield from _prose(lines[at:])


def _prose(lines: list[str]) -> Iterator[Said]:
    kind: Literal["paragraph", "bullets", "numbers"] = "paragraph"
    kept: list[str] = []
    for line in [*lines, ""]:
        item = _ITEM.fullmatch(line)
        found: Literal["paragraph", "bullets", "numbers"] = (
            "paragraph" if item is None else "bullets" if item[1] else "numbers"
        )
        if kept and (found != kind or not line.strip()):
            yield Said(kind, tuple(kept))
            kept = []
        if line.strip():
            kind = found
            kept.append(item[2].strip() if item else line.strip())

"""A block being filled, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from checks.document import Block, BlockKind, Link
from checks.reading.hidden import visible

_KEPT_EMPTY = frozenset({"media", "rule", "expand"})


class Mention(NamedTuple):
    account: str


class Code(NamedTuple):
    words: str


Inline: TypeAlias = Link | Mention | Code


@dataclass(slots=True, eq=False)
class Draft:
    """A block being filled. `cell` and `root` are not blocks: a cell fills its row, the root only holds."""

    kind: BlockKind | Literal["cell", "root"]
    depth: int
    level: int = 0
    language: str = ""
    done: bool | None = None
    parent: bool = False
    """Blocks were opened inside, so later words start a paragraph of their own."""
    broken: bool = False
    """The next words start a new line."""
    headers: int = 0
    link_end: int = -1
    """Where in `parts` the last link ends."""
    cells: list[str] | None = None
    tail: Draft | None = None
    """The paragraph that takes words found beside inner blocks."""
    parts: list[str] = field(default_factory=list)
    strong: set[int] | None = None
    """Indices of the parts that are bold."""
    inline: list[tuple[int, Inline]] = field(default_factory=list)
    """Each with the index of the part where it begins. One list for all, because most of a thousand blocks have
    none."""

    def write(self, words: str, *, strong: bool) -> None:
        if strong:
            self.strong = self.strong or set()
            self.strong.add(len(self.parts))
        self.parts.append(words)

    def note(self, found: Inline) -> None:
        """Record what the words written last are."""
        self.inline.append((max(len(self.parts) - 1, 0), found))

    def add_link(self, start: int, url: str) -> None:
        """Make the words from `start` on a link's; if it has the same target as the link just before, they join that
        link."""
        words = "".join(self.parts[start:])
        at, last = self.inline[-1] if self.inline and self.link_end == start else (start, None)
        if isinstance(last, Link) and last.url == url:
            self.inline[-1] = (at, Link(last.text + words, url))
        else:
            self.inline.append((start, Link(words, url)))
        self.link_end = len(self.parts)

    def block(self, tidy: Callable[[str], str]) -> Block | None:
        """The finished block; None when it says nothing and holds nothing."""
        kind = self.kind
        if kind == "cell" or kind == "root":
            return None
        cells = tuple(self.cells or ())
        if kind == "row":
            if not any(cells):
                return None
            text = " | ".join(cells)
        elif kind == "code":
            text = visible("".join(self.parts)).strip("\n").rstrip()
        else:
            text = tidy("".join(self.parts))
        if kind != "row" and not (text or self.parent or self.inline or kind in _KEPT_EMPTY):
            return None
        header = bool(cells) and self.headers == len(cells)
        if not self.inline:
            return Block(kind, text, self.depth, self.level, self.language, self.done, cells=cells, header=header)
        noted = [found for _, found in self.inline]
        return Block(
            kind,
            text,
            self.depth,
            self.level,
            self.language,
            self.done,
            tuple(Link(tidy(found.text), found.url) for found in noted if isinstance(found, Link)),
            tuple(found.account for found in noted if isinstance(found, Mention)),
            tuple(found.words for found in noted if isinstance(found, Code)),
            cells,
            header,
        )


def tidy(text: str) -> str:
    """Without invisible characters and without space at the ends of lines."""
    text = visible(text).replace("\xa0", " ")
    if "\n" not in text:
        return text.strip()
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def collapsed(text: str) -> str:
    """Like `tidy`, with each run of white space inside a line as one space."""
    text = visible(text)
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")

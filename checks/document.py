"""The one document tree that every markup is read into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

BlockKind = Literal[
    "heading",
    "paragraph",
    "item",
    "task",
    "decision",
    "code",
    "quote",
    "panel",
    "row",
    "rule",
    "media",
    "expand",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it appears in the text. `url` is what was written, never resolved."""

    text: str
    url: str


class Block(NamedTuple):
    """One block, in reading order. The tree is kept in preorder: `depth` is the number of enclosing blocks.

    A tuple, because a document may have thousands, and a frozen dataclass takes four times as long to make.
    """

    kind: BlockKind
    text: str = ""
    depth: int = 0
    level: int = 0
    """Heading level 1 to 6, list nesting from 1; 0 for other blocks."""
    language: str = ""
    """What a code block says it is written in, lower case; empty when it does not say."""
    done: bool | None = None
    """A task's tick; None for blocks that cannot be ticked."""
    links: tuple[Link, ...] = ()
    mentions: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    """The inline code spans inside `text`."""
    cells: tuple[str, ...] = ()
    """A table row's cells; `text` joins them with ` | `."""
    header: bool = False
    """A table row of header cells."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks under it, up to the next heading of any level."""

    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks if block.text)


@dataclass(frozen=True)
class Document:
    """A read document. `cut` counts the characters left unread because the text passed the reader's cap."""

    blocks: tuple[Block, ...] = ()
    cut: int = 0
    unknown: frozenset[str] = field(default_factory=frozenset)
    """Names of nodes the reader did not know; their text is kept."""
    comments: tuple[str, ...] = ()
    """HTML comments: not part of the text, because nobody who looks at the page sees them, but programs do."""

    def __bool__(self) -> bool:
        return any(block.text or block.kind == "media" for block in self.blocks)

    @cached_property
    def text(self) -> str:
        """All words of the document, one line per block."""
        return "\n".join(block.text for block in self.blocks if block.text)

    def of(self, *kinds: BlockKind) -> Iterator[Block]:
        return (block for block in self.blocks if block.kind in kinds)

    def sections(self) -> tuple[Section, ...]:
        """The text before the first heading, then each heading with the blocks up to the next heading."""
        found: list[Section] = []
        heading: Block | None = None
        under: list[Block] = []
        for block in self.blocks:
            if block.kind == "heading":
                if heading or under:
                    found.append(Section(heading, tuple(under)))
                heading, under = block, []
            else:
                under.append(block)
        if heading or under:
            found.append(Section(heading, tuple(under)))
        return tuple(found)

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for block in self.blocks for link in block.links)


EMPTY = Document()

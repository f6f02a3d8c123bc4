"""Puts blocks together in reading order; every reader drives it, so that all markups give the same tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from checks.document import Block, BlockKind, Document, Link
from checks.reading.hidden import visible

_LISTED = frozenset({"item", "task", "decision"})
_ADOPTING = _LISTED | {"quote", "panel"}
_KEPT_EMPTY = frozenset({"media", "rule", "expand"})


@dataclass(slots=True, eq=False)
class _Draft:
    """A block being filled. `cell` and `root` are not blocks: a cell fills its row, the root only holds."""

    kind: BlockKind | Literal["cell", "root"]
    depth: int
    level: int = 0
    language: str = ""
    done: bool | None = None
    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    headers: int = 0
    parent: bool = False
    """Blocks were opened inside, so that later words start a paragraph of their own."""
    link_end: int = -1
    """Where in `parts` the last link ends."""
    tail: _Draft | None = None
    """The paragraph that takes words standing beside inner blocks."""
    broken: bool = False
    """The next words start a new line."""


class Composer:
    """Open and close blocks, add words. Inside a table cell all blocks become lines of the cell."""

    def __init__(self, *, collapse: bool = False) -> None:
        """`collapse`: a run of white space is one space, as a browser shows it; code keeps its own."""
        self._tidy = _collapsed if collapse else _tidy
        self._root = _Draft("root", -1, parent=True)
        self._stack: list[_Draft] = [self._root]
        self._drafts: list[_Draft] = []
        self._link: tuple[_Draft, int, str] | None = None
        self.nesting = 0
        """How many lists are open: the level of the next item."""
        self.unknown: set[str] = set()
        self.cut = 0

    def begin(self, kind: BlockKind, *, level: int = 0, language: str = "", done: bool | None = None) -> None:
        """Open a block inside the open one. The first paragraph of an item, quote or panel is that block's own text."""
        top = self._stack[-1]
        if top.kind == "cell":
            top.broken = bool(top.parts)
            self._stack.append(top)
            return
        depth = top.depth + 1
        if kind == "paragraph" and top.kind in _ADOPTING:
            if not top.parts and not top.parent:
                self._stack.append(top)
                return
            if top.kind in ("quote", "panel"):
                kind, depth = ("quote" if top.kind == "quote" else "panel"), top.depth
        if kind in _LISTED:
            level = max(self.nesting, 1)
        top.parent, top.tail = True, None
        self._stack.append(self._draft(_Draft(kind, depth, level, language, done)))

    def hold(self) -> None:
        """What the open block says so far is its title; words to come start a paragraph inside it."""
        top = self._stack[-1]
        if top.kind == "cell":
            top.broken = bool(top.parts)
        else:
            top.parent, top.tail = True, None

    def end(self) -> None:
        """Close the block opened last."""
        closed = self._stack.pop()
        closed.tail, closed.broken = None, bool(closed.parts)
        if not self._stack:
            self._stack.append(self._root)

    def begin_cell(self, *, header: bool = False) -> None:
        """Open a cell of the open row; elsewhere it is a line of what is open."""
        top = self._stack[-1]
        if top.kind == "row":
            top.headers += header
            self._stack.append(_Draft("cell", top.depth))
        else:
            self.begin("paragraph")

    def end_cell(self) -> None:
        cell = self._stack[-1]
        self.end()
        row = self._stack[-1]
        if cell.kind == "cell" and row.kind == "row":
            row.cells.append(self._tidy("".join(cell.parts)))
            row.links += cell.links
            row.mentions += cell.mentions
            row.code += cell.code

    def split(self) -> None:
        """A boundary that is no block: words after it do not run on from words before it."""
        top = self._stack[-1]
        top.tail, top.broken = None, bool(top.parts)

    def tick(self, *, done: bool) -> bool:
        """Make the open item a task; False when no item without words is open."""
        top = self._stack[-1]
        if top.kind != "item" or top.parts:
            return False
        top.kind, top.done = "task", done
        return True

    def text(self, words: str) -> None:
        if not words:
            return
        target = self._target(words)
        if target is None:
            return
        if target.broken:
            if not words.strip():
                return
            target.parts.append("\n")
            target.broken = False
        target.parts.append(words)

    def inline_code(self, words: str) -> None:
        self.text(words)
        if words.strip():
            self._writing().code.append(visible(words).strip())

    def mention(self, account: str, name: str) -> None:
        self.text(name)
        self._writing().mentions.append(visible(account))

    def begin_link(self, url: str) -> None:
        """Words up to `end_link` are the link's; they join a link to the same place just before. A link inside a link
        is only words."""
        if self._link is None:
            draft = self._writing()
            self._link = (draft, len(draft.parts), url)

    def end_link(self) -> None:
        if self._link is None:
            return
        draft, start, url = self._link
        self._link = None
        shown, url = "".join(draft.parts[start:]), visible(url).strip()
        if draft.link_end == start and draft.links[-1].url == url:
            shown = draft.links.pop().text + shown
        draft.links.append(Link(shown, url))
        draft.link_end = len(draft.parts)

    def link(self, words: str, url: str) -> None:
        self.begin_link(url)
        self.text(words)
        self.end_link()

    def media(self, name: str, url: str = "") -> None:
        """A picture or file: a block of its own after the block it stands in; in a cell, its name is the cell's text."""
        top = self._stack[-1]
        if top.kind == "cell":
            self.text(f" {name} ")
            return
        draft = self._draft(_Draft("media", top.depth + 1))
        draft.parts.append(name)
        if url:
            draft.links.append(Link(visible(name), visible(url)))

    def leaf(self, kind: BlockKind, words: str = "", *, language: str = "", level: int = 0) -> None:
        """A block with no blocks inside."""
        self.begin(kind, language=language, level=level)
        if kind == "code" and self._stack[-1].kind == "cell":
            self.inline_code(words)
        else:
            self.text(words)
        self.end()

    def graft(self, document: Document) -> None:
        """Put a read document's blocks where the composer stands."""
        top = self._stack[-1]
        for block in document.blocks:
            draft = self._draft(
                _Draft(block.kind, top.depth + 1 + block.depth, block.level, block.language, block.done)
            )
            draft.parts.append(block.text)
            draft.links += block.links
            draft.mentions += block.mentions
            draft.code += block.code
            draft.cells += block.cells
            draft.headers = len(block.cells) if block.header else 0
        top.parent, top.tail = True, None
        self.unknown |= document.unknown
        self.cut += document.cut

    @property
    def at_text(self) -> bool:
        """Words added now would go into a block that already has some."""
        target = self._stack[-1].tail if self._stack[-1].parent else self._stack[-1]
        return target is not None and bool(target.parts)

    @property
    def in_line(self) -> bool:
        """A block of words is open, not only blocks that hold blocks."""
        return not self._stack[-1].parent

    def finish(self) -> Document:
        blocks = (_block(draft, self._tidy) for draft in self._drafts)
        kept = tuple(block for block in blocks if block is not None)
        return Document(kept, self.cut, frozenset(self.unknown))

    def _draft(self, draft: _Draft) -> _Draft:
        self._drafts.append(draft)
        return draft

    def _target(self, words: str) -> _Draft | None:
        """Where words go; None for white space that stands between blocks."""
        top = self._stack[-1]
        if not top.parent:
            return top
        if top.tail is None and not words.strip():
            return None
        return self._writing()

    def _writing(self) -> _Draft:
        top = self._stack[-1]
        if not top.parent:
            return top
        if top.tail is None:
            kind: BlockKind = "quote" if top.kind == "quote" else "panel" if top.kind == "panel" else "paragraph"
            depth = top.depth if kind != "paragraph" else top.depth + 1
            top.tail = self._draft(_Draft(kind, depth))
        return top.tail


def _block(draft: _Draft, tidy: Callable[[str], str]) -> Block | None:
    kind = draft.kind
    if kind == "cell" or kind == "root":
        return None
    raw = "".join(draft.parts)
    text = visible(raw).strip("\n").rstrip() if draft.kind == "code" else tidy(raw)
    if draft.kind == "row":
        if not any(draft.cells):
            return None
        text = " | ".join(draft.cells)
    elif not (text or draft.parent or draft.links or draft.kind in _KEPT_EMPTY):
        return None
    return Block(
        kind,
        text,
        draft.depth,
        draft.level,
        draft.language,
        draft.done,
        tuple(Link(tidy(link.text), link.url) for link in draft.links),
        tuple(draft.mentions),
        tuple(draft.code),
        tuple(draft.cells),
        bool(draft.cells) and draft.headers == len(draft.cells),
    )


def _tidy(text: str) -> str:
    """Without unseen characters and without space at the ends of lines."""
    text = visible(text).replace("\xa0", " ")
    if "\n" not in text:
        return text.strip()
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def _collapsed(text: str) -> str:
    """As `_tidy`, and each run of white space inside a line is one space."""
    return "\n".join(" ".join(line.split()) for line in visible(text).split("\n")).strip("\n")

"""Puts blocks together in reading order; every reader uses it, so that all markups give the same tree."""

from __future__ import annotations

from itertools import chain

from checks.document import BlockKind, Document, Link
from checks.reading.draft import Code, Draft, Mention, collapsed, tidy
from checks.reading.hidden import visible
from checks.reading.titles import titled

_LISTED = frozenset({"item", "task", "decision"})
_ADOPTING = _LISTED | {"quote", "panel"}


class Composer:
    """Opens and closes blocks and adds words. Inside a table cell all blocks become lines of the cell."""

    def __init__(self, *, collapse: bool = False) -> None:
        """`collapse`: a run of white space becomes one space, as a browser shows it; code keeps its own."""
        self._tidy = collapsed if collapse else tidy
        self._root = Draft("root", -1, parent=True)
        self._stack: list[Draft] = [self._root]
        self._drafts: list[Draft] = []
        self._link: tuple[Draft, int, str] | None = None
        self.strong = 0
        """How many marks make the next words bold."""
        self.nesting = 0
        """How many lists are open: the level of the next item."""
        self.unknown: set[str] = set()
        self.cut = 0
        self.comments: list[str] = []

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
        self._stack.append(self._draft(Draft(kind, depth, level, language, done, cells=[] if kind == "row" else None)))

    def hold(self) -> None:
        """Make what the open block says so far its title; the next words start a paragraph inside it."""
        top = self._stack[-1]
        if top.kind == "cell":
            top.broken = bool(top.parts)
        else:
            top.parent, top.tail = True, None

    def end(self) -> None:
        """Close the block that was opened last."""
        closed = self._stack.pop()
        closed.tail, closed.broken = None, bool(closed.parts)
        if not self._stack:
            self._stack.append(self._root)

    def begin_cell(self, *, header: bool = False) -> None:
        """Open a cell of the open row; where none is open, it becomes a line of whatever is."""
        top = self._stack[-1]
        if top.kind == "row":
            top.headers += header
            self._stack.append(Draft("cell", top.depth))
        else:
            self.begin("paragraph")

    def cell_of(self, words: str, *, header: bool = False) -> None:
        """A whole cell of the open row that holds only words, as most cells of a large table do."""
        row = self._stack[-1]
        if row.cells is not None:
            row.headers += header
            row.cells.append(self._tidy(words))

    def end_cell(self) -> None:
        cell = self._stack[-1]
        self.end()
        row = self._stack[-1]
        if cell.kind == "cell" and row.cells is not None:
            row.cells.append(self._tidy("".join(cell.parts)))
            row.inline += cell.inline

    def split(self) -> None:
        """A boundary that is not a block: words after it do not run on from words before it."""
        top = self._stack[-1]
        top.tail, top.broken = None, bool(top.parts)

    def tick(self, *, done: bool) -> bool:
        """Make the open item a task; False when no item is open that has no words yet."""
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
        target.write(words, strong=self.strong > 0)

    def inline_code(self, words: str) -> None:
        self.text(words)
        if words.strip():
            self._writing().note(Code(visible(words).strip()))

    def mention(self, account: str, name: str) -> None:
        self.text(name)
        self._writing().note(Mention(visible(account)))

    def begin_link(self, url: str) -> None:
        """Words up to `end_link` belong to the link; they join a link to the same target just before. A link inside a
        link is only words."""
        if self._link is None:
            draft = self._writing()
            self._link = (draft, len(draft.parts), url)

    def end_link(self) -> None:
        if self._link is None:
            return
        draft, start, url = self._link
        self._link = None
        draft.add_link(start, visible(url).strip())

    def link(self, words: str, url: str) -> None:
        self.begin_link(url)
        self.text(words)
        self.end_link()

    def media(self, name: str, url: str = "") -> None:
        """A picture or file: a block of its own after the block that holds it; in a cell, its name becomes the cell's
        text."""
        top = self._stack[-1]
        if top.kind == "cell":
            self.text(f" {name} ")
            return
        draft = self._draft(Draft("media", top.depth + 1))
        draft.parts.append(name)
        if url:
            draft.note(Link(visible(name), visible(url)))

    def leaf(self, kind: BlockKind, words: str = "", *, language: str = "", level: int = 0) -> None:
        """A block with no blocks inside."""
        self.begin(kind, language=language, level=level)
        if kind == "code" and self._stack[-1].kind == "cell":
            self.inline_code(words)
        else:
            self.text(words)
        self.end()

    def graft(self, document: Document) -> None:
        """Insert a read document's blocks at the current position."""
        top = self._stack[-1]
        for block in document.blocks:
            draft = self._draft(Draft(block.kind, top.depth + 1 + block.depth, block.level, block.language, block.done))
            draft.parts.append(block.text)
            draft.inline += [(0, found) for found in block.links]
            draft.inline += [(0, Mention(account)) for account in block.mentions]
            draft.inline += [(0, Code(words)) for words in block.code]
            draft.cells = list(block.cells)
            draft.headers = len(block.cells) if block.header else 0
        top.parent, top.tail = True, None
        self.unknown |= document.unknown
        self.cut += document.cut
        self.comments += document.comments

    @property
    def in_line(self) -> bool:
        """Whether a block of words is open, not only blocks that hold blocks."""
        return not self._stack[-1].parent

    def finish(self) -> Document:
        pieces = chain.from_iterable(titled(draft) if draft.strong else (draft,) for draft in self._drafts)
        blocks = [block for piece in pieces if (block := piece.block(self._tidy)) is not None]
        return Document(tuple(blocks), self.cut, frozenset(self.unknown), tuple(self.comments))

    def _draft(self, draft: Draft) -> Draft:
        self._drafts.append(draft)
        return draft

    def _target(self, words: str) -> Draft | None:
        """Where words go; None for white space between blocks."""
        top = self._stack[-1]
        if not top.parent:
            return top
        if top.tail is None and not words.strip():
            return None
        return self._writing()

    def _writing(self) -> Draft:
        top = self._stack[-1]
        if not top.parent:
            return top
        if top.tail is None:
            kind: BlockKind = "quote" if top.kind == "quote" else "panel" if top.kind == "panel" else "paragraph"
            depth = top.depth if kind != "paragraph" else top.depth + 1
            top.tail = self._draft(Draft(kind, depth))
        return top.tail

"""Cuts a document into sentences, each with the heading, label, column or field that says what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from checks.document import Block, Document
from checks.language.segmentation.sections import is_label, meaning, split_labels
from checks.language.segmentation.segments import segments_of


@dataclass(slots=True)
class Piece:
    """A sentence whose language is not yet settled."""

    text: str
    where: str
    block: int
    label: str = ""
    labels: frozenset[str] = frozenset()
    listed: bool = False
    heading: bool = False
    code: tuple[str, ...] = ()
    words: list[str] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    bare: str = ""
    """The text without addresses."""
    unfilled: bool = False
    """Some blank of a template is still in it."""
    ordered: bool = False
    """It gives an instruction to an AI system."""
    own: str | None = None
    """The language that its own function words indicate."""


MOST_SPANS = 100
"""Code spans that are looked for in each of a block's sentences."""
_FIELDS = {"field acceptance criteria": frozenset(["acceptance"])}
"""What a field's words are about when they have no heading."""


def pieces_of(document: Document, where: str) -> Iterator[Piece]:
    """Sentences with the heading or label above them. A label that opens a line of words holds for its block, one on a
    line of its own holds up to the next; an expand's title, and an item with a nested list, hold for what they
    enclose."""
    field = _FIELDS.get(where, frozenset())
    heading, means = "", field
    around: list[_Around] = []
    columns: tuple[tuple[str, frozenset[str]], ...] = ()
    for index, block in enumerate(document.blocks):
        while around and around[-1].ends_before(block):
            _, heading, means = around.pop()
        if block.kind != "row":
            columns = ()
        if block.kind == "code" and (criteria := _criteria(block)):
            title, *lines = criteria
            yield Piece(title, where, index, heading=True)
            for line in lines:
                for text, _ in segments_of(line):
                    yield Piece(text, where, index, title, meaning(title), listed=True)
            continue
        if block.kind in ("code", "rule", "media") or not block.text:
            continue
        encloses = _encloses(document.blocks, index)
        if block.kind == "heading" or encloses:
            if encloses:
                around.append(_Around(block, heading, means))
            heading, means = block.text, meaning(block.text) or field
            if index == 0:  # the field's own name
                means |= field
            yield Piece(block.text, where, index, heading=True)
            continue
        if block.header:
            columns = tuple((cell, meaning(cell)) for cell in block.cells)
        if _titled_within(block):
            yield from _parts_of_cells(block, where, index, columns, (heading, means))
            continue
        if cells := _cells(block, columns):
            yield Piece(block.text if block.header else cells[0][0], where, index, heading=True)
            for name, said, cell in cells if not block.header else ():
                for text, _ in segments_of(cell):
                    yield Piece(text, where, index, name, said or means, listed=True)
            continue
        label, labels = heading, means
        listed = block.kind in ("item", "task", "row")
        spans = tuple(dict.fromkeys(block.code))[:MOST_SPANS] if block.code else ()
        for text, item in segments_of(block.text):
            for name, said, rest in _labelled(text):
                if name:
                    label, labels = name, said
                    if not rest:
                        heading, means = name, said
                        yield Piece(name, where, index, heading=True)
                        continue
                code = tuple(span for span in spans if span in rest)
                yield Piece(rest, where, index, label, labels, listed or item, code=code)


LONGEST_TITLE = 80
"""Characters of an expand's title. A longer one is its first paragraph."""


class _Around(NamedTuple):
    """A block that says what the blocks in it are about, and what held before it."""

    block: Block
    heading: str
    means: frozenset[str]

    def ends_before(self, block: Block) -> bool:
        if block.kind == self.block.kind == "panel":  # its next paragraph
            return block.depth < self.block.depth
        return block.depth <= self.block.depth and (self.block.kind != "item" or block.level <= self.block.level)


def _encloses(blocks: Sequence[Block], index: int) -> bool:
    """An expand with a title, a panel whose title is a label, or a list item that is a label and has a nested list."""
    block = blocks[index]
    if block.kind not in ("item", "panel") or index + 1 == len(blocks):
        return block.kind == "expand" and len(block.text) <= LONGEST_TITLE
    below = blocks[index + 1]
    within = (below.depth, below.level) > (block.depth, block.level) or below.kind == block.kind == "panel"
    return within and is_label(block.text)


def _criteria(block: Block) -> list[str]:
    """The lines of a code block that is not code: its first line is a label for criteria and nothing else."""
    first, _, rest = block.text.lstrip().partition("\n")
    if not rest or len(first) > LONGEST_LABEL or not is_label(first) or "acceptance" not in meaning(first):
        return []
    lines = [line.strip().removeprefix("- ").removeprefix("* ") for line in rest.splitlines()]
    return [first.strip(_DECORATION), *filter(None, lines)]


def _labelled(text: str) -> list[tuple[str, frozenset[str], str]]:
    """The line cut at its labels (see `split_labels`). A line that is only a label for criteria is a heading without
    heading markup: underlined, between dashes, a lozenge. Other labels are too often words in a list."""
    if len(text) <= LONGEST_LABEL and is_label(text) and "acceptance" in meaning(text):
        return [(text.strip(_DECORATION), meaning(text), "")]
    return split_labels(text)


LONGEST_LABEL = 60
"""Most characters of a line that may be a label."""
_DECORATION = " =*_-–[]()#:"


def _titled_within(block: Block) -> bool:
    """A cell contains lines under a label of their own, as an expand in a table does."""
    return any(is_label(line) for cell in block.cells if "\n" in cell for line in cell.split("\n")[:-1])


def _parts_of_cells(
    block: Block,
    where: str,
    index: int,
    columns: Sequence[tuple[str, frozenset[str]]],
    around: tuple[str, frozenset[str]],
) -> Iterator[Piece]:
    """Each cell's lines, those below a label as its part; above it the column's heading holds, else the one around the
    table."""
    for number, cell in enumerate(block.cells):
        label, labels = columns[number] if len(columns) == len(block.cells) and columns[number][1] else around
        for text, _ in segments_of(cell):
            if is_label(text):
                label, labels = text, meaning(text)
                yield Piece(text, where, index, heading=True)
            else:
                yield Piece(text, where, index, label, labels, listed=True)


def _cells(block: Block, columns: Sequence[tuple[str, frozenset[str]]]) -> list[tuple[str, frozenset[str], str]]:
    """A row's cells, each with what its column is about, or with the label in the row's first cell. Empty where neither
    says anything: such a row is a line of words."""
    if any(means for _, means in columns) and len(block.cells) == len(columns):
        return [(name, means, cell) for (name, means), cell in zip(columns, block.cells, strict=True)]
    if len(block.cells) > 1 and is_label(block.cells[0]):
        name, *cells = block.cells
        return [(name, meaning(name), cell) for cell in cells]
    return []

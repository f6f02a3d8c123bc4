"""How much of a ticket is judged: all of any ticket that a person would read, and only part of one that nobody
would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from checks.document import EMPTY, Block, Document
from checks.ticket import Comment, Ticket

MOST = 60_000
"""Characters of the description or the criteria: some twenty pages. The longest of 1,192 labelled tickets has under
6,000."""
MOST_LINES = 3_000
"""Lines of the same: short lines cost more than their characters."""
MOST_BESIDE = 20_000
"""Characters of each other text: the environment, the parent's description, a comment."""
MOST_OF_COMMENTS = 60_000
"""Characters of all comments, the latest first."""
MOST_OF_TITLE = 2_000
_Part = TypeVar("_Part")


def within_reach(ticket: Ticket) -> Ticket:
    """The ticket with its texts cut to what is judged; what was left unjudged is named in `not_seen`."""
    above = ticket.parent
    summary, comments = ticket.summary[:MOST_OF_TITLE], _comments(ticket.comments)
    description, criteria = shortened(ticket.description), shortened(ticket.criteria)
    environment = shortened(ticket.environment, MOST_BESIDE)
    parent = shortened(above.description, MOST_BESIDE) if above else EMPTY
    if (
        description is ticket.description
        and criteria is ticket.criteria
        and environment is ticket.environment
        and comments is ticket.comments
        and summary == ticket.summary
        and (above is None or parent is above.description)
    ):
        return ticket
    seen = replace(
        ticket,
        summary=summary,
        description=description,
        criteria=criteria,
        environment=environment,
        parent=replace(above, description=parent) if above else None,
        comments=comments,
    )
    return replace(seen, not_seen=(*ticket.not_seen, *_left(ticket, seen)))


def _left(ticket: Ticket, seen: Ticket) -> Iterator[str]:
    if seen.summary != ticket.summary:
        yield "the end of a very long title"
    above = (ticket.parent.description, seen.parent.description) if ticket.parent and seen.parent else (EMPTY, EMPTY)
    for place, before, after in (
        ("description", ticket.description, seen.description),
        ("acceptance criteria", ticket.criteria, seen.criteria),
        ("environment", ticket.environment, seen.environment),
        ("parent's description", *above),
    ):
        if after.cut > before.cut:
            yield f"the last {after.cut - before.cut:,} characters of the {place}"
    if seen.comments != ticket.comments:
        yield "the ends of very long comments"


def shortened(document: Document, most: int = MOST) -> Document:
    """The document itself when it is within reach, else its first blocks and how many characters were cut."""
    total = sum([len(block.text) for block in document.blocks])
    if total <= most and (total + len(document.blocks) <= MOST_LINES or _lines(document.blocks) <= MOST_LINES):
        return document
    kept: list[Block] = []
    left, lines = most, MOST_LINES
    for block in document.blocks:
        if left <= 0 or lines <= 0:
            break
        kept.append(_cut(block, left, lines))
        left -= len(block.text)
        lines -= _lines([block])
    return replace(document, blocks=tuple(kept), cut=document.cut + total - sum(len(block.text) for block in kept))


def _lines(blocks: Sequence[Block]) -> int:
    return sum(1 + block.text.count("\n") for block in blocks)


def _cut(block: Block, most: int, lines: int) -> Block:
    """The block's beginning, with the links and other marks in it."""
    text = "\n".join(block.text[:most].split("\n", lines)[:lines])
    if text == block.text:
        return block
    most = len(text)
    return block._replace(
        text=text,
        links=tuple(_first(block.links, most, lambda link: len(link.text))),
        mentions=block.mentions[:most],
        code=tuple(_first(block.code, most, len)),
        cells=tuple(_cells(block.cells, most)),
    )


def _first(parts: Sequence[_Part], most: int, length: Callable[[_Part], int]) -> Iterator[_Part]:
    """As many as fit into this many characters."""
    for part in parts:
        most -= max(length(part), 1)
        if most < 0:
            return
        yield part


def _cells(cells: Sequence[str], most: int) -> Iterator[str]:
    """The cells of a row whose text was cut."""
    for cell in cells:
        if most <= 0:
            return
        yield cell[:most]
        most -= len(cell) + len(" | ")


def _comments(comments: tuple[Comment, ...]) -> tuple[Comment, ...]:
    """All of them, without the words beyond the limit of one or of all."""
    left, found = MOST_OF_COMMENTS, list[Comment]()
    for comment in reversed(comments):
        body = shortened(comment.body, min(MOST_BESIDE, left)) if left > 0 else EMPTY
        left -= sum([len(block.text) for block in body.blocks])
        found.append(comment if body is comment.body else replace(comment, body=body))
    kept = tuple(reversed(found))
    return kept if kept != comments else comments

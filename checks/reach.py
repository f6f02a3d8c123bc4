"""How much of a ticket is judged: all of any ticket that a person would read, and no more of one that nobody would."""

from __future__ import annotations

from dataclasses import replace

from checks.document import Block, Document
from checks.ticket import Comment, Ticket

MOST = 60_000
"""Characters of one document: some twenty pages. The longest of 1,192 labelled tickets has under 6,000."""
MOST_OF_A_COMMENT = 20_000


def within_reach(ticket: Ticket) -> Ticket:
    """The ticket with its documents cut to what is judged; what was left unjudged is named in `not_seen`."""
    description, criteria = shortened(ticket.description), shortened(ticket.criteria)
    comments = tuple(_comment(comment) for comment in ticket.comments)
    if description is ticket.description and criteria is ticket.criteria and comments == ticket.comments:
        return ticket
    left = [
        f"the last {after.cut - before.cut:,} characters of the {place}"
        for place, before, after in (
            ("description", ticket.description, description),
            ("acceptance criteria", ticket.criteria, criteria),
        )
        if after.cut > before.cut
    ]
    if comments != ticket.comments:
        left.append("the ends of very long comments")
    return replace(
        ticket,
        description=description,
        criteria=criteria,
        comments=comments,
        not_seen=(*ticket.not_seen, *left),
    )


def shortened(document: Document, most: int = MOST) -> Document:
    """The document itself when it is within reach, else its first blocks and how many characters were cut."""
    total = sum(len(block.text) for block in document.blocks)
    if total <= most:
        return document
    kept: list[Block] = []
    left = most
    for block in document.blocks:
        if left <= 0:
            break
        kept.append(block if len(block.text) <= left else block._replace(text=block.text[:left]))
        left -= len(block.text)
    return replace(document, blocks=tuple(kept), cut=document.cut + total - most)


def _comment(comment: Comment) -> Comment:
    body = shortened(comment.body, MOST_OF_A_COMMENT)
    return comment if body is comment.body else replace(comment, body=body)

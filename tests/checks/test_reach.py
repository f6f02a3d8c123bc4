"""A ticket that nobody would read whole is judged by its beginning, and says so."""

from __future__ import annotations

from checks.document import Block, Document
from checks.evaluate import evaluate
from checks.reach import MOST, MOST_OF_A_COMMENT, shortened, within_reach
from checks.ticket import Comment, Ticket


def words(count: int) -> Document:
    return Document(tuple(Block("paragraph", "Refunds fail today. ") for _ in range(count)))


def test_a_ticket_of_ordinary_length_is_left_as_it_is() -> None:
    ticket = Ticket("A-1", "Refunds", words(100), comments=(Comment(None, words(3)),))
    assert within_reach(ticket) is ticket


def test_the_rest_of_a_long_ticket_is_counted_and_named() -> None:
    ticket = Ticket("A-1", "Refunds", words(6_000), not_seen=("comments",))
    seen = within_reach(ticket)
    assert len("".join(block.text for block in seen.description.blocks)) == MOST
    assert seen.description.cut == 60_000
    assert evaluate(ticket).not_seen == ("comments", "the last 60,000 characters of the description")


def test_a_single_endless_block_is_cut_inside() -> None:
    document = shortened(Document((Block("paragraph", "x" * 50), Block("paragraph", "y" * 50))), 60)
    assert [len(block.text) for block in document.blocks] == [50, 10]
    assert document.cut == 40


def test_a_long_comment_is_cut_too() -> None:
    ticket = Ticket("A-1", comments=(Comment(None, words(5_000)),))
    seen = within_reach(ticket)
    assert sum(len(block.text) for block in seen.comments[0].body.blocks) == MOST_OF_A_COMMENT
    assert seen.not_seen == ("the ends of very long comments",)

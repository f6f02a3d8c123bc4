"""A ticket that nobody would read whole is judged by its beginning, and says so."""

from __future__ import annotations

import time

from checks.document import Block, Document, Link
from checks.evaluate import evaluate
from checks.reach import MOST, MOST_BESIDE, MOST_LINES, MOST_OF_COMMENTS, MOST_OF_TITLE, shortened, within_reach
from checks.ticket import Comment, RelatedTicket, Ticket


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
    assert sum(len(block.text) for block in seen.comments[0].body.blocks) == MOST_BESIDE
    assert seen.not_seen == ("the ends of very long comments",)


def test_words_beside_the_description_are_cut_and_named() -> None:
    parent = RelatedTicket("A-2", "parent", description=words(2_000))
    ticket = Ticket("A-1", "Refunds " * 1_000, words(1), environment=words(2_000), parent=parent)
    seen = within_reach(ticket)
    assert len(seen.summary) == MOST_OF_TITLE
    assert seen.parent is not None
    assert {
        len("".join(block.text for block in one.blocks)) for one in (seen.environment, seen.parent.description)
    } == {MOST_BESIDE}
    assert seen.not_seen == (
        "the end of a very long title",
        "the last 20,000 characters of the environment",
        "the last 20,000 characters of the parent's description",
    )


def test_of_many_long_comments_the_latest_are_read() -> None:
    ticket = Ticket("A-1", comments=tuple(Comment(None, words(900)) for _ in range(50)))
    lengths = [sum(len(block.text) for block in comment.body.blocks) for comment in within_reach(ticket).comments]
    assert sum(lengths) == MOST_OF_COMMENTS
    assert lengths[:46] == [0] * 46
    assert lengths[47:] == [18_000] * 3


def test_what_stands_in_words_that_were_cut_goes_with_them() -> None:
    link = Link("there", "https://a.example")
    row = Block("row", "a | " + "x" * 90, links=(link,) * 50, code=("there",) * 50, cells=("a", "x" * 90))
    (cut,) = shortened(Document((row,)), 60).blocks
    assert cut.cells == ("a", "x" * 56)
    assert (len(cut.links), len(cut.code)) == (12, 12)


def test_a_ticket_of_short_lines_is_judged_by_its_first() -> None:
    lines = Document((Block("paragraph", "A\n" * 10_000), Block("paragraph", "B")))
    kept = shortened(lines)
    assert sum(1 + block.text.count("\n") for block in kept.blocks) == MOST_LINES
    assert kept.cut == 20_001 - len(kept.text)


def test_spans_of_code_are_not_looked_for_in_every_sentence() -> None:
    """It takes a fifth of a second; looking for all in all took eight."""
    spans = tuple(f"x{number}" for number in range(30_000))
    ticket = Ticket("A-1", "x", Document((Block("paragraph", "Do it. " * 8_500, code=spans),)))
    before = time.process_time()
    evaluate(ticket)
    assert time.process_time() - before < 2

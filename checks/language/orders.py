"""Instructions to an AI system in a ticket: quoted by a rule (HYG404), followed by nobody, and not part of what is
wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from checks.language.lexicon import tables
from checks.ticket import Ticket

_TOKENS = re.compile(r"<\|(?:im_start|system|endoftext)\|>|\[/?INST\]", re.IGNORECASE)
"""What separates a model's prompts, in any language."""
AROUND = 60
"""Characters quoted on either side of the instruction."""


class Order(NamedTuple):
    """The instruction, the words around it and where they are."""

    words: str
    around: str
    where: str


def orders_of(ticket: Ticket) -> tuple[Order, ...]:
    """Every instruction, in the order of its place. Linear in the ticket's length."""
    texts = [
        ("summary", ticket.summary),
        ("description", ticket.description.text),
        *(("description", comment) for comment in ticket.description.comments),
        ("acceptance criteria", ticket.criteria.text),
        ("environment", ticket.environment.text),
        *(("comments", comment.body.text) for comment in ticket.comments if not comment.restricted),
    ]
    low = "\n".join([words for _, words in texts]).lower()
    present = [mark for mark in _marks() if mark in low]
    if not present:
        return ()
    patterns = [pattern for marks, pattern in _orders() if not marks.isdisjoint(present)]
    return tuple([order for where, words in texts for order in _orders_in(words, where, patterns)])


@cache
def _orders() -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """Marks of which one must occur in the lower-cased words, and the pattern of an instruction: the marks spare most
    texts all patterns."""
    written = (order for table in tables() for order in table.get("orders", ()))
    orders = [(frozenset(one["marks"]), re.compile(one["pattern"], re.IGNORECASE)) for one in written]
    return (*orders, (frozenset(["<|", "[inst]", "[/inst]"]), _TOKENS))


@cache
def _marks() -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark for marks, _ in _orders() for mark in marks))


def _orders_in(words: str, where: str, patterns: list[re.Pattern[str]]) -> Iterator[Order]:
    for pattern in patterns:
        for found in pattern.finditer(words):
            around = words[max(0, found.start() - AROUND) : found.end() + AROUND]
            yield Order(found.group(), around, where)

"""A ticket's words read once: sentences, signals, names, language, snippets, links and the model's estimates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from checks.document import Document
from checks.language.blanks import is_blank, is_unfilled
from checks.language.detect import FEW, clear_winner, language_of, tally, together
from checks.language.facts import facts_of
from checks.language.interfaces import contracts_of
from checks.language.lexicon import Lexicon, lexicons
from checks.language.links import links_of
from checks.language.model import estimates_of
from checks.language.names import labels_in, names_in
from checks.language.orders import orders_of
from checks.language.sections import meaning, split_labels
from checks.language.segments import segments_of
from checks.language.snippets import snippets_of
from checks.language.text import Sentence, Text
from checks.language.words import without_names, without_urls, words_of
from checks.ticket import Ticket

MOST_COMMENTS = 50
"""Comments read, the latest ones."""


@dataclass(slots=True)
class _Piece:
    """A sentence before its language is settled."""

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
    """Some blank of a template still stands in it."""
    ordered: bool = False
    """It gives an order to an AI system."""
    own: str | None = None
    """The language its own function words speak for."""


def analyse(ticket: Ticket) -> Text:
    """Everything rules ask of the words. Linear in the ticket's length; never raises for any ticket."""
    places = _places(ticket)
    pieces = [_Piece(ticket.summary.strip(), "summary", -1)] if ticket.summary.strip() else []
    for where, document in places:
        pieces += _pieces(document, where)
    orders = orders_of(ticket)
    for piece in pieces if orders else ():
        piece.ordered = any(order.words in piece.text for order in orders)
    language, languages = _languages(pieces)
    sentences = tuple([_sentence(piece, language) for piece in pieces])
    snippets = tuple(snippet for where, document in places for snippet in snippets_of(document, where))
    text = Text(
        sentences=sentences,
        language=language,
        languages=languages,
        snippets=snippets,
        contracts=contracts_of(ticket, snippets),
        orders=orders,
        links=tuple((link, where) for where, document in places for link in links_of(document)),
        identifiers=tuple(dict.fromkeys(name for sentence in sentences for name in sentence.names)),
        estimates={},
        comments=_comments(ticket, language),
        parent=_around(ticket.parent.description, "parent", language) if ticket.parent else (),
    )
    return text.estimated(estimates_of(facts_of(ticket, text)))


def _places(ticket: Ticket) -> list[tuple[str, Document]]:
    named = (
        ("description", ticket.description),
        ("field acceptance criteria", ticket.criteria),
        ("field environment", ticket.environment),
    )
    return [(where, document) for where, document in named if document]


_FIELDS = {"field acceptance criteria": frozenset(["acceptance"])}
"""What the words of a field are about without a heading of their own."""


def _pieces(document: Document, where: str) -> Iterator[_Piece]:
    """Sentences with the heading or label they stand under. A label that opens a line of words holds for its block,
    one that stands alone holds up to the next."""
    field = _FIELDS.get(where, frozenset())
    heading, means = "", field
    for index, block in enumerate(document.blocks):
        if block.kind in ("code", "rule", "media") or not block.text:
            continue
        if block.kind == "heading":
            heading, means = block.text, meaning(block.text) or field
            if index == 0:  # the field's own name
                means |= field
            yield _Piece(block.text, where, index, heading=True)
            continue
        label, labels = heading, means
        listed = block.kind in ("item", "task", "row")
        for text, item in segments_of(block.text):
            for name, said, rest in split_labels(text):
                if name:
                    label, labels = name, said
                    if not rest:
                        heading, means = name, said
                        yield _Piece(name, where, index, heading=True)
                        continue
                code = tuple(span for span in block.code if span in rest)
                yield _Piece(rest, where, index, label, labels, listed or item, code=code)


def _languages(pieces: Sequence[_Piece]) -> tuple[str | None, frozenset[str]]:
    for piece in pieces:
        piece.bare = without_urls(piece.text)
        piece.words = words_of(piece.bare)
        piece.counts = tally(piece.words)
        piece.own = clear_winner(piece.counts)
        piece.unfilled = is_unfilled(piece.text)
    own = [piece for piece in pieces if not piece.unfilled]  # a template's language says nothing of the author's
    words = list(chain.from_iterable([piece.words for piece in own]))
    main = language_of(words, together([piece.counts for piece in own]))
    if main != "en":
        # An English ticket full of paths and names of hosts looks like another language, never the reverse.
        words = list(chain.from_iterable([words_of(without_names(piece.bare)) for piece in own]))
        main = language_of(words)
    spoken = {piece.own for piece in pieces if piece.own and piece.counts[piece.own] >= FEW * 2}
    return main, frozenset(spoken | ({main} if main else set()))


def _sentence(piece: _Piece, language: str | None) -> Sentence:
    lexicon = _lexicon_for(piece, language)
    signals = frozenset(lexicon.signals.in_words(piece.words)) if lexicon else frozenset[str]()
    names = tuple(dict.fromkeys((*names_in(piece.bare), *labels_in(piece.text), *piece.code)))
    return Sentence(
        text=piece.text,
        where=piece.where,
        block=piece.block,
        signals=signals,
        opens=lexicon.signals.opening(piece.words) if lexicon else frozenset(),
        heading=piece.label,
        labels=piece.labels,
        names=names,
        words=len(piece.words),
        tokens=tuple(piece.words),
        listed=piece.listed,
        blank=piece.heading or piece.unfilled or piece.ordered or is_blank(piece.words, signals, bool(names)),
    )


def _lexicon_for(piece: _Piece, language: str | None) -> Lexicon | None:
    """The sentence's own language where its words say so, else the ticket's."""
    own = piece.own
    if (
        own
        and own != language
        and piece.counts[own] >= FEW
        and piece.counts[own] > piece.counts.get(language or "", 0) + 1
    ):
        return lexicons().get(own)
    return lexicons().get(language or "")


def _comments(ticket: Ticket, language: str | None) -> tuple[Sentence, ...]:
    shown = [comment for comment in ticket.comments[-MOST_COMMENTS:] if not comment.restricted]
    return tuple(
        sentence
        for comment in shown
        for sentence in _around(
            comment.body, f"comment by {comment.author.name}" if comment.author else "comment", language
        )
    )


def _around(document: Document, where: str, language: str | None) -> tuple[Sentence, ...]:
    pieces = list(_pieces(document, where))
    own, _ = _languages(pieces)
    return tuple(_sentence(piece, own or language) for piece in pieces)

"""A ticket's words read once: sentences, signals, names, language, snippets, links and the model's estimates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from checks.document import Document
from checks.language.blanks import is_blank, is_unfilled
from checks.language.detect import FEW, clear_winner, language_of, tally, together
from checks.language.extraction.contracts import contracts_of
from checks.language.facts import facts_of
from checks.language.lexicon import Lexicon, lexicons
from checks.language.links import links_of
from checks.language.model import estimates_of
from checks.language.names import labels_in, names_in
from checks.language.orders import orders_of
from checks.language.parsers.snippets import snippets_of
from checks.language.segmentation.pieces import Piece, pieces_of
from checks.language.text import Sentence, Text
from checks.language.words import without_names, without_urls, words_of
from checks.ticket import Ticket

MOST_COMMENTS = 50
"""Comments read: the latest ones."""


def analyse(ticket: Ticket) -> Text:
    """Everything rules want to know about the words. Linear in the ticket's length; never raises for any ticket."""
    places = _places(ticket)
    pieces = [Piece(ticket.summary.strip(), "summary", -1)] if ticket.summary.strip() else []
    for where, document in places:
        pieces += pieces_of(document, where)
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


def _languages(pieces: Sequence[Piece]) -> tuple[str | None, frozenset[str]]:
    for piece in pieces:
        piece.bare = without_urls(piece.text)
        piece.words = words_of(piece.bare)
        piece.counts = tally(piece.words)
        piece.own = clear_winner(piece.counts)
        piece.unfilled = is_unfilled(piece.text)
    own = [piece for piece in pieces if not piece.unfilled]  # a template's language says nothing about the author's
    words = list(chain.from_iterable([piece.words for piece in own]))
    main = language_of(words, together([piece.counts for piece in own]))
    if main != "en":
        # An English ticket full of paths and host names looks like another language, but never the other way round.
        words = list(chain.from_iterable([words_of(without_names(piece.bare)) for piece in own]))
        main = language_of(words)
    spoken = {piece.own for piece in pieces if piece.own and piece.counts[piece.own] >= FEW * 2}
    return main, frozenset(spoken | ({main} if main else set()))


def _sentence(piece: Piece, language: str | None) -> Sentence:
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


def _lexicon_for(piece: Piece, language: str | None) -> Lexicon | None:
    """The sentence's own language where its words show it, else the ticket's."""
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
    pieces = list(pieces_of(document, where))
    own, _ = _languages(pieces)
    return tuple(_sentence(piece, own or language) for piece in pieces)

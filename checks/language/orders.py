"""Orders to an AI system that stand in a ticket: quoted by a rule (HYG404), followed by nobody, and no part of what is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.ticket import Ticket

_ORDERS: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = tuple(
    (frozenset(marks), re.compile(pattern, re.IGNORECASE))
    for marks, pattern in (
        (
            ("instruction", "prompt", "guideline", "direction", "guardrail"),
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,20}\b(?:all|any|the|your|previous|prior|above|earlier)\b"
            r"[^.\n]{0,20}\b(?:instructions?|prompts?|guidelines|directions|guardrails)\b",
        ),
        (
            (" rules",),  # a product has rules of its own, which may well be ignored
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,20}\b(?:your|previous|prior|above|earlier)\b[^.\n]{0,20}\brules\b",
        ),
        (
            ("you are",),
            r"\byou are (?:now )?(?:an? )?(?:ai|llm|language model|unrestricted|jailbroken|dan)\b",
        ),
        (
            ("prompt", "instruction"),
            r"\b(?:reveal|print|repeat|show|output|leak) (?:me )?(?:your|the) (?:system|hidden|initial) (?:prompt|instructions?)\b",
        ),
        (
            ("ai ", "llm "),
            r"\b(?:ai|llm) (?:agents?|assistants?|models?|reviewers?|bots?)[,:]? (?:must|should|please|you must|has to|have to) "
            r"(?:approve|ignore|rate|mark|merge|pass|skip)\b",
        ),
        (
            (" this ticket as", " this issue as"),
            r"\b(?:mark|rate|judge|report|classify) this (?:ticket|issue) as (?:ready|complete|approved|passed)\b",
        ),
        (("<|", "[inst]", "[/inst]"), r"<\|(?:im_start|system|endoftext)\|>|\[/?INST\]"),
        (
            ("ohjee", "ohjei"),
            r"\b(?:ohita|unohda|älä (?:noudata|välitä|piittaa))\b[^.\n]{0,20}\b(?:aiem\w+|aikaisem\w+|edelli\w+|kaikki\w*|yllä olev\w+|sinun)\b"
            r"[^.\n]{0,15}\bohje[ei]\w*|\b(?:jätä|jättäkää)\b[^.\n]{0,30}\bohje[ei]\w*[^.\n]{0,10}\b(?:huomiotta|huomioimatta|noudattamatta)\b",
        ),
        (
            ("instruktioner", "anvisningar", "regler"),
            r"\b(?:ignorera|glöm|bortse från|strunta i)\b[^.\n]{0,12}\b(?:tidigare|föregående|alla|dina|ovanstående)\b[^.\n]{0,12}"
            r"\b(?:instruktioner|anvisningar)(?:na)?\b|\b(?:ignorera|glöm|bortse från|strunta i) (?:alla )?(?:dina regler|reglerna ovan)\b",
        ),
        (
            ("anweisung", "regel", "vorgabe", "instruktion"),
            r"\b(?:ignorier\w*|vergiss|vergesst|missachte)\b[^.\n]{0,12}\b(?:deine|vorherigen|bisherigen|obigen|früheren)\b[^.\n]{0,12}"
            r"\b(?:anweisungen|regeln|vorgaben|instruktionen)\b",
        ),
        (
            ("instruction", "consigne", "règles"),
            r"\b(?:ignore[zr]?|oublie[zr]?|(?:tiens|tenez|tenir) (?:pas|plus|aucun) compte d\w*)\b[^.\n]{0,20}"
            r"\b(?:(?:tes|vos) (?:instructions?|consignes?|règles)|(?:instructions?|consignes?|règles) (?:précédentes?|antérieures?|ci-dessus))\b",
        ),
        (
            ("instrucciones", "órdenes", "reglas", "indicaciones"),
            r"\b(?:ignora|olvida|no hagas caso)\b[^.\n]{0,20}"
            r"\b(?:tus (?:instrucciones|órdenes|reglas|indicaciones)|(?:instrucciones|órdenes|reglas|indicaciones) (?:anteriores|previas))\b",
        ),
        (
            ("ärende", "tiket", "ticket", "tíquet"),
            r"\b(?:ai|ki|ia|llm|tekoäly)\b[^.\n]{0,60}\b(?:godkänn|hyväksy|genehmige|approuve[rz]?|valide[rz]?|aprueba|aprobar)\b[^.\n]{0,12}"
            r"\b(?:det här ärendet|ärendet|tämä tiketti|tiketti|dieses ticket|ce ticket|este ticket|este tíquet)\b",
        ),
    )
)
"""Marks of which one must stand in the words in lower case, and the pattern of an order. The marks spare most texts all."""
_MARKS = tuple(dict.fromkeys(mark for marks, _ in _ORDERS for mark in marks))
AROUND = 60
"""Characters quoted on either side of the order."""


class Order(NamedTuple):
    """The order, the words around it and where they stand."""

    words: str
    around: str
    where: str


def orders_of(ticket: Ticket) -> tuple[Order, ...]:
    """Every order, in the order of its places. Linear in the ticket's length."""
    texts = [
        ("summary", ticket.summary),
        ("description", ticket.description.text),
        ("acceptance criteria", ticket.criteria.text),
        ("environment", ticket.environment.text),
        *(("comments", comment.body.text) for comment in ticket.comments if not comment.restricted),
    ]
    low = "\n".join([words for _, words in texts]).lower()
    present = [mark for mark in _MARKS if mark in low]
    if not present:
        return ()
    patterns = [pattern for marks, pattern in _ORDERS if not marks.isdisjoint(present)]
    return tuple([order for where, words in texts for order in _orders_in(words, where, patterns)])


def _orders_in(words: str, where: str, patterns: list[re.Pattern[str]]) -> Iterator[Order]:
    for pattern in patterns:
        for found in pattern.finditer(words):
            around = words[max(0, found.start() - AROUND) : found.end() + AROUND]
            yield Order(found.group(), around, where)

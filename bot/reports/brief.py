"""
Use case, its pure part: the hand-off brief of a ticket. Every line of it is the ticket's own, with where it stands.

A sentence is told once, in the first part it belongs to. Credentials, e-mail addresses and telephone numbers are
masked, because a brief leaves the team. What the rules found missing or could not tell is an open risk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.document import Block
from checks.language.analyse import analyse
from checks.language.text import Sentence, Text
from checks.redact import MASK, Secret, redact, secrets_in
from checks.ticket import Ticket
from checks.verdict import Verdict

PARTS: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "scope": (frozenset({"scope_out"}), ("CTX108",)),
    "done": (
        frozenset({"acceptance", "expected", "deliverable", "verification", "edge", "failure"}),
        ("DOD301", "DOD302", "DOD303", "DOD304", "CON203"),
    ),
    "contracts": (frozenset({"interface"}), ("CON201", "CON202", "CON204", "CON205", "CON206", "CON207", "CON211")),
    "now": (frozenset({"actual", "steps", "environment"}), ("CTX105", "CTX115")),
    "access": (frozenset(), ("CTX111",)),
    "contact": (frozenset(), ("CTX112", "DOD308")),
    "place": (frozenset({"place", "solution"}), ("CTX102",)),
    "purpose": (frozenset({"problem", "context"}), ("CTX101",)),
}
"""Which part a sentence belongs to, first match: the meaning of its heading, or the rules that rest on it."""
SHOWN = ("purpose", "place", "now", "contracts", "done", "scope", "also", "access", "contact", "links", "risks")
"""The parts in the order a newcomer reads them."""
LONGEST = 600
"""Characters of a line."""
_PERSONAL = re.compile(
    r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}|(?<![\w.+])\+\d{1,3}(?:[ ./()-]{0,2}\d){7,12}(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Words of the ticket, or of a finding, and where they stand."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code block of the ticket, whole, with what it is."""

    language: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What a receiver needs, in one value. `parts` holds only parts that have lines."""

    key: str
    url: str | None
    title: str
    verdict: Verdict
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    code: tuple[Code, ...] = ()


def brief_of(ticket: Ticket, verdict: Verdict) -> Brief:
    """The brief of a ticket for its verdict's receiver. `ticket` and `verdict` must be of the same moment."""
    text, secrets = analyse(ticket), secrets_in(ticket)
    parts = _said(text, verdict)
    parts["place"] += [Line(name, "component") for name in ticket.components]
    parts["contracts"] += [Line(f"{one.kind} {one.name} {one.detail}".strip(), "read by us") for one in verdict.read]
    parts["contact"] = [*_contacts(ticket), *parts["contact"]]
    parts["links"] = list(_links(text, verdict))
    parts["risks"] = list(_risks(verdict))
    masked = ((name, tuple(dict.fromkeys(_masked(line, secrets) for line in parts.get(name, ())))) for name in SHOWN)
    return Brief(
        ticket.key,
        ticket.url,
        _mask(ticket.summary, secrets),
        verdict,
        tuple((name, lines) for name, lines in masked if lines),
        tuple(Code(block.language, _mask(block.text, secrets), where) for block, where in _code(ticket)),
    )


def _said(text: Text, verdict: Verdict) -> dict[str, list[Line]]:
    """Each sentence of the ticket in the first part it belongs to."""
    parts: dict[str, list[Line]] = {name: [] for name in (*PARTS, "also")}
    evidence = {name: _evidence(verdict, codes) for name, (_, codes) in PARTS.items()}
    quotes = {
        name: [line.text.rstrip("….") for line in lines if len(line.text) > 3] for name, lines in evidence.items()
    }
    for sentence in text.sentences:
        if sentence.block == -1 or sentence.blank:
            continue
        name = next((name for name in PARTS if _belongs(sentence, name, quotes[name])), "also")
        parts[name].append(Line(sentence.text, sentence.where))
    for name, lines in evidence.items():
        parts[name] += [line for line in lines if line.where not in OWN]
    return parts


OWN = frozenset({"summary", "description", "field acceptance criteria", "field environment", "environment"})
"""Where the sentences of the ticket itself stand; evidence from elsewhere (comments, parent) is added to its part."""


def _belongs(sentence: Sentence, name: str, evidence: Iterable[str]) -> bool:
    if sentence.labels & PARTS[name][0] or (name == "done" and sentence.where == "field acceptance criteria"):
        return True
    words = sentence.text.strip()
    return any(quote in words or words in quote for quote in evidence)


def _evidence(verdict: Verdict, codes: tuple[str, ...]) -> list[Line]:
    met = [found for found in verdict.findings if found.code in codes and found.outcome == "met"]
    lines = (Line(piece.quote, piece.where) for found in met for piece in found.evidence)
    return list(dict.fromkeys(lines))


def _contacts(ticket: Ticket) -> Iterator[Line]:
    for person, field in ((ticket.reporter, "reporter"), (ticket.assignee, "assignee")):
        if person and person.active:
            yield Line(person.name, f"field {field}")


def _links(text: Text, verdict: Verdict) -> Iterator[Line]:
    """Web links that no finding says the receiver cannot open."""
    closed = " ".join(piece.quote for found in verdict.gaps if found.code == "CTX104" for piece in found.evidence)
    seen = set()
    for link, where in text.links:
        opens = link.url.startswith(("https://", "http://")) and link.url not in closed
        if opens and link.url not in seen:
            seen.add(link.url)
            label = link.text.strip()
            yield Line(f"{label}: {link.url}" if label and label != link.url else link.url, where)


def _risks(verdict: Verdict) -> Iterator[Line]:
    for found in verdict.gaps:
        if found.severity != "advice":
            yield Line(f"{found.message} {found.remedy or ''}".strip(), found.code)
    unclear: dict[str, list[str]] = {}
    for found in verdict.findings:
        if found.outcome == "gap" and found.waived and not found.waived.wrong:
            yield Line(f"{found.message} ({found.waived.reason})", found.code)
        elif found.outcome == "cannot_tell" and found.severity != "advice":
            unclear.setdefault(found.message, []).append(found.code)
    yield from (Line(message, ", ".join(codes)) for message, codes in unclear.items())
    if verdict.not_seen:
        yield Line(", ".join(verdict.not_seen), "not seen")


def _code(ticket: Ticket) -> Iterator[tuple[Block, str]]:
    for where, document in (("description", ticket.description), ("acceptance criteria", ticket.criteria)):
        for block in document.of("code"):
            yield block, where


def _masked(line: Line, secrets: tuple[Secret, ...]) -> Line:
    text = " ".join(_mask(line.text, secrets).split())
    return Line(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", _mask(line.where, secrets))


def _mask(words: str, secrets: tuple[Secret, ...]) -> str:
    return _PERSONAL.sub(MASK, redact(words, secrets))

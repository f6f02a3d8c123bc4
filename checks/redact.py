"""Finds credentials and personal data in a ticket's words once, and keeps them out of all that is shown or stored."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from checks.document import Document
from checks.language.phrasing import Phrased, phrasings
from checks.personal import find_personal, may_be_personal
from checks.ticket import Ticket

MASK = "[redacted]"
FRAGMENT = 6
"""Shortest piece of a secret that is masked where a quote was cut in the middle of it."""

_VALUE = r"[\"'`*]{0,2}\s{0,2}(?:[:=]|=>|\bis\b)\s{0,2}[\"'`]?(?P<value>[^\s\"'`,;<>|{}()\[\]]{6,128})"
"""What follows the word for a credential."""
_KNOWN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("AWS access key", ("akia", "asia"), r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    (
        "GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        r"\bgh[pousr]_[A-Za-z0-9]{30,255}|\bgithub_pat_[A-Za-z0-9_]{40,255}",
    ),
    ("GitLab token", ("glpat-",), r"\bglpat-[A-Za-z0-9_-]{20,64}"),
    ("Slack token", ("xox", "xapp-"), r"\bxox[abeoprs]-[A-Za-z0-9-]{10,255}|\bxapp-[0-9]-[A-Za-z0-9-]{10,255}"),
    ("Slack webhook", ("hooks.slack",), r"hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{16,64}"),
    ("Stripe key", ("k_live_", "k_test_"), r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,128}"),
    ("Google API key", ("aiza",), r"\bAIza[0-9A-Za-z_-]{35}"),
    ("Atlassian token", ("atatt3",), r"\bATATT3[A-Za-z0-9_=-]{20,255}"),
    ("package registry token", ("npm_", "pypi-"), r"\bnpm_[A-Za-z0-9]{36}|\bpypi-AgEI[A-Za-z0-9_-]{40,255}"),
    ("model provider key", ("sk-",), r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{24,255}"),
    ("mail provider key", ("sg.",), r"\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{40,48}"),
    ("signed token", (".eyj",), r"\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000}"),
    (
        "private key",
        ("private key",),
        # Nothing is scanned twice: the words after one beginning end at the next, and what was matched is not given
        # back.
        r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:[A-Za-z0-9+/=\s:,]++|-(?!----))*+(?:-----END [A-Z ]{0,20}KEY-----|(?=-----BEGIN )|\Z)",
    ),
    ("bearer token", ("earer",), r"\b[Bb]earer\s+(?P<value>[A-Za-z0-9._~+/=-]{20,2000})"),
    ("basic authorization", ("asic ",), r"\b[Bb]asic\s+(?P<value>[A-Za-z0-9+/]{8,500}={0,2})(?![A-Za-z0-9])"),
    (
        "password in a link",
        ("://",),
        r"://[^\s/:@\"'<>]{1,64}:(?P<value>[^\s/@\"'<>]{3,128})@",
    ),
    (
        "password",
        ("key", "token", "secret"),
        r"[sSaAcC](?<!\w.)(?i:(?:(?<=a)(?:pi|ccess)|(?<=s)ecret|(?<=c)lient)[ _-]?(?:key|secret|token)|(?<=a)uth[ _-]?token)"
        + _VALUE,
    ),
)
"""Kind, marks of which one must occur in the lower-cased words, pattern. The marks spare most texts most patterns."""
_PASSWORD = Phrased(r"\b(?:«password»)" + _VALUE)
_GUESSED = frozenset({"password", "password in a link"})
"""Kinds whose value could be any word."""
_LOOSE = frozenset({"model provider key", "bearer token"})
"""Kinds whose pattern also fits names of classes and variables."""
_PIECE = re.compile(r"(?=[a-zA-Z]*\d)[a-zA-Z\d]{16,}")
"""What such names do not contain: this many letters and digits in a row."""
_STAND_IN = re.compile(
    r"(?i)([^\W_])\1{5,}|example|placeholder|changeme|dummy|redacted|your[_-]|[_-]here\b|1234567890abcdef|eyJzdWIiOiIxMjM0NTY3ODkw"
)
"""In a known form: what documentation writes in place of a key; the last one is the token of everybody's first
example."""
_SAMPLE = frozenset(
    {"", "pass", "passwd", "password", "pwd", "secret", "token", "apikey", "api_key", "open sesame", "opensesame"}
)
_PLACEHOLDER = re.compile(
    r"(?i)^[\W_]*$|^[x*.#•_-]+$|^(.)\1+$|^\$|^%|^@|^:|example|placeholder|changeme|dummy|redacted|your[_-]|^test|"
    r"^(?:null|none|true|false|undefined|string|required|optional|missing|invalid|empty|incorrect|wrong|expired)\b"
)


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential, or a piece of personal data, in a ticket. `value` never leaves the process."""

    kind: str
    value: str
    where: str
    credential: bool = True


def secrets_in(ticket: Ticket) -> tuple[Secret, ...]:
    """What must not be repeated from the ticket's words and links, in reading order; each value once."""
    found: dict[str, Secret] = {}
    texts = tuple(_texts(ticket))
    everything = "\n".join([words for _, words in texts])
    patterns, personal = _possible(everything), may_be_personal(everything)
    for where, words in texts if patterns or personal else ():
        for kind, value in _find(words, patterns):
            found.setdefault(value, Secret(kind, value, where))
        for kind, value in find_personal(words) if personal else ():
            found.setdefault(value, Secret(kind, value, where, credential=False))
    return tuple(found.values())


def find(words: str) -> Iterator[tuple[str, str]]:
    """Kind and value of each credential in these words. Linear in their length."""
    return _find(words, _possible(words))


def _find(words: str, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[tuple[str, str]]:
    for kind, pattern in patterns:
        for match in pattern.finditer(words):
            value = match["value"] if pattern.groups else match[0]
            if _opens_something(kind, value):
                yield kind, value


def _possible(words: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns that have a mark in the words."""
    low = words.lower()
    present = [mark for mark in _marks() if mark in low]
    if not present:
        return ()
    return tuple([(kind, pattern) for kind, marks, pattern in _patterns() if not marks.isdisjoint(present)])


@cache
def _patterns() -> tuple[tuple[str, frozenset[str], re.Pattern[str]], ...]:
    known = ((kind, frozenset(marks), re.compile(pattern)) for kind, marks, pattern in _KNOWN)
    return (*known, ("password", frozenset(phrasings()["password"]), _PASSWORD.pattern))


@cache
def _marks() -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark for _, marks, _ in _patterns() for mark in sorted(marks)))


def redact(words: str, secrets: tuple[Secret, ...]) -> str:
    """The words without the secrets, and without a piece of one that was cut off at either end."""
    for secret in secrets:
        words = words.replace(secret.value, MASK)
        words = _without_piece(words, secret.value)
    return words


def _without_piece(words: str, value: str) -> str:
    bare = words.rstrip("….")
    for length in range(min(len(value) - 1, len(bare)), FRAGMENT - 1, -1):
        if bare.endswith(value[:length]):
            return bare[: len(bare) - length] + MASK
    bare = words.lstrip("….")
    for length in range(min(len(value) - 1, len(bare)), FRAGMENT - 1, -1):
        if bare.startswith(value[-length:]):
            return MASK + bare[length:]
    return words


def _opens_something(kind: str, value: str) -> bool:
    """Whether this may be a credential, rather than a placeholder or a word of the same form."""
    if kind in _GUESSED:
        return _looks_real(value)
    if kind == "basic authorization":
        return _logs_in(value)
    if kind == "private key":
        return "-----END " in value or _KEY_LINE.search(value) is not None
    return not _STAND_IN.search(value) and (kind not in _LOOSE or _PIECE.search(value) is not None)


_KEY_LINE = re.compile(r"[A-Za-z0-9+/]{16}")
"""Of a key that is cut off: its first line alone, as in *the file begins with …*, gives nothing away."""


def _logs_in(value: str) -> bool:
    """Base64 of a name, a colon and a password (RFC 7617) that is not a sample."""
    try:
        name, colon, password = b64decode(value, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return False
    return bool(name and colon) and password.lower() not in _SAMPLE and not _PLACEHOLDER.search(password)


def _looks_real(value: str) -> bool:
    """A value somebody could log in with, rather than a word of prose or a placeholder."""
    if _PLACEHOLDER.search(value):
        return False
    kinds = (any(c.isdigit() for c in value), any(c.isalpha() for c in value), any(not c.isalnum() for c in value[:-1]))
    return kinds[0] and kinds[1] and ("/" not in value or len(value) >= 20)


def _texts(ticket: Ticket) -> Iterator[tuple[str, str]]:
    yield "summary", ticket.summary
    for where, document in (
        ("description", ticket.description),
        ("acceptance criteria", ticket.criteria),
        ("environment", ticket.environment),
    ):
        yield from _words(where, document)
    for comment in ticket.comments:
        yield from _words(f"comment by {comment.author.name}" if comment.author else "comment", comment.body)


def _words(where: str, document: Document) -> Iterator[tuple[str, str]]:
    if document.blocks:
        yield where, document.text
        for link in document.links:
            yield where, link.url

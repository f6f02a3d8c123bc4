"""Endpoints and status codes named in running text, HTTP messages and curl commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from http import HTTPStatus
from itertools import chain

from checks.document import Block
from checks.language.extraction.fact import Fact
from checks.language.interface_words import any_of
from checks.language.parsers.lines import METHODS
from checks.language.phrasing import Phrased

CALL = re.compile(
    rf"(?<!\w)(?P<method>{METHODS})\s{{1,3}}[`\"'*]{{0,2}}(?:https?://[^\s/`\"')>]{{1,200}})?(?P<path>/(?:[^\s`\"'),;<>*|]|<[\w-]{{1,40}}>)*)"
)
CALL_SIGN = re.compile(rf"(?:{METHODS})\s")
"""What every call contains; most texts contain none."""
PATH = re.compile(r"/(?<![\w:/.<!#].)(?:api|rest|v\d)(?:/[\w{}:.~-]+)+")
CURL_METHOD = re.compile(rf"(?:-X|--request)[\s=]{{0,3}}[\"']?({METHODS})\b")
CURL_URL = re.compile(
    r"https?://[^\s/\"'`]{1,200}(/[^\s\"'`]*)|(?<=\s)[\"']?(?:localhost|\$\{?\w+\}?)[:\d]*(/[^\s\"'`]*)"
)
CURL_BODY = re.compile(r"\s(?:-d|--data\S*|-F|--json)[\s=]")
NUMBER = re.compile(r"[1-5]\d\d(?<![\w.$€£#-]...)(?![\w%]|[.,]\d)")
PHRASE = re.compile(
    r"(?P<code>[1-5](?<![\w.$€£#-].)\d\d)[`*]{0,2}\s\(?(?:OK|Created|Accepted|No Content|Moved|Found|Not Modified|Bad Request|Unauthori[sz]ed"
    r"|Forbidden|Not Found|Method Not|Not Acceptable|Conflict|Gone|Payload Too|Unprocessable|Too Many|Internal Server|Not Implemented"
    r"|Bad Gateway|Service Unavailable|Gateway Time)",
    re.IGNORECASE,
)
FARTHEST = 100
"""Characters. No word for a response, with the characters after it, is longer."""
CODES = frozenset(str(status.value) for status in HTTPStatus)
STATUS_COLUMN = Phrased(r"\b(?:«code_column»)\b")
FILES = re.compile(r"\.(?:java|py|rb|go|js|ts|css|html?|xml|md|txt|jar|c|h|cpp|png|jpg|log)$")


CONDITION = Phrased(r"(?:^|(?<=[\s(]))(?P<code>[45]\d\d)`?,? (?:«condition»)\b")
"""An error's code before its condition: `422 when the amount exceeds the order total`."""


@cache
def route() -> re.Pattern[str]:
    """`the /refunds endpoint`, in any language that puts the path before the word.

    A path has a maximum length here: otherwise `-/-/-/…` would be read to its end from each of its slashes.
    """
    return re.compile(
        rf"(?P<path>/(?<![\w:/.<].)[\w{{}}:-]{{1,60}}+(?:/[\w{{}}:.-]{{1,60}}+){{0,15}}+)[`\"'*]{{0,2}}\s(?:{any_of('route')})",
        re.IGNORECASE,
    )


@cache
def status() -> re.Pattern[str]:
    """A three-digit number after a word that introduces a response."""
    return re.compile(
        rf"(?:(?<![\w.])(?:HTTP(?:/[\d.]{{1,3}})?|{any_of('answers')})|→|->|=>)[\s:=`*(]{{1,4}}(?:status[\s:]{{0,2}}|HTTP\s)?"
        r"(?P<code>[1-5]\d\d)(?![\w%]|[.,]\d)",
        re.IGNORECASE,
    )


@cache
def about_http() -> re.Pattern[str]:
    """For lower-case text: a case-insensitive pattern is several times slower."""
    return re.compile(rf"http|(?:{METHODS.lower()}) /|\b(?:{any_of('about_http').lower()})")


def endpoints_in(text: str, where: str) -> Iterator[Fact]:
    """`POST /refunds`, `/v1/refunds/{id}`, `the /refunds endpoint`, without the query string."""
    seen: set[str] = set()
    for call in CALL.finditer(text) if CALL_SIGN.search(text) else ():
        path = clean_path(call["path"])
        seen.add(path)
        yield Fact("endpoint", f"{call['method']} {path}", where=where, quote=text)
    for pattern in (PATH, route()):
        for found in pattern.finditer(text):
            path = clean_path(found["path"] if pattern is not PATH else found.group())
            if path not in seen and not FILES.search(path):
                seen.add(path)
                yield Fact("endpoint", path, where=where, quote=text)


def endpoint_of_curl(command: str, where: str) -> Iterator[Fact]:
    """The method that curl would use and the path that it would request."""
    if url := CURL_URL.search(command):
        named = CURL_METHOD.search(command)
        method = named[1] if named else "POST" if CURL_BODY.search(command) else "GET"
        yield Fact("endpoint", f"{method} {clean_path(url[1] or url[2])}", source="example", where=where, quote=command)


def statuses_in(text: str, where: str) -> Iterator[Fact]:
    """HTTP status codes, where the text is about HTTP at all: a bare number could be anything."""
    http = about_http().search(text.lower()) is not None
    told = chain(_told(text), CONDITION.pattern.finditer(text)) if http else filter(_ends_there, _told(text))
    for found in chain(PHRASE.finditer(text), told):
        if found["code"] in CODES and not _COUNTS.pattern.match(text, found.end("code")):
            yield Fact("status", found["code"], where=where, quote=text)


_COUNTS = Phrased(r"[`*]?\s(?:(?:«further») )?(?:«counted»|€|\$)")
"""A number of things, not a code."""
_END = Phrased(r"[`*)]{0,2}(?:\s*(?:[.,;:)]|$)|\s(?:«condition»|«joins»)\b)", flags=re.NOFLAG)


def _ends_there(found: re.Match[str]) -> bool:
    """Where nothing else is about HTTP: an error's code, followed by nothing that it could be counting."""
    return found["code"][0] in "45" and _END.pattern.match(found.string, found.end("code")) is not None


def _told(text: str) -> Iterator[re.Match[str]]:
    """Numbers after a word for a response. Numbers are few, so the words are looked for before each of them."""
    seen = 0
    for number in NUMBER.finditer(text):
        for found in status().finditer(text, max(seen, number.start() - FARTHEST), number.end() + 2):
            seen = found.end()
            yield found


def statuses_of_rows(rows: Sequence[Block], where: str) -> Iterator[Fact]:
    """The codes of one table, when its first row names a column of them: a bare number elsewhere could be anything."""
    if not rows:
        return
    places = [place for place, head in enumerate(rows[0].cells) if STATUS_COLUMN.search(head)]
    for row in rows[1:]:
        for place in places:
            code = row.cells[place].strip(" `*") if place < len(row.cells) else ""
            if code in CODES:
                yield Fact("status", code, source="table", where=where, quote=row.text)


def tells_numbers(text: str) -> bool:
    """The text contains a number that could be a status code."""
    return not CODES.isdisjoint(NUMBER.findall(text))


def clean_path(path: str) -> str:
    return path.split("?")[0].split("#")[0].rstrip(".:,;)]}\\" if "{" not in path else ".:,;)]\\") or "/"

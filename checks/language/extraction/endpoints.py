"""Endpoints and status codes named in running text, HTTP messages and curl commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

from checks.language.extraction.fact import Fact
from checks.language.parsers.lines import METHODS

CALL = re.compile(
    rf"(?<!\w)(?P<method>{METHODS})\s{{1,3}}[`\"'*]{{0,2}}(?:https?://[^\s/`\"')>]{{1,200}})?(?P<path>/(?:[^\s`\"'),;<>*|]|<[\w-]{{1,40}}>)*)"
)
PATH = re.compile(r"(?<![\w:/.<!#])/(?:api|rest|v\d)(?:/[\w{}:.~-]+)+")
ROUTE = re.compile(
    r"(?<![\w:/.<])(?P<path>/[\w{}:-]+(?:/[\w{}:.-]+)*)[`\"'*]{0,2}\s(?:endpoint|route|resource|rajapin|päätepis|slutpunkt|ändpunkt"
    r"|endpunkt|schnittstelle|point d.accès|punto de acceso|recurso|ressource)",
    re.IGNORECASE,
)
CURL_METHOD = re.compile(rf"(?:-X|--request)[\s=]{{0,3}}[\"']?({METHODS})\b")
CURL_URL = re.compile(
    r"https?://[^\s/\"'`]{1,200}(/[^\s\"'`]*)|(?<=\s)[\"']?(?:localhost|\$\{?\w+\}?)[:\d]*(/[^\s\"'`]*)"
)
CURL_BODY = re.compile(r"\s(?:-d|--data\S*|-F|--json)[\s=]")
STATUS = re.compile(
    r"(?:(?<![\w.])(?:HTTP(?:/[\d.]{1,3})?|status(?:kod\w*)?|code|koodi\w*|koden?|código|returns?|returned|respond\w*|response|answers?"
    r"|palaut\w*|vasta\w*|returner\w*|svar\w*|antwort\w*|liefert|gibt|renvo\w*|retourn\w*|répond\w*|devuelve\w*|responde\w*"
    r"|with|an?|→|->|=>|and|or|und|och|ja|et|y|o|ou|oder|eller|tai|mit|med|avec|con|un|ein|en|a)[\s:=`*(]{1,4}(?:status[\s:]{0,2}|HTTP\s)?)"
    r"(?P<code>[1-5]\d\d)(?![\w%]|[.,]\d)"
)
DIGITS = re.compile(r"[1-5]\d\d(?!\w)")
PHRASE = re.compile(
    r"(?<![\w.$€£#-])(?P<code>[1-5]\d\d)[`*]{0,2}\s\(?(?:OK|Created|Accepted|No Content|Moved|Found|Not Modified|Bad Request|Unauthori[sz]ed"
    r"|Forbidden|Not Found|Method Not|Not Acceptable|Conflict|Gone|Payload Too|Unprocessable|Too Many|Internal Server|Not Implemented"
    r"|Bad Gateway|Service Unavailable|Gateway Time)",
    re.IGNORECASE,
)
ABOUT_HTTP = re.compile(
    r"HTTP|status|endpoint|\bAPI\b|\bREST\b|request|response|Bad Request|Not Found|Forbidden|(?:GET|POST|PUT|PATCH|DELETE) /"
    r"|rajapin|pyyn|vasta|anrop|svar|Anfrage|Antwort|Schnittstelle|requête|réponse|solicitud|petición|respuesta",
    re.IGNORECASE,
)
CODES = frozenset(str(status.value) for status in HTTPStatus)
FILES = re.compile(r"\.(?:java|py|rb|go|js|ts|css|html?|xml|md|txt|jar|c|h|cpp|png|jpg|log)$")


def endpoints_in(text: str, where: str) -> Iterator[Fact]:
    """`POST /refunds`, `/v1/refunds/{id}`, `the /refunds endpoint`; the query string is left out."""
    seen: set[str] = set()
    if "/" not in text:
        return
    for call in CALL.finditer(text):
        path = clean_path(call["path"])
        seen.add(path)
        yield Fact("endpoint", f"{call['method']} {path}", where=where, quote=text)
    for pattern in (PATH, ROUTE):
        for found in pattern.finditer(text):
            path = clean_path(found["path"] if pattern is ROUTE else found.group())
            if path not in seen and not FILES.search(path):
                seen.add(path)
                yield Fact("endpoint", path, where=where, quote=text)


def endpoint_of_curl(command: str, where: str) -> Iterator[Fact]:
    """The method curl would use and the path it would ask."""
    if url := CURL_URL.search(command):
        named = CURL_METHOD.search(command)
        method = named[1] if named else "POST" if CURL_BODY.search(command) else "GET"
        yield Fact("endpoint", f"{method} {clean_path(url[1] or url[2])}", source="example", where=where, quote=command)


def statuses_in(text: str, where: str) -> Iterator[Fact]:
    """HTTP status codes, where the text speaks of HTTP at all: a bare number may be anything."""
    if not DIGITS.search(text):
        return
    for pattern in (PHRASE, STATUS) if ABOUT_HTTP.search(text) else (PHRASE,):
        for found in pattern.finditer(text):
            if found["code"] in CODES:
                yield Fact("status", found["code"], where=where, quote=text)


def clean_path(path: str) -> str:
    return path.split("?")[0].split("#")[0].rstrip(".:,;)]}\\" if "{" not in path else ".:,;)]\\") or "/"

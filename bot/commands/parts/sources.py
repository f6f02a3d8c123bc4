"""Reads what a command line names as issue JSON, one issue at a time, with why one could not be read."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any, Literal

from bot.commands.parts.options import refuse

STDIN = "-"
Input = Literal["auto", "json", "jsonl", "markdown"]

_SUFFIXES: Mapping[str, Input] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "markdown",
}
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue as read. `error` says why there is none; `key` then names the line or file it should have been in."""

    key: str
    json: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None


def is_file(source: str) -> bool:
    """Whether a source names a file; a query too long for a name, or a path that may not be looked at, does not."""
    try:
        return Path(source).is_file()
    except OSError:
        return False


@contextmanager
def opened(source: str) -> Iterator[IO[bytes]]:
    """Standard input or the file that a source names. Ends the command where the file cannot be read."""
    if source == STDIN:
        yield sys.stdin.buffer
        return
    try:
        with Path(source).open("rb") as stream:
            yield stream
    except OSError as fault:
        refuse(f"{source}: the file cannot be read: {fault.strerror}.")


def read(stream: IO[bytes], name: str, kind: Input) -> Iterator[Issue]:
    """The issues of a stream. JSON lines are read as they come; every other form is read whole."""
    if kind == "auto":
        kind = _SUFFIXES.get(Path(name).suffix.lower(), "auto")
    if kind == "jsonl":
        return read_lines(stream)
    if kind == "markdown":
        return iter([_markdown(stream.read(), name)])
    if kind == "json":
        return _json(stream.read(), name)
    return _sniffed(stream, name)


def read_lines(lines: Iterable[bytes]) -> Iterator[Issue]:
    """One issue a line, split on `\\n` only. A bad line is an issue with an error, and the next is read."""
    for number, line in enumerate(lines, start=1):
        yield _issue(line, f"line {number}")


def _sniffed(stream: IO[bytes], name: str) -> Iterator[Issue]:
    """JSON lines when the first line is a whole object, JSON when it opens one, else Markdown."""
    first = stream.readline()
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{" and not _issue(first, "").error:
        return read_lines(chain([first], stream))
    whole = first + stream.read()
    if start in (b"{", b"[") or (not start and whole.lstrip()[:1] in (b"{", b"[")):
        return _json(whole, name)
    return iter([_markdown(whole, name)])


def _issue(raw: bytes, name: str) -> Issue:
    try:
        value = decode(raw)
    except ValueError as fault:
        return Issue(name, error=f"{name}: this is not JSON: {_reason(fault)}.")
    except RecursionError:
        return Issue(name, error=f"{name}: the JSON is nested too deep.")
    return _of(value, name)


def _of(value: Any, name: str) -> Issue:
    if not isinstance(value, dict):
        return Issue(name, error=f"{name}: an issue is a JSON object, and this is {_kind(value)}.")
    if isinstance(value.get("issue"), dict) and "fields" not in value:  # a webhook's payload
        value = value["issue"]
    key = value.get("key")
    name = key if isinstance(key, str) and key else name
    if not isinstance(value.get("fields"), dict):
        return Issue(name, error=f"{name}: the issue has no `fields` object.")
    return Issue(name, value)


def _json(raw: bytes, name: str) -> Iterator[Issue]:
    """One issue, a list of them, or a page of search results; failing that, JSON lines."""
    try:
        value = decode(raw)
    except (ValueError, RecursionError):
        lines = [line for line in raw.split(b"\n") if line.strip()]
        if len(lines) > 1 and not _issue(lines[0], "").error:
            yield from read_lines(lines)
        else:
            yield _issue(raw, name)
        return
    if isinstance(value, dict) and isinstance(value.get("issues"), list):
        value = value["issues"]
    if not isinstance(value, list):
        yield _of(value, name)
        return
    for number, one in enumerate(value, start=1):
        yield _of(one, f"{name}, issue {number}")


def _markdown(raw: bytes, name: str) -> Issue:
    """The first line, with or without heading marks, is the summary; the rest is the description."""
    text = raw.decode("utf-8-sig", "replace").strip()
    summary, _, description = text.partition("\n")
    fields = {"summary": summary.lstrip("#").strip(), "description": description.strip()}
    key = Path(name).stem if name != "-" else "stdin"
    return Issue(key, {"key": key, "markup": "markdown", "fields": fields})


def decode(raw: bytes) -> Any:
    """JSON of UTF-8 bytes. Half a surrogate pair, which JSON allows and no text can hold, becomes a question mark."""
    text = raw.decode().removeprefix("\ufeff")
    value = json.loads(text)
    if "\\u" in text and _SURROGATE.search(text):
        value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    return value


def _reason(fault: ValueError) -> str:
    """Why it does not parse, without the ticket's words."""
    if isinstance(fault, json.JSONDecodeError):
        return f"{fault.msg[0].lower()}{fault.msg[1:].removesuffix(' at')} at column {fault.colno}"
    return "it is not UTF-8" if isinstance(fault, UnicodeDecodeError) else "a number in it is too long"


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")

"""A small JQL: comparisons, AND, OR, NOT, brackets, ORDER BY. Anything it does not know is a 400, as with Jira."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.jira.tickets import STATUSES, Issue

Test = Callable[[Issue], bool]

_TOKEN = re.compile(
    r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')|(?P<op>!=|>=|<=|!~|[=<>~(),])|(?P<word>[^\s=<>!~(),"\']+))'
)
_UNITS = {"m": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0}


class JqlError(ValueError):
    """The query cannot be read; the message is meant for the caller."""


def search(jql: str, issues: Iterable[Issue]) -> list[Issue]:
    """The issues that match, in the order asked for (newest first by default)."""
    body, order = _split(jql)
    if not body.strip():
        raise JqlError("Unbounded JQL queries are not allowed here. Please add a search restriction to your query.")
    test = _Parser(body).whole()
    found = sorted((i for i in issues if test(i)), key=lambda i: int(i.id), reverse=True)
    for name, descending in reversed(order):
        found.sort(key=lambda issue: str(_value(issue, name)), reverse=descending)
    return found


def _split(jql: str) -> tuple[str, list[tuple[str, bool]]]:
    body, *rest = re.split(r"(?i)\border\s+by\b", jql, maxsplit=1)
    if not rest:
        return body, []
    order = [part.split() for part in rest[0].split(",") if part.strip()]
    return body, [(part[0].strip('"').lower(), part[-1].lower() == "desc") for part in order]


def _value(issue: Issue, name: str) -> Any:
    number = int(issue.key.rsplit("-", 1)[1])
    rich = f"{issue.summary}\n{issue.description.as_wiki() or ''}"
    values: dict[str, Any] = {
        "project": issue.project,
        "key": issue.key,
        "issuekey": issue.key,
        "issue": issue.key,
        "id": issue.id,
        "status": issue.status,
        "statuscategory": STATUSES[issue.status][1],
        "issuetype": issue.type,
        "type": issue.type,
        "labels": issue.labels,
        "component": issue.components,
        "priority": issue.priority,
        "reporter": issue.reporter,
        "assignee": issue.assignee,
        "parent": issue.parent,
        "sprint": issue.sprint,
        "resolution": "Done" if issue.status == "Done" else "",
        "updated": issue.updated,
        "created": issue.created,
        "summary": issue.summary,
        "description": rich,
        "text": rich,
        "rank": f"{number:09d}",
    }
    if name not in values:
        raise JqlError(f"Field '{name}' does not exist or you do not have permission to view it.")
    return values[name]


class _Parser:
    """Recursive descent over the tokens."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if found is None:
                raise JqlError(f"Error in the JQL Query: unexpected character at {at + 1}.")
            self._tokens.append((found.lastgroup or "", found.group(found.lastgroup or 0)))
            at = found.end()
        self._at = 0

    def whole(self) -> Test:
        test = self._either()
        if self._at < len(self._tokens):
            raise JqlError(f"Error in the JQL Query: expecting operator but got '{self._tokens[self._at][1]}'.")
        return test

    def _either(self) -> Test:
        tests = [self._both()]
        while self._word("or"):
            tests.append(self._both())
        return lambda issue: any(test(issue) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._word("and"):
            tests.append(self._one())
        return lambda issue: all(test(issue) for test in tests)

    def _one(self) -> Test:
        if self._word("not"):
            test = self._one()
            return lambda issue: not test(issue)
        if self._op("("):
            test = self._either()
            self._need(")")
            return test
        return self._clause()

    def _clause(self) -> Test:
        name = self._next().strip("\"'").lower()
        if self._word("is"):
            wanted_empty = not self._word("not")
            self._next()
            return lambda issue: (not _value(issue, name)) == wanted_empty
        negative = self._word("not")
        if self._word("in"):
            wanted = self._list()
            return lambda issue: _among(_value(issue, name), wanted) != negative
        op, value = self._next(), self._operand()
        if op not in ("=", "!=", "~", "!~", ">", ">=", "<", "<="):
            raise JqlError(f"Error in the JQL Query: expecting operator but got '{op}'.")
        return lambda issue: _compare(_value(issue, name), op, value)

    def _list(self) -> list[str]:
        self._need("(")
        found = [self._operand()]
        while self._op(","):
            found.append(self._operand())
        self._need(")")
        return found

    def _operand(self) -> str:
        value = self._next()
        if self._op("("):
            self._need(")")
            return {"currentuser": "handoff"}.get(value.lower(), value)
        return value.strip("\"'")

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise JqlError("Error in the JQL Query: unexpected end.")
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _word(self, word: str) -> bool:
        return self._take("word", word)

    def _op(self, op: str) -> bool:
        return self._take("op", op)

    def _take(self, kind: str, text: str) -> bool:
        if self._at < len(self._tokens):
            token_kind, token = self._tokens[self._at]
            if token_kind == kind and token.lower() == text:
                self._at += 1
                return True
        return False

    def _need(self, op: str) -> None:
        if not self._op(op):
            raise JqlError(f"Error in the JQL Query: expecting '{op}'.")


def _among(value: Any, wanted: list[str]) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(_same(v, w) for v in values for w in wanted)


def _same(value: Any, wanted: str) -> bool:
    names = {"to do": "new", "in progress": "indeterminate"}
    return str(value).lower() in (wanted.lower(), names.get(wanted.lower(), wanted.lower()))


def _compare(value: Any, op: str, wanted: str) -> bool:
    if op in ("=", "!="):
        return _among(value, [wanted]) == (op == "=")
    if op in ("~", "!~"):
        return (wanted.lower().strip("*") in str(value).lower()) == (op == "~")
    if not isinstance(value, datetime):
        raise JqlError(f"The operator '{op}' is not supported by this field.")
    edge = _moment(wanted)
    return {">": value > edge, ">=": value >= edge, "<": value < edge, "<=": value <= edge}[op]


def _moment(text: str) -> datetime:
    """`-7d`, `-30m`, or a date with an optional time, in UTC."""
    if found := re.fullmatch(r"([+-]?\d+)([mhdw])", text):
        return datetime.now(UTC) + timedelta(days=int(found[1]) * _UNITS[found[2]])
    try:
        return datetime.fromisoformat(text.replace("/", "-")).replace(tzinfo=UTC)
    except ValueError:
        raise JqlError(f"Date value '{text}' is invalid.") from None

"""Which parser reads a code block: by its declared language first, then by the marks in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from checks.language.parsers.graphql import looks_like_graphql, parse_graphql
from checks.language.parsers.lines import looks_like_curl, looks_like_gherkin, looks_like_http, looks_like_trace
from checks.language.parsers.parsed import Parsed
from checks.language.parsers.protobuf import looks_like_protobuf, parse_protobuf
from checks.language.parsers.sql import looks_like_sql, parse_sql
from checks.language.parsers.structured import parse_json, parse_yaml

LOOKED_AT = 4_000
"""Characters in which the marks are looked for."""
YAML_LINE = re.compile(r"^(?:- )?[ \t]*[\w./$-]{1,60}:(?:[ \t]|$)", re.MULTILINE)
YAML_START = re.compile(r"(?:---\s|#[^\n]*\n|\s)*(?:openapi|swagger|asyncapi|apiVersion|version|services|paths|kind):")
JSON_START = re.compile(r"\s*(?:\{\s*[\"“}]|\[\s*(?:\{|\"))")
DECLARED: Mapping[str, Callable[[str], Parsed]] = {
    "json": parse_json,
    "yaml": parse_yaml,
    "yml": parse_yaml,
    "openapi": parse_yaml,
    "graphql": parse_graphql,
    "gql": parse_graphql,
    "sql": lambda text: parse_sql(text, declared=True),
    "protobuf": parse_protobuf,
    "proto": parse_protobuf,
    "http": lambda text: Parsed("http"),
    "gherkin": lambda text: Parsed("gherkin"),
    "feature": lambda text: Parsed("gherkin"),
    "cucumber": lambda text: Parsed("gherkin"),
}
PLAIN = frozenset(
    {"", "bash", "sh", "shell", "zsh", "console", "text", "plaintext", "plain", "txt", "none", "log", "output"}
)
"""Tags that say nothing about the form of the text."""


def declares(language: str) -> bool:
    """Whether this language tag claims a form that a parser can check the text against."""
    return language in DECLARED


def recognise(text: str, language: str = "") -> Parsed:
    """The kind of a code block and, where a parser knows it, what it reads."""
    if parser := DECLARED.get(language):
        return parser(text)
    if looks_like_trace(text[:LOOKED_AT]):
        return Parsed("stack_trace")
    if language in PLAIN:
        return _by_marks(text)
    if JSON_START.match(text) and (parsed := parse_json(text)).value:
        return parsed  # for long Jira had no tag for JSON, so people took another
    return Parsed("code")


def _by_marks(text: str) -> Parsed:
    start = text[:LOOKED_AT]
    if JSON_START.match(start):
        return _claiming_nothing(parse_json(text))
    if looks_like_http(start):
        return Parsed("http")
    if looks_like_curl(start):
        return Parsed("curl")
    if looks_like_protobuf(start):
        return _claiming_nothing(parse_protobuf(text))
    if looks_like_graphql(start):
        return _claiming_nothing(parse_graphql(text))
    if looks_like_sql(start):
        return parse_sql(text)
    if looks_like_gherkin(start):
        return Parsed("gherkin")
    return _yaml_or_code(text, start)


def _claiming_nothing(parsed: Parsed) -> Parsed:
    """Nobody said what the text is, so it cannot be wrong: a person's sketch is not a broken snippet."""
    return Parsed(parsed.kind, parsed.value)


def _yaml_or_code(text: str, start: str) -> Parsed:
    """YAML without a tag: its usual first keys, or nearly every line a `key:`; never a problem, because it claims
    nothing."""
    lines = [line for line in start.splitlines() if line.strip()]
    keyed = len(YAML_LINE.findall(start))
    if (YAML_START.match(start) and keyed > 1) or (keyed > 2 and keyed >= 0.7 * len(lines) and ";" not in start):
        parsed = parse_yaml(text)
        if isinstance(parsed.value, dict):
            return parsed
    return Parsed("code")

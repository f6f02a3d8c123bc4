"""JSON and YAML, and the descriptions written in them: OpenAPI and JSON Schema."""

from __future__ import annotations

import json
import re
from typing import Any

from checks.language.parsers.parsed import Parsed, SnippetKind, at_line
from checks.language.parsers.relaxed_json import relaxed

MOST_CHARACTERS = 65_536
MOST_EVENTS = 20_000
DEEPEST = 60
TEMPLATED = re.compile(r"\{\{|\{%|<%|\$\{|^[ \t]*(?:\.{3,}|…)", re.MULTILINE)


def kind_of_value(value: Any, otherwise: SnippetKind) -> SnippetKind:
    """OpenAPI and JSON Schema are recognised by their marker keys."""
    if not isinstance(value, dict):
        return otherwise
    if value.keys() & {"openapi", "swagger", "asyncapi"} or _is_paths(value.get("paths")):
        return "openapi"
    if "json-schema" in str(value.get("$schema", "")):
        return "json_schema"
    typed = value.get("type") in ("object", "array")
    if typed and (isinstance(value.get("properties"), dict) or isinstance(value.get("items"), dict)):
        return "json_schema"
    return otherwise


def _is_paths(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(str(path).startswith("/") for path in value)


def parse_json(text: str) -> Parsed:
    """Strictly first, then as people write it. It is a problem only if neither can read it."""
    body = text.strip()
    if len(body) > MOST_CHARACTERS or not body.startswith(("{", "[")):
        return Parsed("json")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        reading = relaxed(body)
        if reading.problem:
            return Parsed("json", problem=f"{reading.problem} ({at_line(body, reading.end)})")
        value = reading.value
    return Parsed(kind_of_value(value, "json"), value)


def parse_yaml(text: str) -> Parsed:
    """Read as events first: aliases, depth and number of nodes are refused before anything is built."""
    import yaml

    if len(text) > MOST_CHARACTERS or TEMPLATED.search(text):
        return Parsed("yaml")
    depth = 0
    try:
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if count > MOST_EVENTS or depth > DEEPEST or isinstance(event, yaml.AliasEvent):
                return Parsed("yaml")
        value = next(iter(yaml.load_all(text, Loader=yaml.CSafeLoader)), None)
    except yaml.constructor.ConstructorError:
        return Parsed("yaml")  # sound YAML with its own reader's tags, like CloudFormation's and GitLab's
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f" (line {mark.line + 1})" if mark else ""
        return Parsed("yaml", problem=f"{error.problem or 'it cannot be read'}{line}")
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return Parsed("yaml")
    return Parsed(kind_of_value(value, "yaml"), value)


def scan_json(text: str, start: int) -> tuple[Any, int]:
    """The object or array at `start` in running text and its end; (None, where to continue) when there is none."""
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError:
        reading = relaxed(text, start)
        return (None if reading.problem else reading.value), max(reading.end, start + 1)
    except (ValueError, RecursionError):
        return None, len(text)
    return value, end

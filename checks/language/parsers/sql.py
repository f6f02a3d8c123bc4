"""SQL statements, parsed by sqlglot. The library is loaded only when a ticket contains such a snippet."""

from __future__ import annotations

import logging
import re
from typing import Any

from checks.language.parsers.parsed import Parsed

MOST_CHARACTERS = 4_000
"""sqlglot reads about 300 characters a millisecond; a longer script is recognised but not parsed."""
MOST_RETRIED = 1_200
"""Characters up to which a text that failed is tried in other dialects."""
MOST_BRACKETS = 150
DIALECTS = (None, "postgres", "mysql", "tsql", "oracle")
STATEMENT = re.compile(
    r"(?:WITH\s+\w+\s+AS\s*\(|SELECT\s|INSERT\s+(?:INTO|IGNORE|OVERWRITE)\s|UPDATE\s+[\w.\"`\[\]]+\s+SET\s|DELETE\s+FROM\s"
    r"|MERGE\s+INTO\s|TRUNCATE\s+TABLE\s|DROP\s+(?:TABLE|INDEX|VIEW|COLUMN)\s"
    r"|CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+|UNIQUE\s+|MATERIALIZED\s+|EXTERNAL\s+)?(?:TABLE|INDEX|VIEW)\s"
    r"|ALTER\s+TABLE\s)",
    re.IGNORECASE,
)
DEFINES = re.compile(r"\b(?:CREATE\s+(?:\w+\s+)?TABLE|ALTER\s+TABLE)\b", re.IGNORECASE)
KEPT = frozenset({"Create", "Select", "Insert", "Update", "Delete", "Alter", "Merge", "Union", "With", "Drop"})
OPEN = re.compile(r"\.{3,}|…|<[\w -]{1,40}>|\{\{?|\$\{?\w|:\w|\?|%[sd(]|@\w|#")


def looks_like_sql(text: str) -> bool:
    """The first words outside comments begin a statement."""
    for line in text.splitlines()[:40]:
        words = line.strip()
        if words and not words.startswith(("--", "/*", "*", "#")):
            found = STATEMENT.match(f"{words} ")
            return bool(found) and (words[:6].lower() != "select" or " from " in f" {text.lower()} ".replace("\n", " "))
    return False


def parse_sql(text: str, *, declared: bool = False) -> Parsed:
    """The statements that were kept, by kind; a problem only where the text says it is SQL and no common dialect reads
    it.

    Parsing takes a millisecond per statement, so it is done only where something follows from it: what claims to be SQL
    is checked, and a definition's columns are read. Tables of other statements are found by their words.
    """
    worth = declared or DEFINES.search(text)
    if not worth or len(text) > MOST_CHARACTERS or text.count("(") > MOST_BRACKETS:
        return Parsed("sql")
    error: Any = None
    for dialect in DIALECTS[: (5 if declared else 2) if len(text) <= MOST_RETRIED else 1]:
        statements, error = _parse(text, dialect)
        if statements:
            return Parsed("sql", statements)
        if error is None:
            return Parsed("sql")
    if not declared or not looks_like_sql(text) or len(text) > MOST_RETRIED or OPEN.search(text):
        return Parsed("sql")
    line = (error.errors or [{}])[0].get("line")
    return Parsed("sql", problem=f"it is not a whole statement{f' (line {line})' if line else ''}")


def _parse(text: str, dialect: str | None) -> tuple[tuple[Any, ...], Any]:
    import sqlglot
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").disabled = True  # it quotes the statement, and ticket text is never logged
    try:
        trees = sqlglot.parse(text, read=dialect)
    except SqlglotError as error:
        return (), error if hasattr(error, "errors") else None
    except RecursionError:
        return (), None
    return tuple(tree for tree in trees if tree is not None and type(tree).__name__ in KEPT), None

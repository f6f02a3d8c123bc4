"""GraphQL, parsed by graphql-core. The library is loaded only when a ticket contains such a snippet."""

from __future__ import annotations

import re

from checks.language.parsers.parsed import Parsed

MOST_CHARACTERS = 32_768
MOST_TOKENS = 2_000
MOST_BRACES = 200
STARTS = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*(?:\"\"\"|(?:extend\s+)?(?:type|input|interface|enum|union|scalar|directive|schema)\b"
    r"|(?:query|mutation|subscription|fragment)\b[^{}\n]{0,200}\{)"
)
BODY = re.compile(r"(?:type|input|interface|enum|schema|query|mutation|subscription|fragment)\b[^{}=;]{0,200}\{")
ELIDED = re.compile(r"\.{3,}\s*(?:[}\n)]|$)|…|<[\w -]{1,40}>")


def looks_like_graphql(text: str) -> bool:
    return bool(STARTS.match(text) and BODY.search(text) and ";" not in text)


def parse_graphql(text: str) -> Parsed:
    """A `graphql.DocumentNode`, or None where the text elides parts or exceeds the limits."""
    if len(text) > MOST_CHARACTERS or text.count("{") > MOST_BRACES:
        return Parsed("graphql")
    from graphql.error import GraphQLSyntaxError
    from graphql.language import parse

    try:
        return Parsed("graphql", parse(text, max_tokens=MOST_TOKENS))
    except GraphQLSyntaxError as error:
        if ELIDED.search(text) or "abort" in error.message:
            return Parsed("graphql")
        line = error.locations[0].line if error.locations else 1
        said = error.message.removeprefix("Syntax Error: ").rstrip(".").replace("<EOF>", "the end")
        return Parsed("graphql", problem=f"{said[:1].lower()}{said[1:]} (line {line})")
    except RecursionError:
        return Parsed("graphql")

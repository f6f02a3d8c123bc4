"""What a ticket key and an id look like, and which words of a text are keys."""

from __future__ import annotations

import re
from collections.abc import Collection

# Cloud: an upper-case letter, then letters and digits. Data Center lets an admin allow more (`jira.projectkey.pattern`):
# digits first and underscores are seen. 25 bounds what is passed on to Jira; its own default is 10.
_KEY = re.compile(r"[A-Z0-9][A-Z0-9_]{0,24}-[1-9][0-9]{0,9}")
_BARE = re.compile(r"(?<![\w/.@#:=&?%+-])([A-Za-z0-9][A-Za-z0-9_]{0,24})-([1-9][0-9]{0,9})(?![\w/@=&%-]|\.\w)")
_JOINED = re.compile(r"(?<=[0-9])[/+&](?=[A-Za-z0-9][A-Za-z0-9_]{0,24}-[1-9])")
_HYPHENS = {0x2010: "-", 0x2011: "-"}
"""Those that look like the one on a keyboard: word processors and wikis put them in its place."""
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}://|www\.)[^\s<>|]++", re.IGNORECASE)


def key_of(word: str) -> str | None:
    """The key in upper case when the whole word is one, else None. Only such a key may stand in a path."""
    if not word.isascii():
        return None
    key = word.upper()
    return key if _KEY.fullmatch(key) else None


def number_of(word: str) -> str | None:
    """The id when the whole word is a number, else None. Only such an id may stand in a path."""
    return word if word.isascii() and word.isdigit() else None


def keys_in_text(text: str, projects: Collection[str], *, loose: bool = False) -> tuple[str, ...]:
    """Keys of these projects that stand as words of their own, each once, in reading order; none from inside a URL.

    Without a list of projects nothing is a key: `UTF-8` and `COVID-19` look just the same. Lower case (`pay-12`)
    and what follows a `#` count only when `loose`, where a person surely means a ticket. `PAY-1/PAY-2` are two.
    """
    known = {project.upper() for project in projects}
    found: dict[str, None] = {}
    words = _JOINED.sub(" ", _URL.sub(" ", text.translate(_HYPHENS)))
    for match in _BARE.finditer(words.replace("#", " ") if loose else words):
        project, number = match[1], match[2]
        if project.upper() in known and (loose or project == project.upper()):
            found[f"{project.upper()}-{number}"] = None
    return tuple(found)

"""What the bot writes into a ticket for a person and recognises there later: an answer, the heading it goes under, a
link to the thread."""

from __future__ import annotations

import re
from functools import cache

from bot.render.words import languages, words

SECTIONS = {"CTX": "context", "CON": "contracts", "DOD": "done"}
PERSON = r".{1,200}"
"""What a person's name may be for their answer to be recognised."""


def heading_for(code: str, language: str = "en") -> str:
    """The section of a description that receives the answer to a rule's gap."""
    return words(language)(f"note.section_{SECTIONS.get(code[:3], 'other')}")


def told_by(answer: str, who: str, author: str | None = None, language: str = "en") -> str:
    """The answer, and whose words it is: `who` confirmed it; `author` wrote it, where that is somebody else. A name is
    empty where Slack does not give it."""
    say = words(language)
    nameless = say("note.somebody")
    if author is None:
        lead = say("note.answered", who=who or nameless)
    else:
        lead = say("note.passed_on", author=author or nameless, who=who or nameless)
    return f"{lead}\n\n{answer}"


def is_lead(line: str) -> bool:
    """Whether this line begins an answer that somebody gave, in any of the bot's languages."""
    return _leads().fullmatch(line) is not None


@cache
def _leads() -> re.Pattern[str]:
    texts = {words(one).template(key) for one in languages() for key in ("note.answered", "note.passed_on")}
    return re.compile("|".join(map(_pattern, sorted(texts))), re.DOTALL)


def _pattern(text: str) -> str:
    return "".join(PERSON if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", text))


def thread_title(key: str, language: str = "en") -> str:
    """The title of the link from a ticket to its card; everybody who sees the ticket sees it."""
    return words(language)("note.thread", key=key)

"""What the bot writes into a ticket for a person: an answer, the heading it goes under, a link to the thread."""

from __future__ import annotations

from bot.render.words import words

SECTIONS = {"CTX": "context", "CON": "contracts", "DOD": "done"}


def heading_for(code: str, language: str = "en") -> str:
    """The section of a description that the answer to a rule's gap goes to."""
    return words(language)(f"note.section_{SECTIONS.get(code[:3], 'other')}")


def told_by(answer: str, who: str, author: str | None = None, language: str = "en") -> str:
    """The answer, and whose words it is: `who` confirmed it; `author` wrote it, where that is somebody else. A name is
    empty where Slack does not say it."""
    say = words(language)
    nameless = say("note.somebody")
    if author is None:
        lead = say("note.answered", who=who or nameless)
    else:
        lead = say("note.passed_on", author=author or nameless, who=who or nameless)
    return f"{lead}\n\n{answer}"


def thread_title(key: str, language: str = "en") -> str:
    """Of the link from a ticket to its card; all who see the ticket see it."""
    return words(language)("note.thread", key=key)

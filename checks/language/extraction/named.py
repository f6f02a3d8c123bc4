"""Topics, queues and events, flags, settings and commands that running text names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from checks.language.extraction.fact import Fact
from checks.language.interface_words import any_of, interface_words

SIGN = re.compile(r"[^\W_][._:-][^\W_]")
FILES = re.compile(r"\.(?:java|py|js|ts|xml|html?|ya?ml|properties|rdf|[ch]pp|txt|sqlite3|gradle|md|json|rb|go|css)$")
FLAG = re.compile(r"-(?<![\w-].)-[a-z][\w-]{1,40}(?:=[\w.<>/]{1,40})?")
VARIABLE = re.compile(
    r"[$A-Z](?:(?<=\$)\{?(?P<used>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\}?|(?<=[A-Z])(?<![\w.-].)[A-Z0-9]*(?:_[A-Z0-9]+)+\s?=)"
)
GIVEN = re.compile(r"\.[a-z][\w-]*=[^\s=]")
"""How every setting with a value ends."""
PROPERTY = re.compile(r"([a-z](?<![\w./@-].)[\w-]*(?:\.[a-z][\w-]*)+)=(?=[^\s=])")
COMMAND = re.compile(r"\$?\s?([a-z][\w.-]*(?: [\w<>\[\]{}./:=@,\"'-]+){1,12})$")
PROGRAM = re.compile(r"[a-z][\w-]{1,30} (?:[a-z][a-z-]{2,}|-{1,2}\w|<)")


@cache
def beside() -> re.Pattern[str]:
    """A word for topic, queue or event, and what comes right after or right before it."""
    topic = any_of("topic")
    return re.compile(
        rf"(?<!\w)(?:{topic})(?:\s(?:{any_of('copula')}))?\s?:?\s[`\"'“*]{{0,2}}(?P<after>[A-Za-z][\w./:-]{{2,80}})"
        rf"|(?<![\w./:-])(?P<before>[A-Za-z][\w./:-]{{2,80}})[`\"'”*]{{0,2}}\s(?=(?:{topic})(?!\w))",
        re.IGNORECASE,
    )


def events_in(text: str, where: str) -> Iterator[Fact]:
    """A name next to the word topic, queue or event; it must look like a name, because *the event handler* names
    none."""
    for found in beside().finditer(text) if SIGN.search(text) else ():
        name = (found["after"] or found["before"]).rstrip(".:-/")
        if SIGN.search(name) and not name.startswith(("self.", "org.", "java", "com.")) and not FILES.search(name):
            yield Fact("event", name, where=where, quote=text)


def speaks_of_topics(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in _topics())


@cache
def _topics() -> tuple[str, ...]:
    """The words for topics, except those that contain another: a text with *topics* also contains *topic*."""
    words = interface_words()["topic"]
    return tuple(word for word in words if not any(other in word for other in words if other != word))


def flags_in(text: str, where: str) -> Iterator[Fact]:
    """Command-line flags, environment variables, and dotted settings that are given a value."""
    if "--" in text:
        for found in FLAG.finditer(text):
            yield Fact("flag", found.group().split("=")[0], where=where, quote=text)
    if "_" in text and ("=" in text or "$" in text):
        for found in VARIABLE.finditer(text):
            yield Fact("flag", found["used"] or found.group().rstrip("=").rstrip(), where=where, quote=text)
    if "=" in text:
        for found in PROPERTY.finditer(text) if GIVEN.search(text) else ():
            if not found[1].startswith(("self.", "this.")):
                yield Fact("flag", found[1], where=where, quote=text)


def commands_in(spans: Sequence[str], where: str) -> Iterator[Fact]:
    """Inline code that is a program with a sub-command, an option or an argument to fill in."""
    for span in spans:
        if (
            PROGRAM.match(span.removeprefix("$ "))
            and COMMAND.fullmatch(span)
            and not span.startswith(("select ", "from ", "import "))
        ):
            yield Fact("command", span.removeprefix("$ "), where=where, quote=span)

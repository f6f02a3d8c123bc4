"""Whether the work touches an interface that other code or people's scripts rely on: the contracts' first question."""

from __future__ import annotations

import re

from checks.callable import is_callable
from checks.language.contract import Contract
from checks.language.model import model
from checks.language.phrasing import Phrased
from checks.language.statements import opening, telling
from checks.language.text import Sentence
from checks.observing import quote
from checks.rule import Case, Evidence, Met, NotApplicable

NAMING = frozenset({"endpoint", "event", "table", "flag", "command"})
"""Kinds of contract that are named the way callers write them."""
SHAPES = frozenset({"json", "yaml", "openapi", "json_schema", "graphql", "sql", "protobuf", "http", "curl"})
"""Kinds of snippets that show what goes in or comes out."""
_TOOLS = frozenset(
    [
        "apt",
        "awk",
        "brew",
        "cat",
        "cp",
        "curl",
        "diff",
        "docker",
        "find",
        "git",
        "grep",
        "head",
        "kubectl",
        "ls",
        "make",
        "mv",
        "mvn",
        "npm",
        "openssl",
        "ping",
        "pip",
        "rm",
        "sed",
        "ssh",
        "systemctl",
        "tail",
        "tar",
        "wget",
    ]
)
"""Programs found on every machine: a ticket that shows one uses it, and promises nothing about it."""
_SHAPED = frozenset({"interface", "new_interface", "web_call", "parameter", "programmers", "broker"})
"""Concepts of things that have a shape on which callers rely."""
_UNTOUCHED = {"docs": "Documentation work touches no interface.", "spike": "A spike changes no interface."}


def untouched(case: Case) -> Met | NotApplicable | None:
    """Why no contract is asked for; None when the work adds, changes or must honour an interface.

    "No interface change", said outright, is met.
    """
    if promise := no_change(case):
        return Met((quote(promise),), "The ticket says that no interface changes.")
    if case.kind in _UNTOUCHED:
        return NotApplicable(_UNTOUCHED[case.kind])
    if _only_tests(case):
        return NotApplicable("Tests change no interface.")
    if not applies(case):
        return NotApplicable("The work touches no interface that other code relies on.")
    return None


def _only_tests(case: Case) -> bool:
    """*Write load tests for the search API*: the title asks for tests of an interface that stays as it is."""
    title = case.text.title
    return case.kind != "bug" and title is not None and title.signals >= {"add_test", "tests"}


def applies(case: Case) -> bool:
    likely = case.text.estimates.get("applies", 0.0) >= model().questions["applies"].gap_at
    return likely or made(case) or member(case) is not None or left_open(case) is not None


def member(case: Case) -> str | None:
    """The function, class or property of a library that the title wants changed, as its users write it: `Shop.Cart`,
    `slugify()`, the prop `loading` of a component. To them it is an interface, though no word says so."""
    if case.kind == "bug":
        return None
    title = case.text.title
    if title is None or title.signals.isdisjoint(_ACTS):
        return None
    if found := _PROP.search(case.ticket.summary):
        return found[found.lastindex or 0]
    if not title.signals.isdisjoint(_NOT_CALLED):
        return None
    return next((name for name in title.names if _MEMBER.fullmatch(name) and is_callable(name)), None)


_ACTS = frozenset({"builds", "alters", "create"})
_NOT_CALLED = frozenset({"surface", "tests", "docs"})
"""Concepts of a title about a screen, a test or a text: what it names is only where that is."""
_MEMBER = re.compile(r"[A-Za-z_]\w+(?:(?:\.|::|#)[A-Za-z_]\w+)+(?:\(\))?|\w{3,}\(\)")

_PROP = re.compile(r"\b([a-z]\w+)[`'\"] [Pp]rops?\b|\b[Pp]rops? [`'\"]([a-z]\w+)|\b([a-z]+[A-Z]\w*) props?\b")
"""A prop of a component, which is called so in all languages."""


def made(case: Case) -> bool:
    """The title opens with an API; or a sentence adds one, or an endpoint, an option or a command, makes something in
    or through an API, changes an endpoint or a topic by its name, or publishes to it."""
    if case.kind == "bug":
        return False
    title = case.text.title
    if title is not None and "new_interface" in title.opens and case.kind != "epic":
        return True
    names = [contract.name for contract in case.text.contracts if contract.kind in ("endpoint", "event")]
    said = [sentence for sentence in case.text.sentences if not sentence.blank]
    inside = case.kind != "epic"  # its lines are other tickets, which have contracts of their own
    return any(
        (
            one.signals & {"builds", "create"}
            and ("new_interface" in one.signals or (inside and _THROUGH.search(one.text)))
        )
        or (one.signals & {"builds", "alters", "emits"} and any(name in one.text for name in names))
        for one in said
    )


_THROUGH = Phrased(r"\b(?:«through_api»)")


def left_open(case: Case) -> Sentence | None:
    """The first sentence that leaves the shape of an interface to whoever makes it: *in a suitable format*, *with the
    necessary data*."""
    if case.kind == "bug":
        return None
    called = any(contract.kind in ("endpoint", "event") for contract in case.text.contracts)
    found = (one for one in case.text.having("undescribed") if not one.blank)
    return next((one for one in found if called or not one.signals.isdisjoint(_SHAPED)), None)


def taken_away(case: Case) -> bool:
    """The title only removes something: that has no shape, and all there is to ask about is who still uses it."""
    title = case.text.title
    if case.kind == "bug" or title is None or _JOINS.search(title.text):
        return False
    return _TAKES_AWAY.search(title.text) is not None


def renamed(case: Case) -> bool:
    """The title gives a thing another name: inputs and outputs stay the same."""
    title = case.text.title
    return case.kind != "bug" and title is not None and len(title.names) > 1 and _RENAMES.search(title.text) is not None


_RENAMES = Phrased(r"\b(?:«renames»)\b")
_TAKES_AWAY = Phrased(r"^\W*(?:«takes_away»)\b|\b(?:«taken_away»)\W*$")
_JOINS = Phrased(r"\b(?:«joins»)\b")


def no_change(case: Case) -> Sentence | None:
    return next(iter(case.text.having("no_interface")), None)


def named(case: Case) -> Contract | None:
    """The interface as the ticket names it, preferably in its title; None where it names none."""
    found = [one for one in case.text.contracts if one.kind in NAMING and not ordinary_tool(one)]
    return next((one for one in found if one.name in case.ticket.summary), found[0] if found else None)


def ordinary_tool(contract: Contract) -> bool:
    """A program found on every machine, which a ticket uses and promises nothing about."""
    return contract.kind == "command" and contract.name.partition(" ")[0] in _TOOLS


def refusal(case: Case) -> Evidence | None:
    """The first words that give callers the status of an error, in a sentence or a snippet. None for a bug, where that
    is what went wrong, mostly out of a log."""
    codes = [one.name for one in case.text.contracts if one.kind == "status" and one.name.startswith(("4", "5"))]
    if case.kind == "bug" or not codes:
        return None
    told = (one for one in case.text.said if any(code in one.text for code in codes))
    sentence = next(told, None)
    return quote(sentence) if sentence else line(case, re.compile(rf"\b(?:{'|'.join(map(re.escape, codes))})\b"))


def line(case: Case, holding: re.Pattern[str]) -> Evidence | None:
    """The first line of a snippet that holds this."""
    for snippet in case.text.snippets:
        if found := holding.search(snippet.text):
            start, end = snippet.text.rfind("\n", 0, found.start()) + 1, snippet.text.find("\n", found.end())
            return Evidence(snippet.text[start : end if end >= 0 else None].strip(), snippet.where)
    return None


def showing(case: Case) -> Sentence | None:
    """The words that show that an interface is touched, preferably some that name it."""
    naming = None
    if found := named(case):
        naming = telling(case.text, "interface", lambda one: found.name in one.text)
    return naming or telling(case.text, "interface") or opening(case.text)

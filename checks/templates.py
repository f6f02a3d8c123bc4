"""Text to paste and fill in: what closes a gap in contracts or criteria, including what the ticket already says.

Blanks are in ‹single angle quotes›, which every markup leaves as they are (Markdown drops `<words in brackets>` as
HTML), and which count as unfilled: a template pasted unchanged closes nothing.
"""

from __future__ import annotations

import re

from checks.callable import is_callable
from checks.interface import named, ordinary_tool
from checks.language.contract import Contract
from checks.rule import Case

MOST_FIELDS = 8
NAMED = ("endpoint", "command", "event", "table", "flag", "schema")
"""What can represent the interface as a whole, the most telling first."""
_BLANK = re.compile(r"‹[^‹›\n]+›")


def left_blank(template: str, answer: str) -> tuple[str, ...]:
    """The blanks of a template that an answer still contains as they were offered, each once. Anything else in such
    quotes is the answer's own."""
    return tuple(blank for blank in dict.fromkeys(_BLANK.findall(template)) if blank in answer)


def interface_of(case: Case, *kinds: str) -> str | None:
    """The interface that the ticket names: `POST /refunds`, a command, a topic, a table; else the first name in its
    summary that code could call. With `kinds`, only one of these."""
    for kind in kinds or NAMED:
        for contract in case.text.contracts:
            if contract.kind == kind and _meant(case, contract):
                return _called(contract.name)
    if kinds:
        return None
    named = (name for sentence in case.text.sentences if sentence.block == -1 for name in sentence.names)
    return next((_called(name) for name in named if is_callable(name, case.ticket.summary)), None)


def _called(name: str) -> str:
    """`parse(` was taken from *parse("1h30")*: the call without its arguments."""
    return plain(f"{name})" if name.endswith("(") else name)


def _meant(case: Case, contract: Contract) -> bool:
    """A bug's snippets show how to see it: a table that they create, or the address they call, is not part of the work
    unless the prose mentions it. Programs found on every machine are never what is worked on."""
    if ordinary_tool(contract):
        return False
    return case.kind != "bug" or contract.name in case.text.spoken


def name_template() -> str:
    """For an interface that is touched but not named."""
    return "Interface: ‹method and path, command with its options, topic, table or function signature›"


def shape_template(case: Case) -> str:
    """For a named interface without inputs and outputs; includes the fields that the ticket names, with their types."""
    meant = named(case)
    if meant and meant.kind in _SHAPES:
        return _SHAPES[meant.kind].format(plain(meant.name))
    if case.kind == "bug":
        return (
            "Input: ‹the call, the request or the file that fails›\n"
            "Response: ‹what must come back instead, with its type or format›"
        )
    about = interface_of(case) or "‹the interface by name›"
    return "\n".join([f"{about} takes:", *_fields(case), _gives(about)])


_SHAPES = {
    "flag": "Options:\n- {0} takes ‹the values allowed, or nothing›; without it ‹what holds then›.\n- With it, ‹what is done or printed instead›.",
    "command": "Usage:\n- {0} takes ‹arguments and options, with their types›.\n- It prints ‹what, in which format› and ends with ‹exit code›.",
}
"""What callers rely on where what is returned has no fields."""


def _fields(case: Case) -> list[str]:
    """The fields, those with a stated type first."""
    fields = [contract for contract in case.text.contracts if contract.kind == "field"][:MOST_FIELDS]
    lines = [_field(field) for field in fields] or ["‹field name› — ‹its type› — ‹required or optional›"]
    asked = [line for line in lines if "‹" in line] or ["‹further field› — ‹its type› — ‹required or optional›"]
    kept = [line for line in lines if "‹" not in line]
    return [f"- {line}" for line in (*kept, *asked)]


def failure_template(case: Case) -> str:
    """For an interface whose ticket does not mention bad input and errors."""
    about = interface_of(case)
    gives = f"{about} gives" if about else "callers get"
    return f"Error handling: when ‹the input that is wrong or the error›, {gives} ‹status, exception or message›."


def access_template(case: Case) -> str:
    about = interface_of(case) or "‹the interface by name›"
    return f"{about} may be called by ‹role or permission›; anyone else gets ‹status or error›."


def outcome_template(case: Case) -> str:
    """For a ticket without an end state: its subject, and what anyone could see."""
    if case.kind == "bug":
        return _INSTEAD
    about = plain(case.ticket.summary).rstrip(".") or "‹the work in one line›"
    return f"Expected ({about}): ‹what anyone can see, run or measure that was not so before›"


_INSTEAD = "Expected: ‹what happens instead, with the exact text or value›"


def criteria_template(case: Case) -> str:
    """For an outcome that cannot be verified, in the form that fits the kind of work."""
    if case.kind == "bug":
        return _INSTEAD
    if case.kind == "spike":
        return deliverable_template()
    if case.kind == "docs":
        return "Acceptance criteria:\n- ‹page or chapter› says ‹what a reader finds there, with an example›."
    if case.kind == "task":
        return "Acceptance criteria:\n- ‹what can be run, opened or counted› gives ‹the exact result›.\n- ‹what stays as it was›."
    about = interface_of(case)
    act = f"{about} is used with ‹the input in question›" if about else "‹someone does the thing in question›"
    return f"Acceptance criteria:\n- Given ‹the state before›, when {act}, then ‹the exact result that a reviewer can see›."


def deliverable_template() -> str:
    """For an investigation that does not say what it delivers."""
    return (
        "Question: ‹what is to be found out›\nTime: at most ‹days›\n"
        "To hand back: ‹page, recommendation, prototype or tickets›"
    )


_RISKY_EDGES = {
    "auth": "When ‹somebody lacks the right, or a password, token or certificate has run out›, ‹what happens›.",
    "payments": "When ‹an amount is zero, missing or there twice, or a payment is refused›, ‹what happens instead›.",
    "personal_data": "When ‹some data is missing or must not be shown›, ‹what happens instead›.",
    "migration": "When ‹a stored row is empty, wrong or there twice›, ‹what becomes of it›.",
    "infrastructure": "When ‹a step fails›, ‹what keeps running, and the way back›.",
}


def edge_template(case: Case, risk: str | None = None) -> str:
    """For work without an edge case, in the form that fits its kind or the risky subject that it touches."""
    if risk:
        return _edges(_RISKY_EDGES[risk])
    if case.kind == "spike":
        return "Out of scope: ‹what need not be looked into›"
    if case.kind == "docs":
        return "Out of scope: ‹what the text need not cover›"
    if case.kind == "bug":
        return _edges("‹a neighbouring case or input›: ‹what must happen there›")
    if case.kind == "task":
        return _edges("‹what must not change or break›")
    return _edges("When ‹the input is empty, wrong, too large or there twice›, ‹what happens instead›.")


def _edges(edge: str) -> str:
    return f"Edge cases:\n- {edge}\nOut of scope: ‹what is left as it is›"


def verification_template(case: Case) -> str:
    """For a result without a way to check it, in the form that fits the kind of work."""
    if case.kind == "spike":
        return "How it is checked: ‹who reads the findings and decides, or the measurement that settles it›"
    if case.kind == "docs":
        return "How it is checked: ‹who reads the text over, or which example in it is run›"
    if about := interface_of(case):
        return f"How to test: ‹a test to add or a command to run› covers {about}, with ‹the data to use›."
    return "How to test: ‹a test to add, a command to run or a person who accepts›, with ‹the data to use›."


def reproduction_template() -> str:
    """For a bug that nobody else could reproduce."""
    return (
        "Steps to reproduce:\n1. ‹starting point and data›\n2. ‹what to do›\n\n"
        "Actual: ‹what happens, with the exact message›\n"
        "Expected: ‹what should happen instead›"
    )


def _gives(about: str) -> str:
    return f"{about} returns: ‹status or type, and one example of the answer›"


def _field(field: Contract) -> str:
    name = plain(field.name)
    return f"{name} — {plain(field.detail)}" if field.detail else f"{name} — ‹its type› — ‹required or optional›"


def plain(words: str, most: int = 120) -> str:
    """One line of the ticket's words, without what would close or open a blank."""
    return " ".join(words.replace("‹", "{").replace("›", "}").split())[:most]

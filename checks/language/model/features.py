"""The model's features, each with its reason. All are counts that mean the same in every language.

A feature with cuts 1, 2, 4 becomes three yes-or-no indicators: at least 1, at least 2, at least 4. The weights
of an indicator are whole numbers, so that the model's sum is exact on any machine.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from checks.language.facts import PAIRS, Facts
from checks.language.memo import Memo

LAYOUT: dict[str, tuple[tuple[int, ...], str]] = {
    "sentences": ((1, 2, 4, 8, 16), "one line rarely says what, why and when done"),
    "words": ((8, 20, 40, 80, 150, 300), "room to say something; not more is better"),
    "new_words": ((3, 8, 16, 32), "a description that repeats its title adds nothing"),
    "summary_words": ((4, 6, 9, 13), "a title of three words names no place"),
    "sentence_length": ((8, 12, 16, 20, 26), "long sentences are harder to act on"),
    "longest": ((25, 45), "one very long sentence is often pasted text"),
    "reasons": ((1, 2), "someone is told what is wrong or what it is for"),
    "listed": ((1, 2, 4, 8), "steps and criteria come as items"),
    "questions": ((1, 2), "what is asked is not decided"),
    "names": ((1, 2, 4, 8, 16), "names give the receiver a place to start"),
    "named_share": ((1, 3, 5, 8), "tenths of sentences that name something"),
    "summary_names": ((1, 2), "the title names the place in the code"),
    "error_names": ((1,), "an error by its type: something went wrong"),
    "summary_prefix": ((1,), "a title that opens with its component"),
    "summary_acronyms": ((1, 2), "a product or protocol in the title"),
    "acronyms": ((1, 3, 6), "technical terms"),
    "code_names": ((1, 3), "classes and variables"),
    "dotted": ((1, 3), "qualified names and files"),
    "calls": ((1, 2), "functions as they are called"),
    "paths": ((1, 2), "files and endpoints"),
    "flags": ((1,), "options of a command"),
    "places": ((1, 3), "names that can only be of code, and menu paths"),
    "test_names": ((1, 2), "tests that exist or are to be written"),
    "screen_labels": ((1, 3), "labels of buttons, menus and fields"),
    "numbers": ((1, 3, 8), "values, limits and positions"),
    "tickets": ((1, 2, 4), "other tickets are leaned on"),
    "dates": ((1, 2), "a plan rather than work"),
    "headings": ((1, 3), "parts were thought of"),
    "media": ((1,), "a picture shows what words do not"),
    "tables": ((1,), "values laid out"),
    "code": ((1, 2, 3), "code shows input, shape or what went wrong"),
    "code_lines": ((4, 12, 30), "a short example against a pasted log"),
    "code_lines_in_prose": ((1, 3, 8), "code that lost its block"),
    "machine_lines": ((2, 8), "what a machine wrote shows what happened, not how to come by it"),
    "given_lines": ((2, 4), "code or commands that somebody could run"),
    "log_lines": ((1, 3), "a log shows the actual behaviour"),
    "test_code": ((1,), "assertions: the check stands in code"),
    "traces": ((1,), "a stack trace shows the actual behaviour"),
    "shapes": ((1,), "data in a format of interfaces"),
    "calls_shown": ((1,), "a request as it is sent"),
    "read_endpoint": ((1, 2), "an HTTP endpoint is named"),
    "read_field": ((1, 3), "fields are named"),
    "read_status": ((1,), "a status code is named"),
    "read_event": ((1,), "an event or topic is named"),
    "read_table": ((1,), "a table is named"),
    "read_flag": ((1,), "an option is named"),
    "read_command": ((1,), "a command is named"),
    "links": ((1, 2, 4), "content may stand elsewhere"),
    "inside_links": ((1,), "content stands where outsiders cannot look"),
    "bare_links": ((1, 2), "a sentence that is only a link"),
    "only_links": ((1,), "hardly a word besides links"),
    "components": ((1,), "Jira's component names a place"),
}
"""Feature → cuts and reason."""

SIGNALS: dict[str, str] = {
    "problem": "something is wrong today",
    "cause": "why it is so: someone looked into it",
    "purpose": "what it is good for",
    "story": "who wants it",
    "want": "a request in so many words",
    "expected": "what should happen",
    "actual": "what does happen",
    "current": "how it is today",
    "steps": "how to make it happen",
    "action": "something a person does, as in a step",
    "condition": "under which circumstances",
    "sometimes": "a fault that does not always show",
    "used_to_work": "a fault with a before",
    "environment": "where it was seen",
    "vague": "a word that two people read differently",
    "hedge": "the writer is not sure",
    "dangling": "a talk, a person, a design or a ticket is leaned on",
    "attached": "content may be in a file",
    "see_link": "content may be behind a link",
    "decision": "something was decided, perhaps elsewhere",
    "acceptance": "what must hold when it is done",
    "deliverable": "what is to be handed over",
    "negative": "a border, a limit, what must not be",
    "scope_out": "what is left out on purpose",
    "failure": "what happens on errors",
    "verification": "testing and checking",
    "add_test": "a test to add or a check to make",
    "interface": "words of interfaces",
    "ui": "words of screens",
    "system": "words for parts of a product",
    "shape": "words of types and values",
    "shape_strong": "a shape is about to follow",
    "research": "the outcome is knowledge",
    "docs": "the outcome is a text",
    "create": "something new",
    "maintain": "something changed or moved",
    "fix": "something put right",
    "admin": "plans, meetings, staff: work that no code does",
    "epic": "many works in one",
    "example": "an example follows",
    "social": "a person speaks to persons",
    "proposal": "a solution is on offer",
    "plural_scope": "all, every, several: how much is meant?",
    "quantity": "a number's unit",
    "reference": "other tickets",
    "question": "something is asked",
    "auth": "a risk: who may do what",
    "payments": "a risk: money",
    "personal_data": "a risk: people's data",
    "migration": "a risk: stored data",
    "infrastructure": "a risk: what everything runs on",
    "large": "work that is hard to finish",
    "negation": "what is not the case",
    "contrast": "this instead of that: a statement with an edge",
    "alternative": "undecided between two",
    "first_person": "a person's report rather than a specification",
    "second_person": "instructions",
    "pointing": "this, it, there: is it clear what is meant?",
    "imprecise": "some, many, often",
    "only": "a limit in one word",
    "intent": "would, could, plan: not settled",
}
"""Concept of the lexicons → what it says."""
SUBJECTS: dict[str, str] = {
    "lifecycle": "what starts, stops and connects: seldom a promise to other code",
    "wrong_value": "something answers, but not what it should: a contract is broken",
    "concurrency": "what runs at the same time: inner workings",
    "packaging": "building and delivering: inner workings",
    "programmers": "who relies on an interface",
    "widget": "parts of a screen",
    "web_call": "calls over HTTP",
    "routine": "methods, classes and what they take",
    "command_line": "commands, scripts and what they take",
    "conformity": "the same as elsewhere, or as a standard says",
    "upgrade": "another version of what is built upon",
    "tests": "tests as things, not as acts",
    "planning": "sprints, effort and schedules: the rest stands in a plan",
    "workbench": "the windows of a program: people rely on them, not code",
    "parameter": "what a caller sets: arguments, options, properties",
    "extension": "where others plug in, or read what leaves the product",
    "unsure": "the writer does not know what should come out",
    "wish": "a wish put mildly: it would be nice",
    "enhancement": "better, easier, support for: something that was there and is to be more",
    "request": "what a program is to do, as the first word of a title",
    "unreproduced": "the writer cannot make it happen, or only saw it in a log",
    "inner": "refactoring, clean-up, tests, set-up: nothing that users see",
}
"""What the work is about: which side of the product, as its users see it. Few questions use it (`tools/fitting.py`)."""
_ACTS = "create maintain fix research docs action verification want condition problem negative story admin ui system request"
ACTS = tuple(_ACTS.split())
_LABELS = """
problem context actual expected steps acceptance deliverable verification edge failure scope_out environment interface
solution place note question
"""
LABELS = tuple(_LABELS.split())
BODY_CUTS = (1, 2, 4)
THIN = 8
"""New words. A description with fewer says hardly more than its title."""
_TOGETHER = """
thin+title.create thin+title.maintain thin+title.problem thin+title.research thin+title.ui thin+title.interface thin+title.story
thin+named thin+code thin+tickets thin+links thin+admin attached+unshown tickets+unshown links+unshown trace+untold problem+untold
title.create+interface title.create+code title.problem+interface title.problem+code title.problem+listed title.create+listed
title.maintain+interface story+listed sometimes+untold
"""
TOGETHER = tuple(_TOGETHER.split())
"""Things that mean something only when both hold: `unshown` means without code and steps, `untold` without any
condition."""


WORD, TITLE, ANYWHERE = "word.", "title.", "any."
"""Prefixes of the indicators of single words, of words of the title, and of concepts wherever they are signalled."""
ALONE = (
    "thin", "unshown", "untold", "title_fault", "title_wish", "title_inner", "title_text", "calm_change", "faultless",
    "reasonless", "only_pasted", "failing_test",
)  # fmt: skip
"""What follows from several concepts at once, some of them halves of `TOGETHER`."""
_FAULTS = frozenset({"problem", "wrong_value", "used_to_work", "sometimes"})
_DONE = frozenset({"create", "maintain", "research", "docs", "verification"})
"""Acts that a title asks for: any faults it mentions are then what they fix."""
_WISHES = frozenset({"story", "wish", "enhancement"})
_ACTED = (1, 3)
_PAIRED = (1, 2)


def _reached(name: str, cuts: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The indicators of a count that has reached none of its cuts, the first, the first two …"""
    indicators = [f"{name}>={cut}" for cut in cuts]
    return tuple(tuple(indicators[:passed]) for passed in range(len(cuts) + 1))


# Names of indicators are built once, not for every ticket.
_LAYOUT = tuple((name, cuts, _reached(name, cuts)) for name, (cuts, _) in LAYOUT.items())
_BODY = Memo(lambda name: _reached(f"body.{name}", BODY_CUTS))
_ACT = Memo(lambda name: _reached(f"act.{name}", _ACTED))
_LABEL = Memo(lambda name: _reached(f"label.{name}", _ACTED))
_PAIR = {pair: _reached(f"pair.{'+'.join(pair)}", _PAIRED) for pair in PAIRS}
_SUMMARY = Memo(lambda name: f"summary.{name}")
_FIRST = Memo(lambda name: f"first.{name}")
_OPENING = Memo(lambda name: f"opening.{name}")
_ANYWHERE = Memo(lambda name: f"{ANYWHERE}{name}")
_IN_TITLE = Memo(lambda name: f"title.{name}")
_BOTH = tuple((f"both.{name}", frozenset(name.split("+"))) for name in TOGETHER)


def names_of_indicators() -> list[str]:
    """Every indicator the model may have a weight for."""
    found = [f"{name}>={cut}" for name, (cuts, _) in LAYOUT.items() for cut in cuts]
    for name in (*SIGNALS, *SUBJECTS):
        found += [f"body.{name}>={cut}" for cut in BODY_CUTS]
        found += [f"summary.{name}", f"first.{name}", f"{ANYWHERE}{name}"]
    found += [f"opening.{name}" for name in ACTS]
    found += [f"act.{name}>={cut}" for name in ACTS for cut in _ACTED]
    found += [f"label.{name}>={cut}" for name in LABELS for cut in _ACTED]
    found += [f"pair.{'+'.join(pair)}>={cut}" for pair in PAIRS for cut in _PAIRED]
    found += [f"both.{name}" for name in TOGETHER]
    return [*found, *ALONE]


def indicators_of(facts: Facts) -> list[str]:
    """The names of the indicators that hold."""
    words = [f"{WORD}{word}" for word in facts.words]
    return [*held_by(facts), *words, *(f"{TITLE}{word}" for word in facts.title)]


def held_by(facts: Facts) -> list[str]:
    """The names of the indicators that hold, each once, except those of single words."""
    held: list[str] = []
    for name, cuts, reached in _LAYOUT:
        if value := facts.layout.get(name):
            held += reached[bisect_right(cuts, value)]
    for name, count in facts.body.items():
        held += _BODY[name][bisect_right(BODY_CUTS, count)]
    held += map(_SUMMARY.__getitem__, facts.summary)
    held += map(_FIRST.__getitem__, facts.first)
    held += map(_ANYWHERE.__getitem__, facts.summary | facts.body.keys())
    held += map(_OPENING.__getitem__, facts.opening)
    for name, count in facts.acts.items():
        held += _ACT[name][bisect_right(_ACTED, count)]
    for name, count in facts.labelled.items():
        held += _LABEL[name][bisect_right(_ACTED, count)]
    holding = _holding(facts)
    held += [both for both, halves in _BOTH if halves <= holding]
    held += [name for name in ALONE if name in holding]
    if facts.words:
        held.append("english")
    for pair, count in facts.pairs.items():
        held += _PAIR[pair][bisect_right(_PAIRED, count)]
    return held


def _holding(facts: Facts) -> set[str]:
    """The halves of `TOGETHER` that hold."""
    layout, body = facts.layout, facts.body
    steps = facts.acts.get("action", 0) + facts.labelled.get("steps", 0)
    halves = (
        ("thin", layout["new_words"] < THIN),
        ("named", layout["names"] > 0),
        ("code", layout["code"] > 0),
        ("tickets", layout["tickets"] > 0),
        ("links", layout["links"] > 0),
        ("listed", layout["listed"] > 1),
        ("trace", layout["traces"] + layout["log_lines"] > 0),
        ("unshown", not layout["code"] and not steps),
        ("untold", "condition" not in body and not steps),
        *_of_title(facts.summary, facts.opening),
        ("reasonless", not layout["reasons"] and "problem" not in facts.summary),
        ("only_pasted", _only_pasted(layout, steps)),
        ("failing_test", layout["test_names"] > 0 and ("problem", "tests") in facts.pairs),
        ("faultless", _FAULTS.isdisjoint(facts.summary) and _FAULTS.isdisjoint(body) and "actual" not in body),
    )
    return {name for name, holds in halves if holds}.union(body, map(_IN_TITLE.__getitem__, facts.summary))


def _only_pasted(layout: Mapping[str, int], steps: int) -> bool:
    """A trace or log, with neither code nor steps to reproduce it."""
    return layout["machine_lines"] > 1 and layout["given_lines"] < 2 and steps < 2


def _of_title(title: frozenset[str], opening: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Which kind of work the title indicates: a fault reported, or something to be done."""
    calm = _FAULTS.isdisjoint(title)
    fault = not (calm and "negation" not in title) and _DONE.isdisjoint(opening)
    yield "title_fault", fault
    yield "title_wish", not fault and not _WISHES.isdisjoint(title)
    yield "title_inner", not fault and "inner" in title
    yield "title_text", not fault and "docs" in title
    yield "calm_change", calm and "maintain" in opening

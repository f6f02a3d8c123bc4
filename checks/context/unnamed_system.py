"""
No component, screen, command, class or file tells an outsider where to start.

## What it checks
Whether the summary, the description or Jira's components say where the work is to be done, well enough to find the
place in the code: a module, service, page, dialog, command, class, function or file.

From words alone, a name that only insiders can place looks like one that anybody could find, so a gap is a suggestion
unless a policy says otherwise.

## Why it matters
A person who knows the product knows where "the export" lives. Everyone else searches the whole repository, and may
change the wrong one of two things with the same name.

## How to close the gap
Name the place once: the screen and its menu path, the service and endpoint, the class, or the file.
"""

from __future__ import annotations

from collections.abc import Iterable

from checks.estimate import leans_missing, strength
from checks.language.names import is_code
from checks.language.statements import only_talk, opening, stated, telling
from checks.language.text import Sentence
from checks.observing import listed, quote, quotes, titled, wordless
from checks.outright import upgrade
from checks.rule import Case, Evidence, Example, Gap, Met, Observation, Options, Rule


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    place = stated(case.text, "place", least=1)
    in_code = telling(case.text, "place", _names_code)
    if (
        place is None
        and in_code is None
        and ((leans_missing(case, "CTX102") and upgrade(case) is None) or only_talk(case.text))
    ):
        return _gap(case)
    return Met(_evidence(case, [place] if place else [telling(case.text, "place") or opening(case.text), in_code]))


def _names_code(sentence: Sentence) -> bool:
    """It names a file, a function, a command's option or a qualified name: where to start is stated outright."""
    return any(map(is_code, sentence.names))


def _evidence(case: Case, places: Iterable[Sentence | None]) -> tuple[Evidence, ...]:
    """The sentence that best says the place, often the title, and the one that names it in the code."""
    found = quotes(filter(None, places))
    return (*found, Evidence(listed(case.ticket.components), "field components")) if case.ticket.components else found


def _gap(case: Case) -> Gap:
    shown = opening(case.text)
    message, remedy, question, template = _words(case)
    return Gap(
        message=message,
        remedy=remedy,
        evidence=(quote(shown),) if shown else (),
        question=question,
        template=template,
        severity=strength(case, "CTX102"),
    )


def _words(case: Case) -> tuple[str, str, str, str]:
    """Message, remedy, question and template: a text has a page where other work has a place in the code."""
    title = titled(case)
    if case.kind == "docs":
        return (
            "The ticket does not say which page or file of the documentation it is about.",
            "Name the page, the chapter or the file once, and where it is kept.",
            f"Which page, chapter or file is {title} about, and where is it kept?",
            "Where: ‹page, chapter or file, and where it is kept›",
        )
    show = f"does {title} show" if case.kind == "bug" else ""
    return (
        "The ticket does not say where in the product or the code to start.",
        "Name the place once: the screen and its menu path, the service and endpoint, the class, or the file.",
        f"Where in the product or the code {show}?"
        if show
        else f"Which part of the product or the code is {title} about?",
        "Where: ‹component, screen, command, class or file›",
    )


RULE = Rule(
    code="CTX102",
    name="unnamed-system",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "advice", "agent": "major"},
    confidence="likely",
    effort="a word",
    core=True,
    examples=(
        Example(
            "names a goal but no place",
            "Planning process for the next year",
            "Set up the new planning and reporting process. We agreed on the broad lines already.",
            issue_type="Task",
            says="The ticket does not say where in the product or the code to start.",
            cure="Where: the planning page of the admin console, `admin/planning/views.py`.",
        ),
        Example(
            "asks for speed in general",
            "Improve performance",
            "It is too slow for everyone. Make it faster.",
            issue_type="Task",
            says="The ticket does not say where in the product or the code to start.",
            cure="Affected component: the `OrderSearch` class in `search/orders.py`, behind `GET /orders`.",
        ),
        Example(
            "names the class and the command",
            "`module info` loads the codec classes",
            "`module info --name sink:hdfs` loads `hadoop.store.Codecs` although the shell only prints the options.",
            issue_type="Bug",
            outcome="met",
        ),
        Example(
            "names the screen and its menu path",
            "Preferences lose the chosen font",
            "Choose Preferences > Editor > Font, pick `Courier` and close the dialog with OK. The editor still shows the old font.",
            issue_type="Bug",
            outcome="met",
        ),
    ),
)

"""
The ticket does not say what an interface does on bad input, an error or a limit.

## What it checks
Where the work touches an interface: whether the ticket says what happens when the input is wrong, something fails or a limit
is reached: the status, the exception, the exit code, the message, or that it is ignored.

A gap is a suggestion. In work on sign-in, payments, personal data, stored data or infrastructure that is not likely to
be ready, it is to be answered first, except for bugs.

## Why it matters
Callers handle errors according to what the interface promises. If that is left open, each implementation promises
something different.

## How to close the gap
Add one sentence for each failure that callers can cause: the condition and what they get back.
"""

from __future__ import annotations

from checks.borders import border
from checks.estimate import at_risk, leans_missing
from checks.interface import member, named, refusal, renamed, showing, taken_away, untouched
from checks.language.statements import stated, telling
from checks.language.text import Text
from checks.observing import Wording, described, quote, wordless
from checks.rule import Case, Evidence, Example, Gap, Met, Observation, Options, Rule
from checks.templates import failure_template


def check(case: Case, options: Options) -> Observation:
    if unread := wordless(case):
        return unread
    if spared := untouched(case):
        return spared
    failure = _outright(case)
    if failure is None and leans_missing(case, "CON203"):
        return _gap(case)
    failure = failure or _nearest(case.text)
    return Met((failure,)) if failure else _gap(case)


def _nearest(text: Text) -> Evidence | None:
    told = telling(text, "failure") if text.first("failure", "negative") else None
    return quote(told) if told else None


def _outright(case: Case) -> Evidence | None:
    """In work that is not a bug, a part about failures or an error's code: in a bug, what follows "Error:" is what went
    wrong, mostly out of a log."""
    if case.kind == "bug":
        return None
    said = stated(case.text, "failure", least=4)
    return quote(said) if said else refusal(case) or border(case)


def _gap(case: Case) -> Gap:
    shown = showing(case)
    risk = at_risk(case) if case.kind != "bug" and described(case) else None
    asks = _TAKEN_AWAY if taken_away(case) else _RENAMED if renamed(case) else Wording(_MESSAGE, _REMEDY, _asked(case))
    return Gap(
        message=asks.message,
        remedy=asks.remedy,
        evidence=(quote(shown),) if shown else (),
        question=asks.question,
        template=failure_template(case),
        severity="major" if risk else None,
    )


_MESSAGE = "The ticket does not say what happens on wrong input, an error or a limit."
_REMEDY = "Add one sentence for each failure that callers can cause: the condition and what they get back."
_TAKEN_AWAY = Wording(
    "The ticket does not say what happens to whoever still uses what is taken away.",
    "Say what whoever still uses it gets: an error, a warning, or nothing because nobody does.",
    "What happens to whoever still uses what is taken away: an error, a warning, or does nobody?",
)


_RENAMED = Wording(
    "The ticket does not say what happens to whoever still uses the old name.",
    "Say what the old name gives from now on: the same with a warning, an error, or nothing because nobody uses it.",
    "What does the old name give from now on: the same with a warning, an error, or does nobody use it?",
)


def _asked(case: Case) -> str:
    """Worded for whoever uses it: nobody gets anything back from an option or an event."""
    meant = named(case)
    if meant and meant.kind == "event":
        return f"What happens to a message of {meant.name} that cannot be handled?"
    if meant and meant.kind == "table":
        return f"What happens when a row of {meant.name} cannot be stored?"
    if meant and meant.kind == "flag":
        return f"What happens when {meant.name} is given a wrong value, or the work fails?"
    name = meant.name if meant else member(case)
    does = f"does {name} do" if name else "do callers get back"
    return f"What {does} when the input is wrong or the work fails?"


RULE = Rule(
    code="CON203",
    name="missing-failure-behaviour",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    core=True,
    examples=(
        Example(
            "says what comes back when all goes well",
            "Add POST /refunds to payments-api",
            "Support staff refund orders by hand. Add `POST /refunds`, which takes `order` (string) and `amount` (integer) and returns the refund's id as JSON.",
            says="The ticket does not say what happens on wrong input, an error or a limit.",
            cure="Errors: an unknown order gives 404, an amount above what was paid 422; nothing is refunded then.",
        ),
        Example(
            "says what an unknown value does",
            "Add the option --station to the export command",
            "The nightly job exports all stations. Add `--station` to `export`, which takes an id. Unknown stations are logged and "
            "skipped.",
            outcome="met",
        ),
        Example(
            "says it in the description of the interface",
            "Add POST /refunds",
            "Back office refunds by hand in the bank's portal, ten minutes each. Add `POST /refunds`:\n\n```yaml\nopenapi: 3.0.0\npaths:\n  /refunds:\n    post:\n      security: [{bearer: [refunds.write]}]\n      responses:\n        '201': {description: created}\n        '422': {description: amount exceeds the order total}\n```",
            outcome="met",
        ),
        Example(
            "says what happens on bad input",
            "Add POST /refunds to payments-api",
            "Support staff refund orders by hand. Add `POST /refunds`, which takes `order` (string) and `amount` (integer). An unknown order returns an error 404; an invalid amount is rejected with 422.",
            outcome="met",
        ),
        Example(
            "describes only the straight path of an endpoint",
            "Add POST /refunds",
            "Add `POST /refunds`, so that partners can create refunds. It takes `order` (string) and `amount` (integer) and "
            "returns the refund's `id`.",
            says="The ticket does not say what happens on wrong input, an error or a limit.",
            cure="Error handling: when the order does not exist, POST /refunds answers with 404; when the amount is larger than "
            "the order's, with 422.",
        ),
        Example(
            "adds an option without saying what wrong values do",
            "Add the option --format to report build",
            "Add the option `--format` to the command `report build`, so that people can choose `csv` or `json`.",
            says="The ticket does not say what happens on wrong input, an error or a limit.",
            cure="On error: with any other value the command prints the two formats and ends with exit code 2.",
        ),
        Example(
            "says what callers get back",
            "Add POST /refunds",
            "Add `POST /refunds`. It takes `order` and `amount`.\n\nErrors: an unknown order is answered with 404, an amount "
            "above the order's with 422.",
            outcome="met",
        ),
        Example(
            "touches no interface",
            "Correct the wording of the welcome page",
            "The welcome page greets customers with the old name of the company. Show the new one.",
            issue_type="Task",
            outcome="not_applicable",
        ),
    ),
)

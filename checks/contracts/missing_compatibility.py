"""
An existing interface is changed, and its current callers are not mentioned.

## What it checks
Whether a ticket that renames, removes or alters an existing interface (an endpoint, an option, a field, a signature, a
default, a format) says what happens to those who use it today.

## Why it matters
Whoever does the work sees one repository. Callers in other repositories, scripts and saved configurations break on the
day of the release, far from the change.

## How to close the gap
Say who calls it today and what they get: both names for a while, a redirect, a new version, or that nobody calls it.
"""

from __future__ import annotations

from checks.interface import applies
from checks.language.phrasing import Phrased
from checks.language.text import Sentence, Text
from checks.observing import quotes
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.touching import answering, asked, leaves_open, read, spared, together

_CALLERS = Phrased(r"\b(?:«old_kept»)")
"""Words about the users of the present form, or about both forms together."""


def check(case: Case, options: Options) -> Observation:
    if spare := spared(case):
        return spare
    known = [contract.name for contract in read(case, "endpoint", "flag", "command", "event", "table")]
    changes = [
        sentence
        for sentence in together(case, "alters", "interface", within=6)
        if sentence.names
        and sentence.words <= LONGEST
        and "second_person" not in sentence.signals
        and "builds" not in sentence.signals
        and asked(case, sentence)
        and (applies(case) or any(name in sentence.text for name in known))
    ]
    if not changes:
        return NotApplicable("No existing interface is renamed, removed or altered.")
    if said := answering(case, "compatibility") or _callers(case.text, changes):
        return Met(quotes(said))
    return Gap(
        message="An interface that exists is changed; what happens to its present callers is not said.",
        remedy="Say who calls the present form and what they get: both for a while, a redirect, a new version, or that nobody calls it.",
        evidence=quotes(changes),
        question="Who uses the present form, and what should happen to them?",
        template="Present callers: ‹who they are, or nobody›. They get ‹both forms until when, a redirect, a new version›.",
    )


LONGEST = 30
"""Words. Anything longer is mostly pasted; a sentence with *you* mostly quotes what the program is to tell its
users."""


def _callers(text: Text, changes: list[Sentence]) -> tuple[Sentence, ...]:
    """Sentences other than those that ask for the change."""
    if not _CALLERS.search(text.spoken):
        return ()
    return tuple(one for one in text.said if one not in changes and _CALLERS.search(one.text) and not leaves_open(one))


RULE = Rule(
    code="CON205",
    name="missing-compatibility",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a sentence",
    examples=(
        Example(
            "renames an option that scripts use",
            "Rename the option --dest of the export command",
            "`--dest` reads like a host name. Rename the option `--dest` of the `export` command to `--directory`.",
            says="An interface that exists is changed; what happens to its present callers is not said.",
            cure="The old name `--dest` still works for one release and prints a warning.",
        ),
        Example(
            "keeps the old name for a while",
            "Rename the option --dest of the export command",
            "`--dest` reads like a host name. Rename the option `--dest` to `--directory`; `--dest` stays as a deprecated alias.",
            outcome="met",
        ),
        Example(
            "says what scripts that use the old name get",
            "Rename the option --dest of the export command",
            "`--dest` reads like a host name. Rename the option `--dest` to `--directory`. Scripts that use the old one get an error.",
            outcome="met",
        ),
        Example(
            "quotes a hint that tells users to remove something",
            "Give a hint with the check auth.E002",
            "The check does not say which field it means. Print: you should remove the field `email` from `REQUIRED_FIELDS`.",
            outcome="not_applicable",
        ),
        Example(
            "adds something new beside what exists",
            "Add the option --quiet to the export command",
            "The nightly job fills its log. Add `--quiet` to `export`, which prints nothing but errors.",
            outcome="not_applicable",
        ),
    ),
)

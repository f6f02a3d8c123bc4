"""
A bug that depends on where it happens does not say where that is.

## What it checks
Whether a bug that happens only sometimes or only in some places names the version, the platform or the configuration in
which it was seen, in a field or in words. It does not ask this of other bugs, or of those that show code.

## Why it matters
A bug that shows only on one platform is looked for on another, not found, and closed.

## How to close the gap
Add the version and the platform it was seen on, and whether another was tried.
"""

from __future__ import annotations

import re

from checks.observing import quote, quotes, wordless
from checks.rule import CannotTell, Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule

_PLATFORMS = ("ES", "iOS", "Java", "Windows", "Android", "JDK", "PHP", "Python", "Node")
# It opens with a digit, so that the engine jumps to those, and only then looks at what comes before. Four short numbers
# are an address, and what follows a colon is part of a time.
_VERSION = re.compile(
    r"\d(?:(?:(?<![\w.:].)|(?<=v.)(?<![\w.]v.))(?!\d{0,2}(?:\.\d{1,3}){3}(?![\d.]))\d*\.\d+(?:\.\d+)*(?![\w.]*\w%)|"
    + "|".join(rf"(?<=\b{name}.)|(?<=\b{name} .)" for name in _PLATFORMS)
    + ")"
)


def check(case: Case, options: Options) -> Observation:
    if case.kind != "bug":
        return NotApplicable("This is not a bug.")
    if unread := wordless(case):
        return unread
    ticket = case.ticket
    if ticket.versions or ticket.environment:
        return Met()
    versions = _VERSION.search(case.text.spoken) is not None  # most tickets name none
    told = next(
        (s for s in case.text.said if "environment" in s.labels or (versions and _VERSION.search(s.text))), None
    )
    if told:
        return Met((quote(told),))
    placed = [s for s in case.text.having("sometimes", "on_some") if s.words <= LONGEST]
    if not placed or any(ticket.description.of("code")):
        return NotApplicable("Nothing suggests that the bug depends on where it happens.")
    if not {"versions", "environment"} & ticket.fields:
        return CannotTell("Neither versions nor environment were read.")
    return Gap(
        message="The bug depends on where it happens, and no version or platform is given.",
        remedy="Add the version and the platform that the bug was seen on, and whether another was tried.",
        evidence=quotes(placed, 1),
        question="In which version, and on which platform, was this seen?",
        template="Environment: ‹product and version it was seen in›, ‹platform and its version›.",
    )


LONGEST = 25
"""Words. Anything longer is a log."""

_TEXT = "The pay button does nothing on some devices. Tap it with a full basket: no request is sent."

RULE = Rule(
    code="CTX115",
    name="missing-environment",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    examples=(
        Example(
            "happens on some phones, without a version",
            "Pay button does nothing",
            _TEXT,
            issue_type="Bug",
            fields={"environment": None, "versions": []},
            says="The bug depends on where it happens, and no version or platform is given.",
            cure="Environment: app 4.2.1 on Android 14; it works on Android 12.",
        ),
        Example(
            "has its affected version in the field",
            "Pay button does nothing",
            _TEXT,
            issue_type="Bug",
            fields={"environment": None, "versions": [{"name": "4.2.1"}]},
            outcome="met",
        ),
        Example(
            "was read without its versions",
            "Pay button does nothing",
            _TEXT,
            issue_type="Bug",
            outcome="cannot_tell",
        ),
        Example(
            "gives an address and a time, and no version",
            "Pay button does nothing",
            f"{_TEXT} The log of 10.20.30.40 says nothing at 12:30.5.",
            issue_type="Bug",
            fields={"environment": None, "versions": []},
            says="The bug depends on where it happens, and no version or platform is given.",
            cure="Seen in build 3.2.2.201208201020.",
        ),
        Example(
            "does not depend on where it happens",
            "Refund of zero is accepted",
            "`POST /refunds` with an amount of 0 answers 201; it should answer 422.",
            issue_type="Bug",
            outcome="not_applicable",
        ),
        Example("is not a bug", "Store the refund reason", "Add a field.", outcome="not_applicable"),
        Example(
            "ocurre en algunos dispositivos, sin versión",
            "El botón de pago no hace nada",
            "El botón de pago no hace nada en algunos dispositivos. Al pulsarlo con la cesta llena no se envía ninguna petición.",
            issue_type="Bug",
            fields={"environment": None, "versions": []},
            says="The bug depends on where it happens, and no version or platform is given.",
            cure="Se ve en la app 4.2.1 con Android 14; en Android 12 funciona.",
        ),
    ),
)

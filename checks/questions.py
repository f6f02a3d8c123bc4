"""The gaps of a verdict as questions: the fewest that would move it, the costliest to leave open first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from checks.verdict import Finding, pressing

MOST = 3
"""People do not answer more questions than this (design 1)."""
_ASKING = ("blocker", "major")


def questions_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """At most three distinct questions of the open gaps: what makes work guesswork before what merely delays it.

    Advice asks nothing: a question costs a person's attention.
    """
    standing = [
        found for found in findings if found.outcome == "gap" and found.waived is None and found.severity in _ASKING
    ]
    standing.sort(key=pressing)
    return tuple(islice(dict.fromkeys(found.question for found in standing if found.question), MOST))

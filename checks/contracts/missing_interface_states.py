"""
A new screen is wanted, without its states, its wording or a design.

## What it checks
Whether a ticket for a new page, form, dialog or dashboard shows it (a design, a picture) or says how it looks when it
is empty, loading or has failed, or what its wording is.

## Why it matters
The filled, working screen is half of the work. The other half is made up by whoever builds it, and redone after the
review.

## How to close the gap
Attach or link the design, or say what the screen shows when there is nothing, while it loads and when it fails.
"""

from __future__ import annotations

import re

from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import quotes, wordless
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.touching import REASONS, answering, together

_PART = Phrased(r"\b(?:«screen_part»)")
"""A part of a page, something added to an existing one, or a question to confirm, which has no states."""
_DESIGNS = re.compile(
    r"(?i)^https?://(?:[\w-]+\.)*(?:figma|zeplin|invisionapp|marvelapp|balsamiq|whimsical|sketch|xd\.adobe)\."
)
"""Addresses of tools that hold screen designs. Whether the receiver can open one is another rule's question."""


def check(case: Case, options: Options) -> Observation:
    if reason := REASONS.get(case.kind):
        return NotApplicable(reason)
    if unread := wordless(case):
        return unread
    surfaces = tuple(one for one in together(case, "builds", "surface") if _new(one))
    if not surfaces:
        return NotApplicable("No new screen is asked for.")
    if said := answering(case, "surface_state", "attached"):
        return Met(quotes(said))
    if design := next((one for one in case.text.links if _DESIGNS.match(one[0].url)), None):
        return Met((Evidence(design[0].url, design[1]),))
    if case.ticket.attachments or any(block.kind == "media" for block in case.ticket.description.blocks):
        return Met(message="A picture is attached.")
    return Gap(
        message="A new screen is asked for without a design and without its empty, loading and failed states.",
        remedy="Attach or link the design, or say what the screen shows when there is nothing, while it loads and when it "
        "fails.",
        evidence=quotes(surfaces),
        question="What does the screen show when there is nothing, while it loads and when it fails?",
        template="Empty: ‹what is shown›. Loading: ‹what is shown›. Failed: ‹the message and what one can do›.",
    )


def _new(sentence: Sentence) -> bool:
    """What is built is the screen itself: a word for one remains when its parts and places are removed."""
    left = _PART.pattern.sub(" ", sentence.text)
    return left == sentence.text or _SCREEN.search(left) is not None


_SCREEN = Phrased(r"\b(?:«screen»)\b")


RULE = Rule(
    code="CON210",
    name="missing-interface-states",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a paragraph",
    examples=(
        Example(
            "wants a page and shows nothing of it",
            "Create a page for refunds",
            "Support cannot see refunds. Create a page under Orders that lists refunds with date, order and amount.",
            says="A new screen is asked for without a design and without its empty, loading and failed states.",
            cure="Empty: “No refunds yet”. Loading: the usual spinner. Failed: “Refunds could not be loaded” with a Retry button.",
        ),
        Example(
            "says what is shown when there is nothing",
            "Create a page for refunds",
            "Create a page under Orders that lists refunds. When it is empty it says “No refunds yet”.",
            outcome="met",
        ),
        Example(
            "links the design",
            "Create a page for refunds",
            "Support cannot see refunds. Create a page under Orders that lists refunds. Design: "
            "https://www.figma.com/design/abc/refunds?node-id=1",
            outcome="met",
        ),
        Example(
            "adds something to existing pages",
            "Add page numbers to the exported PDF",
            "Readers cannot cite pages. Add page numbers at the bottom of each page.",
            outcome="not_applicable",
        ),
        Example(
            "asks for a confirmation only",
            "Ask before changes are reverted",
            "Revert stands beside diff in the menu, and a slip loses work. Add a confirm dialog to the revert menu.",
            outcome="not_applicable",
        ),
        Example(
            "builds no screen",
            "Cache the list of refunds",
            "The list takes 4 s. Keep it for a minute.",
            outcome="not_applicable",
        ),
    ),
)

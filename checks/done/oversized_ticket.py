"""
The ticket asks for several results that do not depend on each other.

## What it checks
Whether one ticket contains several user stories, or more things to do than a person can hand over at once. Epics, which
are meant to be split, are left out.

## Why it matters
A ticket with many results is never quite done: one part waits for an answer while the others are finished.

## How to close the gap
Split it: one ticket per result, linked to each other or to an epic.
"""

from __future__ import annotations

from pydantic import Field

from checks.language.kind import kind_named
from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.observing import quotes, wordless
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule


class Parts(Options):
    stories: int = Field(3, ge=2, description="How many user stories in one ticket are too many.")
    tasks: int = Field(15, ge=3, description="How many listed things to do in one ticket are too many.")


def check(case: Case, options: Parts) -> Observation:
    if case.kind not in ("feature", "task") or kind_named(case.ticket.issue_type) == "epic":
        return NotApplicable("This kind of work is not split by results.")
    if unread := wordless(case):
        return unread
    sentences = case.text.said
    stories = [sentence for sentence in sentences if _is_story(sentence)]
    tasks = [sentence for sentence in sentences if _is_task(sentence)]
    if len(stories) < options.stories and len(tasks) < options.tasks:
        return Met()
    parts, what = (stories, "user stories") if len(stories) >= options.stories else (tasks, "things to do")
    return Gap(
        message=f"The ticket holds {len(parts)} {what}, each of which could be finished alone.",
        remedy="Split the ticket: one for each result, linked to each other or to an epic.",
        evidence=quotes(parts),
        question="Which of these is needed first?",
    )


def _is_story(sentence: Sentence) -> bool:
    return sentence.block != -1 and sentence.words >= SHORTEST_STORY and bool(_STORY.match(sentence.text))


SHORTEST_STORY = 8
"""Words of a whole user story: who, what and why."""
_STORY = Phrased(r"\W*(?:«story_opens»)")
"""Somebody and what they want; "As a result" and "Als die Bank anrief" do not open a story."""


def _is_task(sentence: Sentence) -> bool:
    return (
        sentence.listed
        and bool(sentence.signals & {"create", "maintain", "fix"})
        and not (sentence.labels & {"acceptance", "steps", "verification", "edge", "expected", "actual"})
    )


_STORIES = (
    "- As an accountant I want to export invoices, so that I need not copy them.\n"
    "- As a support agent I want to see why a refund was made, so that I can answer customers.\n"
    "- As a manager I want to see the sum of refunds a month, so that I notice fraud."
)

RULE = Rule(
    code="DOD309",
    name="oversized-ticket",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a decision",
    options=Parts(),
    examples=(
        Example(
            "contains three people's stories",
            "Improve invoices and refunds",
            _STORIES,
            says="The ticket holds 3 user stories, each of which could be finished alone.",
            cure="As an accountant I want to export invoices, so that I need not copy them.",
            instead=_STORIES,
        ),
        Example(
            "holds one story with its criteria",
            "Export invoices",
            "As an accountant I want to export invoices, so that I need not copy them.\n\n## Acceptance criteria\n"
            "- The file holds one line an invoice.\n- It opens in a spreadsheet.\n- Cancelled invoices are left out.",
            outcome="met",
        ),
        Example("is an epic", "Improve invoices and refunds", _STORIES, issue_type="Epic", outcome="not_applicable"),
    ),
)

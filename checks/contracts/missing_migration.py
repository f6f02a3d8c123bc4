"""
Stored data or its schema changes, and nothing says what happens to the existing data.

## What it checks
Whether a ticket that changes a table, a column or a storage format mentions a migration, back-filling existing rows or
the way back.

## Why it matters
The new code is tested on an empty database and meets ten million old rows at the release. What those should hold is a
business decision, which nobody outside can make.

## How to close the gap
Say what existing rows get, by which migration, and how to go back; or that there are none yet.
"""

from __future__ import annotations

import re

from checks.language.phrasing import Phrased
from checks.language.text import Sentence, Text
from checks.observing import quotes
from checks.rule import Case, Evidence, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.touching import answering, asked, leaves_open, read, spared, stating, together

ALTERS = re.compile(r"\b(?:ALTER\s+TABLE|DROP\s+(?:TABLE|COLUMN))\b", re.IGNORECASE)
_PRESENT = Phrased(r"\b(?:«stored_already»)")
"""Words for what is stored already, or for the value of a row that was never given another."""
_KEEPS = Phrased(r"\b(?:«holds»)\b")


def check(case: Case, options: Options) -> Observation:
    if spare := spared(case):
        return spare
    changes = quotes(_changes(case)) or tuple(
        Evidence(snippet.text, snippet.where)
        for snippet in case.text.snippets
        if snippet.kind == "sql" and ALTERS.search(snippet.text)
    )
    if not changes:
        return NotApplicable("No stored data or schema changes.")
    if said := answering(case, "moves_data") or _present_rows(case.text):
        return Met(quotes(said))
    return Gap(
        message="Stored data changes; what happens to the rows that are there is not said.",
        remedy="Say what existing rows get, by which migration, and how to go back; or that there are none yet.",
        evidence=changes,
        question="What should existing rows hold after the change, and how is it undone?",
        template="Existing rows get ‹value or rule›, by ‹migration or script›; to go back, ‹what to run›.",
    )


def _changes(case: Case) -> tuple[Sentence, ...]:
    """A column or table is added or altered, and the ticket is about a database, because screens have columns and
    tables too."""
    if not (stating(case, "database") or read(case, "table")):
        return ()
    changes = (*together(case, "builds", "stored"), *together(case, "alters", "stored"))
    return tuple(dict.fromkeys(change for change in changes if asked(case, change) and not _SPARED.search(change.text)))


_SPARED = Phrased(r"create table|\b(?:«on_screen»)\b")
"""A new table does not hold anything yet; a column of a screen or a report stores nothing."""


def _present_rows(text: Text) -> tuple[Sentence, ...]:
    """Sentences that say what already stored rows will hold, or what is held by default."""
    if not _PRESENT.search(text.spoken):
        return ()
    found = (one for one in text.said if one.block >= 0 and _PRESENT.search(one.text) and _KEEPS.search(one.text))
    return tuple(one for one in found if not leaves_open(one))


RULE = Rule(
    code="CON206",
    name="missing-migration",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    examples=(
        Example(
            "adds a column to a table with data in it",
            "Keep the currency of each refund",
            "Refunds in crowns are shown in euro. Add a column `currency` (char(3), not null) to the table `refunds`.",
            says="Stored data changes; what happens to the rows that are there is not said.",
            cure="Existing rows get `EUR`, by the migration `0042_currency`; to go back, drop the column.",
        ),
        Example(
            "says what existing rows get",
            "Keep the currency of each refund",
            "Add a column `currency` to the table `refunds`. Existing rows get `EUR`.",
            outcome="met",
        ),
        Example(
            "gives a default for existing rows",
            "Keep the currency of each refund",
            "Add a column `currency` to the table `refunds`. Default is EUR for existing orders.",
            outcome="met",
        ),
        Example(
            "adds a column to a list that people see",
            "Show the currency of each refund",
            'Support cannot tell crowns from euro. Add a column "Currency" to the table on the page, taken from the database.',
            outcome="not_applicable",
        ),
        Example(
            "stores nothing new",
            "Show the currency of each refund",
            "The list of refunds shows amounts without currency. Show the code beside each amount.",
            outcome="not_applicable",
        ),
    ),
)

"""
An investigation does not say what is to be handed back.

## What it checks
Whether a spike names what it hands back (a page, a recommendation, a prototype, tickets) or the question it answers
together with a time limit. Where nobody could tell from the text when it is done, a gap is advice, because DOD302 then
asks for the same.

## Why it matters
Research has no natural end. Without a question, a limit and a result to hand over, someone outside the team either stops
too early or reports what nobody can use.

## How to close the gap
Say which question is answered, after how much time it stops, and in which form the answer is handed back.
"""

from __future__ import annotations

from checks.estimate import leans_missing
from checks.language.kind import kind_named
from checks.observing import having, quotes, wordless
from checks.outright import criterion
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.templates import deliverable_template


def check(case: Case, options: Options) -> Observation:
    if case.kind != "spike" or kind_named(case.ticket.issue_type) in ("bug", "docs"):
        return NotApplicable("This is not an investigation.")
    if unread := wordless(case):
        return unread
    results = [one for one in having(case.text, "handover") if one.block != -1]
    results += case.text.under("deliverable", "acceptance")
    if results:
        return Met(quotes(results, 1))
    limits = having(case.text, "time_box")
    asked = [one for one in case.text.sentences if one.text.rstrip().endswith("?") and one.block != -1]
    if limits and asked:
        return Met(quotes([*asked, *limits], 2))
    return Gap(
        message="The investigation does not say what is to be handed back.",
        remedy="Say which question is answered, after how much time the work stops, and in which form the answer is handed back.",
        evidence=quotes(case.text.sentences, 1),
        question="What should be handed back, and after how much time at most?",
        template=deliverable_template(),
        severity="advice" if criterion(case) is None and leans_missing(case, "DOD302") else None,
    )


RULE = Rule(
    code="DOD307",
    name="missing-deliverable",
    check=check,
    page=__doc__,
    severity={"contractor": "major", "teammate": "advice", "agent": "major"},
    confidence="likely",
    effort="a sentence",
    examples=(
        Example(
            "looks into something without saying where to stop",
            "Investigate slow refunds",
            "Refunds older than a year take a minute. Look into the database queries and the cache.",
            issue_type="Spike",
            says="The investigation does not say what is to be handed back.",
            cure="Hand back a page with the three slowest queries and a recommendation for each, after two days at most.",
        ),
        Example(
            "is documentation whose title is a question",
            "How to restore a backup",
            "Nobody but Jan knows how. Find out how long a restore takes and write it into `docs/runbooks/restore.md`.",
            issue_type="Documentation",
            outcome="not_applicable",
        ),
        Example(
            "says what to hand back",
            "Investigate slow refunds",
            "Which queries make old refunds slow? At most two days; hand back a page with a recommendation.",
            issue_type="Spike",
            outcome="met",
        ),
        Example(
            "asks a question with a time limit",
            "Investigate slow refunds",
            "Which index would make refunds older than a year fast? Two days, no more than that.",
            issue_type="Spike",
            outcome="met",
        ),
        Example(
            "is ordinary work",
            "Add an index for refunds",
            "Refunds older than a year take a minute. Add an index on `refunds.created`.",
            issue_type="Task",
            outcome="not_applicable",
        ),
        Example(
            "selvittää ilman loppua",
            "Selvitä hitaat palautukset",
            "Yli vuoden vanhat palautukset kestävät minuutin. Tutki tietokantakyselyt ja välimuisti.",
            issue_type="Spike",
            says="The investigation does not say what is to be handed back.",
            cure="Luovutetaan sivu, jossa on kolme hitainta kyselyä ja suositus kullekin.",
        ),
        Example(
            "sagt, was zu übergeben ist",
            "Langsame Erstattungen untersuchen",
            "Welche Abfragen machen alte Erstattungen langsam? Höchstens zwei Tage; übergeben wird ein Bericht mit einer Empfehlung.",
            issue_type="Spike",
            outcome="met",
        ),
        Example(
            "dit quoi remettre",
            "Étudier les remboursements lents",
            "Quelles requêtes rendent lents les anciens remboursements ? Deux jours au plus ; remettre un rapport avec une recommandation.",
            issue_type="Spike",
            outcome="met",
        ),
    ),
)

"""
Nothing says how risky work goes live, or how it is rolled back.

## What it checks
Whether work on payments, personal data or data in a database, named as such in its title, says how it is rolled out or
rolled back: a flag, steps, a dry run, a date. It does not ask this of bugs, investigations or documentation.

## Why it matters
Such work cannot simply be deployed and watched. Whoever finishes it must know what happens next, and what to do when it
goes wrong at night.

## How to close the gap
Say in which steps it goes live, who decides, and how it is rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Set

from checks.language.lexicon import lexicons
from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.language.words import words_of
from checks.observing import having, quotes, wordless
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule

RISKS = {"payments": "what people pay or are billed", "personal_data": "personal data", "migration": "stored data"}
"""Concepts whose change needs a way back, in words. Sign-in and infrastructure are left out: tickets that name them are
most often about something smaller."""
_STORED = Phrased(r"\b(?:«stores»)\b")
_LOOKS = frozenset({"surface", "widget", "tests", "docs"})
"""Concepts of a title about how something looks, its test, or its page in the manual."""
_SHOWN = Phrased(r"^\W*(?:«shows»)\b|\b(?:«shown»)\b")
_NAMED = re.compile(r"`[^`]*`|\S*/\S*")
_STEPS = Phrased(r"\b(?:«goes_live»)\b")
"""Words for going live or rolling back that do not mean a feature flag."""


def check(case: Case, options: Options) -> Observation:
    if case.kind not in ("feature", "task", "epic", "unclear"):
        return NotApplicable("This kind of work goes live with the next release.")
    if unread := wordless(case):
        return unread
    summary = [sentence for sentence in case.text.sentences if sentence.block == -1]
    risk = next((name for sentence in summary for name in RISKS if _is_about(case, sentence, name)), None)
    if risk is None or not any(sentence.signals & {"maintain", "migration", "create", "want"} for sentence in summary):
        return NotApplicable("The work is not risky to put live.")
    if plans := having(case.text, "rollout") or tuple(one for one in case.text.said if _STEPS.search(one.text)):
        return Met(quotes(plans, 1))
    return Gap(
        message=f"The work changes {RISKS[risk]}, and the ticket does not say how it goes live or is taken back.",
        remedy="Say in which steps the change goes live, who decides, and how it is taken back.",
        evidence=quotes(summary, 1),
        question="How does this go live, and how is it taken back if it goes wrong?",
        template="Roll-out: ‹steps in which it goes live, and who decides›. Roll-back: ‹how it is taken back›.",
    )


def _is_about(case: Case, title: Sentence, risk: str) -> bool:
    """The title names the risk as what changes: not as the subject of a test, not how it is shown, and not in a
    package's name."""
    if risk not in title.signals or title.signals & _LOOKS or _SHOWN.search(title.text):
        return False
    if risk not in _beside_names(case, title):
        return False
    return risk != "migration" or bool(_STORED.search(title.text))


def _beside_names(case: Case, title: Sentence) -> Set[str]:
    """What the title's words signal, ignoring code and paths in it: `packages/billing` is a place, not what changes."""
    lexicon = lexicons().get(case.text.language or "")
    bare = _NAMED.sub(" ", title.text)
    return title.signals if lexicon is None or bare == title.text else lexicon.signals.in_words(words_of(bare))


RULE = Rule(
    code="DOD306",
    name="missing-rollout",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="hint",
    effort="a paragraph",
    examples=(
        Example(
            "moves payments without a way back",
            "Change card payments to the new provider",
            "The old provider ends its contract in June. All card payments go through the new provider's API.",
            says="The work changes what people pay or are billed, and the ticket does not say how it goes live or is taken back.",
            cure="Roll-out: behind the feature flag `new_provider`, first for staff, then for 5% of customers. "
            "Roll-back: the flag is turned off; the old provider stays connected until August.",
        ),
        Example(
            "turns the new way on behind a flag",
            "Change card payments to the new provider",
            "All card payments go through the new provider's API, behind a feature flag that support can turn off.",
            outcome="met",
        ),
        Example(
            "says when it goes live and how to go back",
            "Change card payments to the new provider",
            "The contract ends in June. Go live on 1 June at night; if it fails, switch back to the old provider.",
            outcome="met",
        ),
        Example(
            "adds a test of something risky",
            "Write integration tests for the payment callback",
            "`PaymentCallbackController` has no test and broke twice this year.",
            issue_type="Task",
            outcome="not_applicable",
        ),
        Example(
            "works in a package whose name sounds risky",
            "Replace `moment` by `date-fns` in `packages/billing`",
            "`moment` is 68 kB of the bundle. The formats stay as they are.",
            issue_type="Task",
            outcome="not_applicable",
        ),
        Example(
            "changes what is printed on an invoice",
            "Show the VAT number on the invoice",
            "Accountants send invoices back. The number stands under the address.",
            outcome="not_applicable",
        ),
        Example(
            "is not risky",
            "Show the order number on receipts",
            "Support cannot tell receipts apart. The title shows the order number.",
            outcome="not_applicable",
        ),
        Example(
            "vaihtaa maksut ilman paluutietä",
            "Siirrä maksut uuteen palveluun",
            "Vanhan palvelun sopimus päättyy kesäkuussa. Kaikki korttimaksut kulkevat uuden palvelun kautta.",
            says="The work changes what people pay or are billed, and the ticket does not say how it goes live or is taken back.",
            cure="Käyttöönotto vaiheittain: ensin henkilökunta, sitten viisi prosenttia asiakkaista; voidaan kytkeä pois.",
        ),
    ),
)

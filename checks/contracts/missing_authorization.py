"""
An endpoint is added or changed, and the ticket does not say who may call it.

## What it checks
Whether a ticket that adds or changes an endpoint says who may call it: a role, a permission, a token, a signed-in user,
everyone. It asks where it matters: an endpoint that changes data, or one that touches payments, personal data, sign-in
or infrastructure. It does not ask about somebody else's endpoint that the work merely calls. A gap is advice, but holds
the ticket back where the work touches sign-in, payments, personal data, stored data or infrastructure.

## Why it matters
Whoever builds it copies the check of the nearest endpoint, or leaves the check out. Both look finished, and the mistake
is found by a customer or an attacker.

## How to close the gap
Name the role or permission that may call it, and what anyone else gets.
"""

from __future__ import annotations

import re

from pydantic import Field

from checks.estimate import risk_of
from checks.interface import line
from checks.language.lexicon import lexicons
from checks.language.phrasing import Phrased
from checks.language.text import Sentence
from checks.language.words import words_of
from checks.observing import listed, quotes
from checks.rule import Case, Example, Gap, Met, NotApplicable, Observation, Options, Rule
from checks.templates import access_template
from checks.touching import answering, naming, read, spared, stating

_ALLOWED = re.compile(r"(?i)^[ \t{,]*[\"']?(?:security|scopes?|roles?|permissions?|40[13])[\"']?\s*:", re.MULTILINE)
"""A line of an interface description that says who may call, or what anyone else gets."""
_CALLING = Phrased(r"\b(?:«calls»)\b|\b(?:«sends»)(?: \w{1,4})?\W*$")
"""A word for calling what exists; who *can call* is said of one's own endpoint."""


_GOES_ON = Phrased(r"\W{0,3}(?:«goes_on»)\b")
"""What comes right after an endpoint that stays as it is, or that is only called."""


class Calls(Options):
    reading: bool = Field(
        False, description="Whether to ask about endpoints that only read as well, whatever they return."
    )


def check(case: Case, options: Calls) -> Observation:
    if spare := spared(case):
        return spare
    endpoints = [contract.name for contract in read(case, "endpoint") if not contract.name.startswith("query ")]
    endpoints = [name for name in endpoints if _told_of(case, name) and not _somebody_elses(case, name)]
    risk = risk_of(case) or stating(case, "personal_data", "payments")
    if not endpoints:
        return NotApplicable("No endpoint that the work makes or changes is named.")
    if not (risk or options.reading or any(not name.startswith(("GET ", "HEAD ", "/")) for name in endpoints)):
        return NotApplicable("The endpoint only reads what the ticket calls nothing sensitive.")
    if said := answering(case, "access"):
        return Met(quotes(said))
    if shown := line(case, _ALLOWED):
        return Met((shown,))
    return Gap(
        message=f"{listed(endpoints, 2)} is named, but not who may call it."
        if len(endpoints) == 1
        else f"{listed(endpoints, 2)} are named, but not who may call them.",
        remedy=f"Name the role or permission that may call {listed(endpoints, 2)}, and what anyone else gets.",
        evidence=quotes(naming(case, endpoints)),
        question=f"Who may call {endpoints[0]}, and what does anyone else get?",
        template=access_template(case),
        severity="major" if risk else None,
    )


def _told_of(case: Case, endpoint: str) -> bool:
    """The prose names it, or an interface description contains it: in other snippets it is only what a log or an
    example shows."""
    return bool(naming(case, [endpoint])) or any(one.kind == "openapi" for one in case.text.snippets)


def _somebody_elses(case: Case, endpoint: str) -> bool:
    """Some sentence calls the endpoint, is about its speed or says that it stays as it is, and none adds or changes
    it."""
    said = [sentence for sentence in naming(case, [endpoint]) if not sentence.blank]
    used = any(_calls(one, endpoint) or _goes_on(one, endpoint) or "limit" in one.signals for one in said)
    return used and not any(_makes(case, one, endpoint) for one in said)


def _calls(sentence: Sentence, endpoint: str) -> bool:
    return _CALLING.search(sentence.text.partition(endpoint)[0]) is not None


def _goes_on(sentence: Sentence, endpoint: str) -> bool:
    return _GOES_ON.match(sentence.text.partition(endpoint)[2]) is not None


def _makes(case: Case, sentence: Sentence, endpoint: str) -> bool:
    """A word for adding or changing comes right before the endpoint: *add a job that calls it* adds a job."""
    lexicon = lexicons().get(case.text.language or "")
    before = words_of(sentence.text.partition(endpoint)[0])[-NEAR:]
    return lexicon is not None and not lexicon.signals.in_words(before).isdisjoint({"builds", "alters"})


NEAR = 4
"""Words before a name that are searched for what is done to it."""


RULE = Rule(
    code="CON204",
    name="missing-authorization",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    options=Calls(),
    examples=(
        Example(
            "adds a call that moves money, open to whoever finds it",
            "Add POST /refunds",
            "Support refunds orders by hand today. Add `POST /refunds` that takes an order number and an amount and refunds "
            "the payment.",
            says="POST /refunds is named, but not who may call it.",
            cure="Only users with the role `finance` may call it; anyone else gets 403.",
        ),
        Example(
            "adds two calls that move money",
            "Add POST /refunds and DELETE /refunds/{id}",
            "Support refunds orders by hand today. Add `POST /refunds` and `DELETE /refunds/{id}`.",
            says="POST /refunds and DELETE /refunds/{id} are named, but not who may call them.",
            cure="Only users with the role `finance` may call them; anyone else gets 403.",
        ),
        Example(
            "calls an endpoint of the partner",
            "Tell the warehouse when an order is paid",
            "Packing starts a day late. When an order is paid, call the partner's endpoint `POST /shipments` with its number.",
            outcome="not_applicable",
        ),
        Example(
            "says who can call it",
            "Add POST /refunds",
            "Back office refunds by hand in the bank's portal. Add `POST /refunds`. Support agents can call it, customers cannot.",
            outcome="met",
        ),
        Example(
            "says it in the description of the interface",
            "Add POST /refunds",
            "Back office refunds by hand in the bank's portal, ten minutes each. Add `POST /refunds`:\n\n```yaml\nopenapi: 3.0.0\npaths:\n  /refunds:\n    post:\n      security: [{bearer: [refunds.write]}]\n      responses:\n        '201': {description: created}\n        '422': {description: amount exceeds the order total}\n```",
            outcome="met",
        ),
        Example(
            "only reads, where the policy asks about reading too",
            "Add GET /stations to the weather service",
            "The map needs a list of stations. Add `GET /stations`, which returns name and position of each.",
            says="GET /stations is named, but not who may call it.",
            cure="It is a public endpoint: no token is needed.",
            options={"reading": True},
        ),
        Example(
            "names the role",
            "Add POST /refunds",
            "Support refunds orders by hand today. Add `POST /refunds` for users with the role `finance`.",
            outcome="met",
        ),
        Example(
            "only reads, and nothing sensitive",
            "Add GET /stations to the weather service",
            "The map needs a list of stations. Add `GET /stations`, which returns name and position of each.",
            outcome="not_applicable",
        ),
        Example(
            "fixes an endpoint that is already guarded",
            "PUT /carts/{id} loses the last item",
            "Steps: put three items with `PUT /carts/{id}`. Actual: two are stored. Expected: three.",
            issue_type="Bug",
            outcome="not_applicable",
        ),
    ),
)

"""
The ticket contains real people's data.

## What it checks
Whether the ticket contains a valid payment card number, bank account, national identity number, or the e-mail addresses
or phone numbers of several people. Addresses at example domains and of roles, such as *support*, do not count. What is
found is redacted wherever the verdict is shown or stored.

## Why it matters
A ticket is read by many, mailed, indexed and kept. Handing it over hands over the data too, and nobody consented to
that.

## How to close the gap
Replace the data with made-up values, or with an id that only those with access can look up.
"""

from __future__ import annotations

from pydantic import Field

from checks.observing import listed
from checks.redact import MASK
from checks.rule import Case, Evidence, Example, Gap, Met, Observation, Options, Rule

CONTACTS = ("e-mail address", "phone number")


class People(Options):
    contacts: int = Field(2, ge=1, description="How many people's e-mail addresses or phone numbers are too many.")


def check(case: Case, options: People) -> Observation:
    found = [secret for secret in case.secrets if not secret.credential]
    contacts = [secret for secret in found if secret.kind in CONTACTS]
    shown = [secret for secret in found if secret.kind not in CONTACTS]
    if len(contacts) >= options.contacts:
        shown += contacts
    if not shown:
        return Met()
    return Gap(
        message=f"The ticket holds personal data: {listed(secret.kind for secret in shown)}.",
        remedy="Replace the data with made-up values, or with an id that only those with access can look up.",
        evidence=tuple(Evidence(f"{secret.kind}: {MASK}", secret.where) for secret in shown[:3]),
    )


RULE = Rule(
    code="HYG402",
    name="personal-data",
    check=check,
    page=__doc__,
    severity={"contractor": "advice", "teammate": "advice", "agent": "advice"},
    confidence="likely",
    effort="a sentence",
    options=People(),
    examples=(
        Example(
            "holds a card number",
            "Refund to a card fails",
            "The refund to card 4539 5787 6362 1486 answers 500; it should answer 201.",
            issue_type="Bug",
            says="The ticket holds personal data: payment card number.",
            cure="a card of the provider's test list",
            instead="card 4539 5787 6362 1486",
        ),
        Example(
            "holds the addresses of two customers",
            "Two customers got the wrong receipt",
            "maija.virtanen@posti.fi got the receipt of erik.lund@telia.se. Each should get their own.",
            issue_type="Bug",
            says="The ticket holds personal data: e-mail address.",
            cure="Customer 1842 got the receipt of customer 2077.",
            instead="maija.virtanen@posti.fi got the receipt of erik.lund@telia.se.",
        ),
        Example(
            "uses made-up addresses",
            "Two customers got the wrong receipt",
            "ada@example.com got the receipt of bo@example.org; ask support@posti.fi.",
            issue_type="Bug",
            outcome="met",
        ),
    ),
)

"""
There is a credential in the ticket.

## What it checks
Whether the summary, the description, a field or a comment contains a token, key or password in a form that is used to
log in. Stand-ins such as `changeme` or `<token>` do not count. What is found is redacted wherever the verdict is shown
or stored.

## Why it matters
Everyone who can read the ticket, and everyone it is handed to, can use the credential. Deleting the text does not help:
Jira keeps the history, and notifications have been e-mailed.

## How to close the gap
Revoke the credential now, take it out of the ticket, and say where the receiver gets one of their own.
"""

from __future__ import annotations

from checks.observing import listed
from checks.redact import MASK
from checks.rule import Case, Evidence, Example, Gap, Met, Observation, Options, Rule


def check(case: Case, options: Options) -> Observation:
    secrets = [secret for secret in case.secrets if secret.credential]
    if not secrets:
        return Met()
    kinds = listed(_with_article(secret.kind) for secret in secrets)
    return Gap(
        message=f"The ticket holds {kinds}.",
        remedy=_remedy(len(secrets)),
        evidence=tuple(Evidence(f"{secret.kind}: {MASK}", secret.where) for secret in secrets[:3]),
        question=f"{'Has the credential' if len(secrets) == 1 else 'Have the credentials'} in the ticket been revoked?",
    )


def _remedy(found: int) -> str:
    what, them = ("the credential", "it") if found == 1 else ("the credentials", "them")
    return f"Revoke {what} now, take {them} out of the ticket, and say where the receiver gets one of their own."


def _with_article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiouA' else 'a'} {kind}"


RULE = Rule(
    code="HYG401",
    name="leaked-secret",
    check=check,
    page=__doc__,
    severity={"contractor": "blocker", "teammate": "major", "agent": "blocker"},
    confidence="certain",
    effort="a decision",
    examples=(
        Example(
            "holds a password",
            "Import fails on the test server",
            "The nightly import fails. Log in to the test server with password: tr0ub4dor&3 and run `make import`.",
            issue_type="Bug",
            says="The ticket holds a password.",
            cure="with the account that the platform team gives you through the service desk",
            instead="with password: tr0ub4dor&3",
        ),
        Example(
            "holds a key in a comment",
            "Import fails on the test server",
            "The nightly import fails with status 403.",
            issue_type="Bug",
            fields={"comment": {"comments": [{"body": "This key works for me: AKIA2E0A8F3B244C9986"}]}},
            says="The ticket holds an AWS access key.",
            cure_fields={"comment": {"comments": [{"body": "The key was revoked; the vault gives you your own."}]}},
        ),
        Example(
            "shows where the token goes, not the token",
            "Import fails on the test server",
            "Call `curl -H 'Authorization: Bearer <token>' /import` with password: <your password>. The password is required.",
            issue_type="Bug",
            outcome="met",
        ),
    ),
)

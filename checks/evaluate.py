"""A ticket and a policy in, a verdict out: every rule accounted for, and no ticket makes it raise."""

from __future__ import annotations

from datetime import datetime

from checks.catalogue import RULES_VERSION, rules
from checks.decision import decide, readiness_of
from checks.dimensions import dimensions_of
from checks.finding import judge, unread
from checks.language.analyse import analyse
from checks.language.contract import Contract
from checks.language.kind import kind_of
from checks.language.model import VERSION as MODEL_VERSION
from checks.policy import DEFAULT, Policy
from checks.questions import questions_of
from checks.reach import within_reach
from checks.redact import Secret, redact, secrets_in
from checks.rule import Case
from checks.ticket import Receiver, Ticket
from checks.verdict import Verdict


def evaluate(
    ticket: Ticket, policy: Policy = DEFAULT, receiver: Receiver | None = None, as_of: datetime | None = None
) -> Verdict:
    """Judge a ticket for a receiver (the policy's own when none is named) as of a moment. Never raises.

    Without `as_of` no rule about age applies and every waiver is taken to be in force.
    """
    taker = receiver or policy.receiver
    try:
        return _verdict(case_of(ticket, policy, taker, as_of), policy)
    except Exception as fault:  # whatever the ticket is, the caller gets a verdict
        return unreadable(ticket.key, f"The ticket could not be analysed: {type(fault).__name__}.", policy, taker)


def unreadable(key: str, error: str, policy: Policy = DEFAULT, receiver: Receiver | None = None) -> Verdict:
    """The verdict of a ticket that could not be judged at all: every rule cannot tell, and `error` says why."""
    taker = receiver or policy.receiver
    findings = tuple(unread(asked.rule, asked.severity, error) for asked in policy.asked(rules(), taker))
    return Verdict(
        key=key,
        receiver=taker,
        kind="unclear",
        verdict="undetermined",
        readiness=0.0,
        dimensions=dimensions_of(findings),
        findings=findings,
        rules_version=RULES_VERSION,
        model_version=MODEL_VERSION,
        policy=policy.name,
        policy_hash=policy.hash,
        error=error,
    )


def case_of(
    ticket: Ticket, policy: Policy = DEFAULT, receiver: Receiver = "contractor", as_of: datetime | None = None
) -> Case:
    """The ticket as its rules see it: words analysed, kind of work recognised, secrets found, together with the
    policy's lists."""
    ticket = within_reach(ticket)
    text = analyse(ticket)
    return Case(
        ticket=ticket,
        text=text,
        kind=kind_of(ticket, text),
        receiver=receiver,
        as_of=as_of,
        glossary=policy.glossary,
        openable_hosts=policy.hosts(receiver),
        internal_hosts=policy.internal_hosts,
        secrets=secrets_in(ticket),
    )


def _verdict(case: Case, policy: Policy) -> Verdict:
    ticket, text = case.ticket, case.text
    asked = policy.asked(rules(), case.receiver)
    findings = tuple([found for one in asked if (found := judge(one, case, policy)) is not None])
    return Verdict(
        key=ticket.key,
        site=ticket.site,
        issue_id=ticket.issue_id,
        url=ticket.url,
        receiver=case.receiver,
        kind=case.kind,
        verdict=decide(findings),
        readiness=readiness_of(findings, text.estimates),
        language=text.language,
        dimensions=dimensions_of(findings),
        findings=findings,
        questions=questions_of(findings),
        read=tuple(_without_secrets(contract, case.secrets) for contract in text.contracts),
        looked_in=ticket.looked_in,
        not_seen=ticket.not_seen,
        ticket_updated=ticket.updated.isoformat() if ticket.updated else None,
        rules_version=RULES_VERSION,
        model_version=MODEL_VERSION,
        policy=policy.name,
        policy_hash=policy.hash,
    )


def _without_secrets(contract: Contract, secrets: tuple[Secret, ...]) -> Contract:
    if not secrets:
        return contract
    return contract.model_copy(
        update={"name": redact(contract.name, secrets), "detail": redact(contract.detail, secrets)}
    )

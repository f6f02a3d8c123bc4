"""Makes a finding of what a rule observed: severity by policy, waiver, quotes shortened and without secrets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from checks.policy import Asked, Policy, Waiver
from checks.redact import Secret, redact
from checks.rule import Case, Evidence, Gap, Met, NotApplicable, Outcome, Rule, Severity
from checks.verdict import Finding, Quote, Waived

LONGEST_QUOTE = 300
"""Most characters of a ticket's words that one piece of evidence repeats."""


def judge(asked: Asked, case: Case, policy: Policy) -> Finding | None:
    """What this rule says of this case; None when policy silences a gap of this rule.

    A rule that crashes is *cannot tell*, naming the rule and the kind of exception; never the exception's text, which
    may quote the ticket.
    """
    rule, setting, options = asked
    secrets = case.secrets
    try:
        observed = rule.check(case, options)
        if isinstance(observed, NotApplicable):
            return _plain(rule, "not_applicable", setting, observed.reason, (), secrets)
        if isinstance(observed, Met):
            return _plain(rule, "met", setting, observed.message, observed.evidence, secrets)
        if isinstance(observed, Gap):
            return _gap(rule, observed, case, policy)
        return _plain(rule, "cannot_tell", setting, observed.reason, observed.evidence, secrets)
    except Exception as fault:  # one rule that crashes must not silence the others
        return crashed(rule, setting, type(fault).__name__)


def crashed(rule: Rule, setting: Severity, fault: str) -> Finding:
    return _without_evidence(rule.code, rule.name, "cannot_tell", setting, f"{rule.code} could not be judged: {fault}.")


def unread(rule: Rule, setting: Severity, why: str) -> Finding:
    """The finding of a ticket that no rule got to see."""
    return _without_evidence(rule.code, rule.name, "cannot_tell", setting, why)


def _gap(rule: Rule, gap: Gap, case: Case, policy: Policy) -> Finding | None:
    secrets = case.secrets
    setting = policy.severity(rule, case.receiver, gap.severity)
    if setting == "off":
        return None
    waiver = policy.waiver(rule.code, case.ticket.key, case.as_of.date() if case.as_of else None)
    return Finding(
        code=rule.code,
        name=rule.name,
        outcome="gap",
        severity=setting,
        message=redact(gap.message, secrets),
        evidence=_quotes(gap.evidence, secrets),
        remedy=redact(gap.remedy, secrets),
        template=gap.template and redact(gap.template, secrets),
        question=gap.question and redact(gap.question, secrets),
        waived=waiver and _waived(waiver),
    )


def _waived(waiver: Waiver) -> Waived:
    return Waived(by=waiver.by, reason=waiver.reason, until=waiver.until.isoformat(), wrong=waiver.wrong)


def _plain(
    rule: Rule,
    outcome: Outcome,
    setting: Severity,
    message: str,
    evidence: tuple[Evidence, ...],
    secrets: tuple[Secret, ...],
) -> Finding:
    if secrets:
        message = redact(message, secrets)
    if not evidence:
        return _without_evidence(rule.code, rule.name, outcome, setting, message)
    quotes = _quotes(evidence, secrets)
    return Finding(code=rule.code, name=rule.name, outcome=outcome, severity=setting, message=message, evidence=quotes)


@lru_cache(maxsize=1024)
def _without_evidence(code: str, name: str, outcome: Outcome, setting: Severity, message: str) -> Finding:
    """Most findings of a backlog are the same few values, so each is validated only once."""
    return Finding(code=code, name=name, outcome=outcome, severity=setting, message=message)


def _quotes(evidence: Iterable[Evidence], secrets: tuple[Secret, ...]) -> tuple[Quote, ...]:
    return tuple([Quote(quote=cut(redact(words, secrets)), where=where) for words, where in evidence])


def cut(quote: str) -> str:
    """The quote on one line, at most `LONGEST_QUOTE` characters, with an ellipsis where it was cut."""
    line = " ".join(quote[: 4 * LONGEST_QUOTE].split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"

"""What is said of one ticket, with every rule accounted for. This model is the verdict JSON, schema 1."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from checks.language.contract import Contract
from checks.rule import Outcome, Severity
from checks.ticket import Kind, Receiver

Decision = Literal["ready", "questions", "not_ready", "undetermined"]
State = Literal["met", "gaps", "cannot_tell", "not_applicable"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(_Value):
    """The ticket's own words and where they stand."""

    quote: str
    where: str


class Waived(_Value):
    """A gap accepted by a person, or called none. It stays visible and does not count."""

    by: str
    reason: str
    until: str | None = Field(None, description="ISO date after which the gap counts again")
    wrong: bool = Field(False, description="The person said that it is no gap, not that it is fine as it is")


class Finding(_Value):
    """What one rule said of one ticket under one policy."""

    code: str
    name: str
    outcome: Outcome
    severity: Severity
    message: str
    evidence: tuple[Quote, ...] = ()
    remedy: str | None = None
    template: str | None = Field(None, description="Text to paste and fill that closes the gap")
    question: str | None = None
    waived: Waived | None = None


class Dimension(_Value):
    state: State


class Dimensions(_Value):
    context: Dimension
    contracts: Dimension
    done: Dimension


class Verdict(_Value):
    """All findings of one ticket for one receiver, and the decision they add up to."""

    schema_: Literal[1] = Field(1, alias="schema")
    key: str
    site: str | None = None
    issue_id: str | None = None
    url: str | None = None
    receiver: Receiver
    kind: Kind
    verdict: Decision
    readiness: float = Field(ge=0, le=1, description="Orders tickets; never shown as a score to pass")
    language: str | None = Field(None, description="ISO 639-1 code of the ticket's main language, null when unknown")
    dimensions: Dimensions
    findings: tuple[Finding, ...]
    questions: tuple[str, ...] = Field((), max_length=3)
    read: tuple[Contract, ...] = Field((), description="Contracts recognised in the ticket")
    looked_in: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()
    ticket_updated: str | None = None
    rules_version: str
    model_version: str
    policy: str
    policy_hash: str
    error: str | None = None

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """Gaps that count, the most pressing first."""
        return tuple(
            sorted((one for one in self.findings if one.outcome == "gap" and one.waived is None), key=pressing)
        )

    @property
    def weighty_gaps(self) -> tuple[Finding, ...]:
        """Those that keep the ticket from being ready: all but advice."""
        return tuple(gap for gap in self.gaps if gap.severity != "advice")


_ORDER = {"blocker": 0, "major": 1, "advice": 2}
_FIRST = frozenset({"CTX101", "CTX102", "CTX103", "CTX104", "CTX105", "DOD301", "DOD302", "CON201", "CON202"})
"""Without these nothing can be begun. Of the labelled tickets that lack one of these, hardly any were ready; of those
that lack an edge or an error case, one in three was (`docs/reference/accuracy.md`)."""


def pressing(gap: Finding) -> tuple[int, bool, bool]:
    """Sorts gaps and their questions: by severity, then what the work cannot begin without, then context and outcome
    before what callers of an interface rely on."""
    return _ORDER[gap.severity], gap.code not in _FIRST, gap.code.startswith("CON")

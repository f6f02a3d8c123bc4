"""How a rule is declared and the four things it can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict

from checks.ticket import Kind, Receiver, Ticket

if TYPE_CHECKING:
    from checks.language.text import Text
    from checks.redact import Secret

Severity = Literal["blocker", "major", "advice"]
Confidence = Literal["certain", "likely", "hint"]
Effort = Literal["a word", "a sentence", "a paragraph", "a decision"]


class Options(BaseModel):
    """What a policy may set for one rule. Every field has a description: it is the documentation."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Evidence(NamedTuple):
    """The ticket's own words and where they are: `summary`, `description`, `comment by X`, `field Y`.

    A tuple, as are all observations except gaps, because rules make fifty of them for every ticket, and a frozen
    dataclass takes four times as long to make.
    """

    quote: str
    where: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something is missing. `remedy` is the one edit that closes it; `template` is text to paste and fill."""

    message: str
    remedy: str
    evidence: tuple[Evidence, ...] = ()
    question: str | None = None
    template: str | None = None
    severity: Severity | None = None
    """Overrides the rule's severity for this ticket, as when risk raises the bar; policy still has the last word."""


class Met(NamedTuple):
    evidence: tuple[Evidence, ...] = ()
    message: str = ""


class CannotTell(NamedTuple):
    reason: str
    evidence: tuple[Evidence, ...] = ()


class NotApplicable(NamedTuple):
    reason: str


Observation: TypeAlias = Gap | Met | CannotTell | NotApplicable
Outcome = Literal["gap", "met", "cannot_tell", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at. Only values; a rule does no I/O and reads no clock."""

    ticket: Ticket
    text: Text
    """The ticket's words, analysed once for all rules: sentences, signals, snippets, links, the model's estimates."""
    kind: Kind
    receiver: Receiver
    as_of: datetime | None = None
    """The moment as of which the ticket is judged; None when the caller does not say (then no rule about age
    applies)."""
    glossary: frozenset[str] = frozenset()
    openable_hosts: frozenset[str] = frozenset()
    """Internal hosts that this receiver can open, by policy."""
    internal_hosts: frozenset[str] = frozenset()
    """Other hosts that only insiders can open, by policy."""
    secrets: tuple[Secret, ...] = ()
    """Credentials and personal data found in the ticket. Rules name their kind, never their value."""


@dataclass(frozen=True, slots=True)
class Example:
    """A titled ticket, kept as plain data: `issue()` builds it on demand. Its description is Markdown."""

    title: str
    summary: str
    description: str = ""
    issue_type: str = "Story"
    says: str = ""
    """For a gap, the whole expected message; for met or not applicable, empty."""
    outcome: Outcome = "gap"
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Other Jira fields, as in REST."""
    receiver: Receiver = "contractor"
    as_of: str | None = None
    cure: str = ""
    """For a gap: the remedy carried out, as realistic Markdown. It is added at the end of the description, or replaces
    `instead`; that edit must close the gap, which a test checks for every example of a gap."""
    instead: str = ""
    """The words of the description that `cure` replaces, for a gap that is closed by changing existing words."""
    cure_fields: Mapping[str, Any] = field(default_factory=dict)
    """Jira fields to set, for a gap that is closed outside the description, such as by a link or an attachment."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Options of the rule under which the example holds, as a policy would set them."""

    def issue(self, *, cured: bool = False, addition: str | None = None) -> dict[str, Any]:
        """The example as Jira issue JSON: unchanged, with its cure applied, or with another `addition` at the end."""
        description, fields = self.description, dict(self.fields)
        cure = self.cure if cured else addition
        if cure is not None:
            replaced = description.replace(self.instead, cure) if cured and self.instead else None
            description = replaced if replaced is not None else f"{description}\n\n{cure}".strip()
        if cured:
            fields.update(self.cure_fields)
        return {
            "key": "EX-1",
            "markup": "markdown",
            "fields": {
                "summary": self.summary,
                "description": description,
                "issuetype": {"name": self.issue_type},
                **fields,
            },
        }


Check = Callable[[Case, Any], Observation]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its page is its module's docstring: a summary line, then the three fixed headings."""

    code: str
    name: str
    check: Check
    page: str
    severity: Mapping[Receiver, Severity | Literal["off"]]
    confidence: Confidence
    effort: Effort
    examples: tuple[Example, ...]
    options: Options = field(default_factory=Options)
    core: bool = False

    @property
    def summary(self) -> str:
        """The page's first line."""
        return self.page.strip().split("\n", 1)[0].strip()

    @property
    def group(self) -> str:
        """context, contracts, done or hygiene, by the code's prefix."""
        return GROUPS[self.code[:3]]


GROUPS: Mapping[str, str] = {"CTX": "context", "CON": "contracts", "DOD": "done", "HYG": "hygiene"}

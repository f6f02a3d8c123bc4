"""What was found when a Jira site was examined: values. Whoever shows them puts them into words: the doctor for the
operator, a modal for an admin in Slack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.errors import JiraOutcome

Part = Literal["credential", "kind", "projects", "search", "people", "token"]
"""The parts of a site that are examined, in this order."""
State = Literal["ok", "warning", "failed", "skipped"]
"""`warning`: the bot works all the same; `skipped`: could not be checked."""
Found = Literal[
    "account",  # the credential is this account's
    "rejected",  # Jira does not accept the credential
    "elsewhere",  # nor here, but a scoped one works at the gateway
    "no_answer",  # Jira gave no usable answer: `outcome` says why
    "kind",  # it is the kind of Jira that it was taken for
    "other_kind",
    "projects",  # those that the account can browse
    "no_projects",
    "tickets",  # search finds some
    "no_tickets",  # search works, and finds no recent ones
    "sights",  # Jira says who may see a ticket
    "no_sights",
    "lasts",  # the token
    "ends_soon",
    "ended",
    "end_unknown",
]


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """One thing that was examined. What its sentence names is in the fields below; the others are empty."""

    part: Part
    state: State
    found: Found
    outcome: JiraOutcome | None = None
    status: int | None = None
    """The HTTP status, where Jira answered."""
    name: str = ""
    """The account's, or the kind of Jira."""
    detail: str = ""
    """The account's id; the version of Jira; the cloud id; the ISO day of the token's end."""
    projects: tuple[str, ...] = ()
    chosen: bool = False
    """The operator's settings chose the projects."""


def works(checks: Iterable[SiteCheck]) -> bool:
    """Nothing failed, so the site can be used."""
    return not any(check.state == "failed" for check in checks)

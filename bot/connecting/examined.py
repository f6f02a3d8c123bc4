"""What was found when a Jira site was looked at: values. Whoever tells them words them: the doctor for the operator, a
modal for an admin in Slack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.errors import JiraOutcome

Part = Literal["credential", "kind", "projects", "search", "people", "token"]
"""What of a site is looked at, in this order."""
State = Literal["ok", "warning", "failed", "skipped"]
"""`warning`: the bot works all the same; `skipped`: it could not be tried."""
Found = Literal[
    "account",  # the credential is this account's
    "rejected",  # Jira does not take the credential
    "elsewhere",  # nor here, but a scoped one works at the gateway
    "no_answer",  # Jira gave no answer to use: `outcome` says why
    "kind",  # it is the kind of Jira that it is taken for
    "other_kind",
    "projects",  # those that the account can browse
    "no_projects",
    "tickets",  # search finds some
    "no_tickets",  # search works, and finds none of late
    "sights",  # Jira tells who may see a ticket
    "no_sights",
    "lasts",  # the token
    "ends_soon",
    "ended",
    "end_unknown",
]


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """One thing that was looked at. What its sentence names stands in the fields below; the others are empty."""

    part: Part
    state: State
    found: Found
    outcome: JiraOutcome | None = None
    status: int | None = None
    """Of HTTP, where Jira answered."""
    name: str = ""
    """Of the account; or of the kind of Jira."""
    detail: str = ""
    """The account's id; the version of Jira; the cloud id; the ISO day of the token's end."""
    projects: tuple[str, ...] = ()
    chosen: bool = False
    """The operator's settings chose the projects."""


def works(checks: Iterable[SiteCheck]) -> bool:
    """Nothing failed, so a site can be used."""
    return not any(check.state == "failed" for check in checks)

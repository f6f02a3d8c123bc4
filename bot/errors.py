"""
The errors of the bot, drawn as a tree:

    HandoffError
    ├── SettingsError      settings missing or wrong; each problem with its cure; exit 2
    ├── JiraError          Jira said no, or nothing: one clear outcome, one clear sentence
    ├── SlackError         Slack said no: an error name of its own, sorted by what to do about it
    └── Trouble            our fault: a reference id to the person, the detail to the log

A person's unclear words are no error but a value (`bot.requests.Misread`).
No error's text holds ticket text, tokens or response bodies.
"""

from __future__ import annotations

from typing import Literal

JiraOutcome = Literal[
    "not_found",  # 404: missing, or not visible to our account; a person is never told which
    "gone",  # 410: an endpoint or a ticket that was removed
    "unauthorized",  # 401: the credential fails
    "forbidden",  # 403: the account may not; also a CAPTCHA lock-out
    "throttled",  # 429: `retry_after` and `reason` say when and what to pause
    "unavailable",  # 5xx, connection refused, reset or cut off before the answer's end
    "timeout",  # no answer in time
    "unreadable",  # HTML instead of JSON, truncated JSON, a wrong content type
    "refused",  # 400 and other 4xx: Jira does not take the request, as with a JQL it cannot read
    "unknown_site",  # the site is not configured
]

APP_REFUSED = "app"
"""The `reason` of an `unauthorized` where Atlassian rejects our app itself: its id, its secret, or its permissions."""
UNREADABLE = "thread_too_long"
"""A name of ours beside Slack's error names: it cannot be found out whether the message was posted, so it is not
posted again."""


class HandoffError(Exception):
    """Root of the bot's errors."""


class SettingsError(HandoffError):
    """Settings are missing or wrong. `problems` pairs each with its cure."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{problem} {cure}" for problem, cure in problems))
        self.problems = problems


class JiraError(HandoffError):
    """Jira did not give the ticket. `retry_after` in seconds; `reason` is Jira's RateLimit-Reason, or a name of ours."""

    TRANSIENT = frozenset({"throttled", "unavailable", "timeout"})
    LOST = frozenset({"not_found", "gone"})
    """For a ticket that Jira gave before: it was deleted, moved out of sight, or our account may no longer see it."""

    def __init__(
        self,
        outcome: JiraOutcome,
        *,
        site: str = "",
        status: int | None = None,
        retry_after: float | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(f"jira {outcome} site={site} status={status}")
        self.outcome: JiraOutcome = outcome
        self.site = site
        self.status = status
        self.retry_after = retry_after
        self.reason = reason

    @property
    def transient(self) -> bool:
        """Worth trying again later without anybody's help."""
        return self.outcome in self.TRANSIENT


SlackOutcome = Literal[
    "channel_closed", "message_gone", "too_big", "install_dead", "throttled", "unavailable", "refused"
]


class SlackError(HandoffError):
    """Slack refused a call. `error` is Slack's own name; `outcome` says what to do about it."""

    TRANSIENT = frozenset({"throttled", "unavailable"})

    def __init__(
        self, outcome: SlackOutcome, error: str, *, method: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(f"slack {outcome} {error} {method}".strip())
        self.outcome: SlackOutcome = outcome
        self.error = error
        self.method = method
        self.retry_after = retry_after

    @property
    def transient(self) -> bool:
        """Worth trying again later without anybody's help."""
        return self.outcome in self.TRANSIENT

    @property
    def again(self) -> float | None:
        """Seconds to wait before the next try, 0 where Slack names none; None where trying again is pointless."""
        return (self.retry_after or 0.0) if self.transient else None


class Trouble(HandoffError):  # noqa: N818 - the word people use for it (design 2)
    """Our fault. `reference` is what the person sees and what the log is searched for."""

    def __init__(self, reference: str, what: str) -> None:
        super().__init__(f"{what} reference={reference}")
        self.reference = reference


def kind_of(error: BaseException) -> str:
    """An error as the log may name it: its type, and the code by which a database says what is wrong, never its words."""
    told = getattr(error, "orig", None) or error
    code = getattr(told, "sqlstate", None) or getattr(told, "sqlite_errorname", None)
    return f"{type(error).__name__} ({code})" if code else type(error).__name__

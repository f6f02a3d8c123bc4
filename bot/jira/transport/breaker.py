"""Stops calling a site that has just shown that calling it is of no use, or harms."""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import JiraError, JiraOutcome

_DOWN: frozenset[JiraOutcome] = frozenset({"unavailable", "timeout"})
DOWN_AFTER = 5
"""Failures in a row after which the site counts as down."""
DOWN_FOR = 15.0
"""Seconds until a site that is down is tried again; the first failure then counts it as down at once."""
DENIED_AFTER = 2
"""Refused logins in a row: more of them make Jira lock the account behind a CAPTCHA."""
DENIED_FOR = 300.0
"""Seconds until refused credentials are tried again."""
LONGEST_PAUSE = 3600.0
"""Seconds. Jira's hourly quota ends within this."""


class Breaker:
    """One per site. `clock` gives seconds that only grow."""

    def __init__(self, site: str, clock: Callable[[], float]) -> None:
        self._site = site
        self._clock = clock
        self._down = 0
        self._denied = 0
        self._until = 0.0
        self._why: JiraError | None = None

    def check(self) -> None:
        """Raise what the last calls ended with, while it is too early to try again."""
        left = self._until - self._clock()
        if self._why is not None and left > 0:
            raise JiraError(
                self._why.outcome, site=self._site, status=self._why.status, retry_after=left, reason=self._why.reason
            )

    def succeeded(self) -> None:
        """A call that was under way when a quota ran out ends well without there being any of it again."""
        self._down = self._denied = 0
        if self._why is not None and self._why.outcome != "throttled":
            self._why = None

    def failed(self, error: JiraError) -> None:
        if error.outcome in _DOWN:
            self._down += 1
            if self._down >= DOWN_AFTER:
                self._pause(error, max(DOWN_FOR, error.retry_after or 0.0))
        elif error.outcome == "unauthorized" or error.reason == "captcha":
            self._denied += 1
            if self._denied >= DENIED_AFTER or error.reason == "captcha":
                self._pause(error, DENIED_FOR)
        elif error.outcome != "throttled":
            self._down = self._denied = 0  # the site is there, and read our request
        elif (error.reason or "").startswith("jira-quota"):
            # A quota is shared by all calls; a burst or per-ticket limit concerns only the call that met it.
            self._pause(error, error.retry_after or DOWN_FOR)

    def _pause(self, error: JiraError, seconds: float) -> None:
        """The longer of two pauses holds."""
        until = self._clock() + min(seconds, LONGEST_PAUSE)
        if self._why is None or until > self._until:
            self._why, self._until = error, until

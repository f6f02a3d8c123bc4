"""Jira's refusals and silences, each sorted into one outcome. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.errors import JiraError, JiraOutcome
from bot.retrying.patience import asked_for, http_date

_OUTCOMES: Mapping[int, JiraOutcome] = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    408: "timeout",
    410: "gone",
    429: "throttled",
}


_NOT_IN = frozenset({"AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED"})
"""What Jira says in a header of a login that failed, whatever the status."""


def refusal(site: str, status: int, headers: Mapping[str, str], now: datetime) -> JiraError | None:
    """The error that a status means; None for success. `headers` is read without regard to case.

    A redirect is unreadable: the API has none, so something else answered (a login page, a proxy). Once a token ended,
    Cloud answers as it would anybody: no tickets with 200, or a ticket that is not found. Only a header tells
    (github.com/MrRefactoring/jira.js/issues/418).
    """
    if (status < 300 or status == 404) and _logged_out(headers):
        return JiraError("unauthorized", site=site, status=status)
    if status < 300:
        return None
    outcome: JiraOutcome = "unreadable" if status < 400 else "unavailable" if status >= 500 else "refused"
    return JiraError(
        _OUTCOMES.get(status, outcome),
        site=site,
        status=status,
        retry_after=retry_after(headers, now) if status in (429, 503) else None,
        reason=_reason(headers),
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait, from `Retry-After` (seconds or an HTTP date), else `X-RateLimit-Reset` (ISO 8601).

    None when Jira does not say or says it unreadably; never negative.
    """
    now = http_date(headers.get("Date", "")) or now  # by Jira's own clock, whatever ours shows
    asked = asked_for(headers.get("Retry-After", "").strip(), now)
    if asked is not None:
        return asked
    until = _iso_date(headers.get("X-RateLimit-Reset", "").strip())
    return max((until - now).total_seconds(), 0.0) if until else None


def _logged_out(headers: Mapping[str, str]) -> bool:
    """A server may name each of its ways to log in; one that worked is enough."""
    said = {one.strip().upper() for one in headers.get("X-Seraph-LoginReason", "").split(",")}
    return "OK" not in said and not said.isdisjoint(_NOT_IN)


def _reason(headers: Mapping[str, str]) -> str | None:
    """Jira's RateLimit-Reason, or why it denied a login: after wrong ones it wants a CAPTCHA solved."""
    if "captcha" in headers.get("X-Authentication-Denied-Reason", "").lower():
        return "captcha"
    return headers.get("RateLimit-Reason", "").strip()[:80] or None


def _iso_date(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)

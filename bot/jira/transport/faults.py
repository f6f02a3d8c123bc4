"""Jira's refusals and silences, each sorted into one outcome. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.errors import JiraError, JiraOutcome
from bot.jira.values import mapping
from bot.retrying.backoff import http_date, retry_after_of

_OUTCOMES: Mapping[int, JiraOutcome] = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    408: "timeout",
    410: "gone",
    429: "throttled",
}
LASTING: frozenset[JiraOutcome] = frozenset({"forbidden", "not_found", "gone", "refused", "unreadable"})
"""Outcomes that the same question would meet again, though the credential is good: whoever can, does without."""
TOO_LONG, FIELDS = "too_long", "fields:"
"""Reasons of a `refused`: a text is longer than Jira allows; fields that it names do not take the change."""
_LIMIT = re.compile(r"32[^0-9]?767|CONTENT_LIMIT_EXCEEDED")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}", re.ASCII)
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


def objection(body: bytes) -> str | None:
    """Why Jira refuses a change, by the ids of the fields it objects to. Its own words may quote the ticket, so none of
    them are handed on; the limit of a text is the same number in every language."""
    try:
        errors = mapping(mapping(json.loads(body)).get("errors"))
    except (ValueError, RecursionError):
        return None
    if any(_LIMIT.search(said) for said in errors.values() if isinstance(said, str)):
        return TOO_LONG
    fields = sorted(name for name in errors if _FIELD.fullmatch(name))
    return FIELDS + ",".join(fields)[:80] if fields else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait, from `Retry-After` (seconds or an HTTP date), else `X-RateLimit-Reset` (ISO 8601).

    None when Jira does not say or says it unreadably; never negative.
    """
    now = http_date(headers.get("Date", "")) or now  # by Jira's own clock, whatever ours shows
    asked = retry_after_of(headers.get("Retry-After", "").strip(), now)
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

"""What a step came to, as JSON: its value, or the error it ended in, so that a replay ends in the same one.

The engine's library would keep an exception's text, which may quote a ticket; these values hold names and numbers only.
"""

from __future__ import annotations

import secrets
import traceback
from typing import Any

import structlog

from bot.errors import JiraError, SlackError, Trouble, kind_of

log = structlog.get_logger(__name__)

Outcome = dict[str, Any]


def value(result: Any) -> Outcome:
    return {"value": result}


def failure(error: Exception, *, identity: str, step: str) -> Outcome:
    """The error as a value. What is not foreseen becomes a `Trouble`, its detail going to the log and no further."""
    match error:
        case JiraError():
            kept = {
                "outcome": error.outcome,
                "site": error.site,
                "status": error.status,
                "retry_after": error.retry_after,
                "reason": error.reason,
            }
            return {"jira": kept}
        case SlackError():
            kept = {
                "outcome": error.outcome,
                "error": error.error,
                "method": error.method,
                "retry_after": error.retry_after,
            }
            return {"slack": kept}
        case Trouble():
            return {"trouble": {"reference": error.reference, "what": step}}
        case _:
            return {"trouble": {"reference": trouble(error, identity=identity, step=step), "what": step}}


def unpack(outcome: Outcome) -> Any:
    """The value, or the error raised again."""
    if kept := outcome.get("jira"):
        raise JiraError(
            kept["outcome"],
            site=kept["site"],
            status=kept["status"],
            retry_after=kept["retry_after"],
            reason=kept["reason"],
        )
    if kept := outcome.get("slack"):
        raise SlackError(kept["outcome"], kept["error"], method=kept["method"], retry_after=kept["retry_after"])
    if kept := outcome.get("trouble"):
        raise Trouble(kept["reference"], kept["what"])
    return outcome["value"]


def trouble(error: BaseException, *, identity: str, step: str) -> str:
    """Log an error nobody foresaw, its type and where it happened but never its text; gives the reference it is
    logged under."""
    reference = secrets.token_hex(4)
    frames = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:]]
    log.error("trouble", reference=reference, run=identity, step=step, error=kind_of(error), frames=frames)
    return reference

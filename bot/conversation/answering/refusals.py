"""What to do when Jira does not accept an answer: try again while it is only briefly out of reach, else tell the
person why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from bot.conversation.answering.edits import Edits
from bot.errors import JiraError
from bot.ports import Run
from bot.render.text import listed
from bot.requests import TicketRef
from bot.retrying.backoff import backoff

TRIES, PATIENCE = 3, 10.0
"""How often Jira is asked to accept an answer, and the most seconds between two tries."""
_TOLD: Mapping[str, str] = {
    "forbidden": "refused_forbidden",
    "not_found": "refused_missing",
    "gone": "refused_missing",
    "unauthorized": "refused_login",
    "too_long": "refused_long",
    "fields": "refused_fields",
}
NAMED = 3
"""Fields that are named, of all that Jira objects to."""
T = TypeVar("T")


async def patiently(run: Run, work: Callable[[], Awaitable[T]]) -> T:
    """Act, and retry where that may help, because the person is waiting at the modal. Jira writes it once however
    often it is tried. Raises: JiraError."""
    for attempt in range(1, TRIES):
        try:
            return await work()
        except JiraError as error:
            wait = backoff(attempt, error.retry_after, run.identity)
            if not error.transient or wait > PATIENCE:
                raise
        await run.sleep(wait)
    return await work()


async def fields_of(error: JiraError, edits: Edits, workspace: str, user: str, ref: TicketRef) -> str:
    """The names of the fields that Jira objects to; empty where there are none, or it does not say."""
    why, _, fields = (error.reason or "").partition(":")
    if error.outcome != "refused" or why != "fields":
        return ""
    try:
        own, _ = await edits.of(workspace, user, ref.site)
        return listed(await own.names(ref.site, ref.key, fields.split(",")), NAMED)
    except JiraError:
        return ""


def told_of(outcome: str, reason: str | None = None) -> str:
    """The sentence, of the catalogue's `told`, about an answer that Jira did not take, and what to do then."""
    why = (reason or "").partition(":")[0] if outcome == "refused" else outcome
    return _TOLD.get(why, "refused")

"""Jira is asked again to take an answer while it is only out of reach for a moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import JiraError
from bot.ports import Run
from bot.retrying.patience import pause

TRIES, PATIENCE = 3, 10.0
"""So often Jira is asked to take an answer, and so many seconds at most between two times."""
T = TypeVar("T")


async def patiently(run: Run, work: Callable[[], Awaitable[T]]) -> T:
    """Do it again where that may help, for the person waits at the modal. What is written to Jira is written once
    however often it is tried. Raises: JiraError."""
    for attempt in range(1, TRIES):
        try:
            return await work()
        except JiraError as error:
            wait = pause(attempt, error.retry_after, run.identity)
            if not error.transient or wait > PATIENCE:
                raise
        await run.sleep(wait)
    return await work()

"""Retries what Slack does not accept at the moment: it fails, or a modal is not there yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import count

from bot.errors import SlackError
from bot.ports import Run
from bot.retrying.backoff import backoff

LOOKS = 8
"""Tries until a modal's next view must be there."""
UNSEEN = "not_found"
"""Slack's error name for a view that it does not show yet, or no longer shows."""


def _passing(error: SlackError) -> bool:
    return error.transient


async def insist(
    run: Run, act: Callable[[], Awaitable[object]], *, tries: int, worth: Callable[[SlackError], bool] = _passing
) -> SlackError | None:
    """Act, as a step of the run, until Slack accepts it: at most `tries` times, and as long as its answer is `worth`
    another try. Its last answer; None where it accepted."""
    for attempt in count(1):
        try:
            await act()
        except SlackError as error:
            if attempt == tries or not worth(error):
                return error
            wait = backoff(attempt, error.retry_after, run.identity)
        else:
            return None
        await run.sleep(wait)
    return None


async def once_there(show: Callable[[], Awaitable[object]], sleep: Callable[[float], Awaitable[None]]) -> None:
    """Show a modal's next view. Slack puts it in place only once it has our acknowledgement, which this work may
    overtake. Raises: SlackError, `UNSEEN` where the person closed the modal."""
    for attempt in range(1, LOOKS):
        try:
            await show()
        except SlackError as error:
            if error.error != UNSEEN:
                raise
        else:
            return
        await sleep(0.1 * attempt)
    await show()

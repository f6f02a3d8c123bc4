"""Use case: a request that a dead token of ours kept from an answer is answered once the token works again, by the
ticket and the channel as they are then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from bot.installed import TokenState
from bot.judging.judge import Unanswered
from bot.ports import Run
from bot.requests import JudgeRequest
from bot.retrying.backoff import backoff

SOON = 15.0
"""Seconds before the token is tried again, doubling each time: Slack may only have had a bad moment."""
PAUSE = 450.0
"""Seconds between two tries at most. Shorter than the time a removal gets to settle (`bot.upkeep.uninstalling`)."""
LOOKS = 175
"""Tries that add up to a day; nobody who links a ticket waits longer."""
AGAIN = 3
"""Answers that are tried: a token that works may still lack a scope."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OnceRenewed:
    """Answers a `JudgeRequest`, after a day at most. A command or a click has a way of its own to whoever waits for it."""

    judge: Callable[[Run, JudgeRequest], Awaitable[Unanswered | None]]
    token: Callable[[str], Awaitable[TokenState]]
    """The state of a workspace's token. Never raises, whatever Slack does."""

    async def __call__(self, run: Run, request: JudgeRequest) -> None:
        for _ in range(AGAIN):
            unanswered = await self.judge(run, request)
            if unanswered is None or request.reply is not None or not await self._works(run, request, unanswered):
                return

    async def _works(self, run: Run, request: JudgeRequest, unanswered: Unanswered) -> bool:
        """Whether it does in the end, and did not all the time."""
        workspace, state = request.place.workspace, "dead"
        for look in range(1, LOOKS):
            if look > 1 or unanswered == "unseen":
                state = await run.step("token", partial(self.token, workspace))
            if state == "gone" or (state == "works" and look == 1):
                return False
            if state == "works":
                log.info("judge.token_works")
                return True
            if look == 1:
                log.warning("judge.waits_for_token", cure="`handoff doctor` says what Slack makes of it, and the cure.")
            await run.sleep(backoff(1, _pause(look), f"{run.identity}:{look}"))
        log.warning("judge.gave_token_up")
        return False


def _pause(look: int) -> float:
    return min(PAUSE, SOON * (1 << min(look - 1, 5)))

"""Use case: a workflow checks a ticket: the card is posted, and the workflow goes on with the verdict or with why not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import structlog

from bot.conversation.living.write_back import Permalinks
from bot.conversation.requests import WorkflowStepRequest
from bot.errors import Trouble
from bot.judging.looking import Looking, Question
from bot.ports import Run, Verdicts
from bot.posting.delivery import Delivery
from bot.posting.errands import CardErrand, kept_by
from bot.posts import Cards
from bot.render.headline import headline
from bot.render.words import words
from bot.requests import TicketRef
from bot.retrying.insisting import insist

TRIES = 5
log = structlog.get_logger(__name__)


class WorkflowSteps(Protocol):
    """Slack, as a step sees it. Both may raise `bot.errors.SlackError`, and neither minds a step that has ended."""

    async def succeed(self, workspace: str, execution: str, outputs: Mapping[str, str]) -> None: ...
    async def fail(self, workspace: str, execution: str, error: str) -> None: ...


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """Answers a `WorkflowStepRequest`. What a workflow is told it may post anywhere, so it is told of nothing that the channel of
    its card may not read.

    Slack does not say who made or runs a workflow, so nobody can look whether they are in that channel. They are told key
    and verdict, as anybody is who asks; and the card stands only in a channel that may discuss its project."""

    looking: Looking
    delivery: Delivery
    verdicts: Verdicts
    cards: Cards
    permalinks: Permalinks
    steps: WorkflowSteps

    async def __call__(self, run: Run, request: WorkflowStepRequest) -> None:
        try:
            wrong = await self._check(run, request)
        except Trouble:
            await self._fail(run, request, "trouble")
            raise
        if wrong:
            await self._fail(run, request, wrong)

    async def _check(self, run: Run, request: WorkflowStepRequest) -> str:
        """Why it cannot be done; empty where it was."""
        if not request.key:
            return "no_ticket"
        ref = TicketRef(request.site, request.key)
        [looked] = await self.looking.look(run, Question(request.place, "", (ref,), receiver=request.receiver))
        if looked.show not in ("full", "verdict_only"):
            return "not_here"
        if looked.verdict_id is None:
            return "jira"
        errand = CardErrand(self.cards, self.verdicts, request.place, looked.verdict_id, looked.show)
        delivered = await self.delivery.deliver(run, errand)
        if delivered.ts is None:
            return "not_posted"
        done = partial(self._succeed, request, looked.verdict_id, delivered.ts)
        await self._until_told(run, done)
        return ""

    async def _succeed(self, request: WorkflowStepRequest, verdict_id: int, ts: str) -> None:
        workspace = request.place.workspace
        verdict = (await kept_by(self.verdicts, workspace, verdict_id)).verdict
        link = await self.permalinks.permalink(request.place, ts)
        outputs = {"verdict": verdict.verdict, "readiness": headline(verdict, words()), "card": link}
        await self.steps.succeed(workspace, request.execution, outputs)

    async def _fail(self, run: Run, request: WorkflowStepRequest, word: str) -> None:
        log.info("step.failed", word=word)
        said = words()(f"step.{word}")
        await self._until_told(run, partial(self.steps.fail, request.place.workspace, request.execution, said))

    async def _until_told(self, run: Run, tell: Callable[[], Awaitable[None]]) -> None:
        if refused := await insist(run, partial(run.step, "complete", tell), tries=TRIES):
            log.warning("step.not_told", error=refused.error)

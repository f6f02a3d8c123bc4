"""Use case: undo an answer that was written to a ticket, or restore somebody else's words that it met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.conversation.answering.edits import Edits
from bot.conversation.answering.stage import Stage
from bot.conversation.answering.writing_down import WritingDown
from bot.conversation.ports import Draft, Drafts
from bot.conversation.requests import DraftRequest
from bot.errors import JiraError
from bot.ports import Kept, Run
from bot.render.actions import Click

UNDO_FOR = timedelta(hours=1)
"""How long an edit can be undone from Slack; after that, Jira's history is the way."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TakingBack:
    edits: Edits
    drafts: Drafts
    stage: Stage
    down: WritingDown
    clock: Callable[[], datetime]

    async def put(self, run: Run, request: DraftRequest, draft: Draft, now: Kept, *, both: bool) -> None:
        """`draft` holds what undoes the edit. It is used once, and only while the ticket is as the edit left it."""
        verdict = now.verdict

        async def put() -> str:
            if not draft.text:
                return "back_used"
            if self.clock() - draft.at > UNDO_FOR:
                return "back_late"
            edits, _ = await self.edits.of(draft.place.workspace, request.user, verdict.site or "")
            found = await edits.put(verdict.site or "", verdict.key, draft.text, both=both, stamp=draft.stamp)
            if found != "conflict":
                await self.down.noted(request.place, request.user, now, "put back")
            return f"back_{found}"

        try:
            outcome = await run.step("put", put)
        except JiraError as error:
            log.warning("back.refused", outcome=error.outcome, key=verdict.key)
            await self.stage.tell(run, request, "back_refused", key=verdict.key)
            return
        if outcome == "back_conflict" and not request.view:
            way = Click("keep_both" if both else "restore", f"d{draft.id}")
            await self.stage.offer_again(run, request, way, verdict.key)
            return
        await self.stage.tell(run, request, outcome, key=verdict.key)
        if outcome in ("back_done", "back_overtaken"):
            await self.down.follow(run, request.place.workspace, now)
            await run.step("used", partial(self.drafts.change, request.place.workspace, draft.id, text=""))

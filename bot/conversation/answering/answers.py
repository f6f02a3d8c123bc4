"""An answer as a change of its ticket: what it would change, how it is written, and how it is undone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.conversation.answering.edits import ANSWERS, Edits, Landed, Spot, Where, leave, spot_of
from bot.conversation.answering.mentions import mentioned, named
from bot.conversation.answering.refusals import fields_of
from bot.conversation.answering.stage import Stage
from bot.conversation.answering.writing_down import WritingDown
from bot.conversation.ports import Draft, Drafts
from bot.conversation.requests import DraftRequest
from bot.errors import JiraError, SlackError
from bot.ports import Kept, Write
from bot.render.modals.talk import both_modal
from bot.render.written import told_by
from bot.views import ChangeView
from checks.verdict import Finding

COMMENT = "comment"
"""The stamp of an answer that becomes a comment, so that nothing it goes into can change meanwhile."""


class Names(Protocol):
    async def name(self, workspace: str, user: str) -> str:
        """What a person is called in Slack; empty when Slack does not say."""
        ...


@dataclass(frozen=True, slots=True)
class Answers:
    drafts: Drafts
    edits: Edits
    names: Names
    stage: Stage
    down: WritingDown
    allowed: Mapping[str, frozenset[Write]]
    """What may be written to tickets, by project."""
    clock: Callable[[], datetime]

    async def change(self, draft: Draft, now: Kept, user: str, *, conflict: bool) -> tuple[ChangeView, str]:
        """What an answer would change, and the stamp of what it would change. Raises: JiraError."""
        verdict, handle, site = now.verdict, f"d{draft.id}", now.verdict.site or ""
        edits, own = await self.edits.of(draft.place.workspace, user, site)
        spot = self._spot(draft, now, own)
        change = await edits.preview(site, verdict.key, spot, draft.text) if spot else None
        if change is None:
            text = await self._comment(draft, now, user, own)
            return ChangeView(handle, draft.code, "comment", "", text, name=own), COMMENT
        view = ChangeView(handle, draft.code, change.where, change.before, change.after, conflict, own)
        return view, change.stamp

    async def write(self, request: DraftRequest, draft: Draft, now: Kept) -> tuple[str, Where, int]:
        """The outcome, where it was written, and the draft that can undo it, 0 for none. Raises: JiraError."""
        if not draft.text:
            return "expired", "comment", 0  # written already
        verdict, site = now.verdict, now.verdict.site or ""
        edits, own = await self.edits.of(draft.place.workspace, request.user, site)
        spot = self._spot(draft, now, own)
        if spot is None and draft.stamp != COMMENT:
            return "conflict", "comment", 0  # their own account was let go since it was shown
        if spot is None or draft.stamp == COMMENT:
            mark = hashlib.sha256(request.identity.encode()).hexdigest()[:32]
            await edits.say(site, verdict.key, await self._comment(draft, now, request.user, own), mark=mark)
            await self.down.noted(request.place, request.user, now, "answer in comment")
            return "written", "comment", 0
        landed = await edits.write(site, verdict.key, spot, draft.text, stamp=draft.stamp)
        if landed is None:
            return "conflict", "description", 0
        await self.down.noted(request.place, request.user, now, f"answer in {landed.where}")
        back = await self._keep(draft, landed)
        if landed.theirs is None:
            return "written", landed.where, back
        try:
            await self.stage.at_once(request, both_modal(f"d{back}", landed.where, landed.theirs, landed.ours))
        except SlackError:  # the person closed it, and must hear of it all the same
            return "unseen", landed.where, back
        return "overtaken", landed.where, back

    async def objected_to(self, error: JiraError, request: DraftRequest, now: Kept) -> str:
        """The fields that Jira objects to, by their names; empty where it says none."""
        return await fields_of(error, self.edits, request.place.workspace, request.user, now.ref)

    async def with_names(self, draft: Draft) -> Draft:
        """The draft with people's names for their ids."""
        names = {user: await self.names.name(draft.place.workspace, user) for user in mentioned(draft.text)}
        return replace(draft, text=named(draft.text, names)) if names else draft

    async def _keep(self, draft: Draft, landed: Landed) -> int:
        """Keep what undoes the edit, sealed like what people type, because it holds the ticket's words. The draft's
        id; 0 where nothing can be undone."""
        if not landed.way:
            return 0
        place, verdict = draft.place, draft.verdict_id
        back = await self.drafts.begin(
            place, draft.user, "back", verdict_id=verdict, code=draft.code, text=landed.way, now=self.clock()
        )
        await self.drafts.change(place.workspace, back, stamp=landed.stamp)
        return back

    async def _comment(self, draft: Draft, now: Kept, user: str, own: str) -> str:
        """The comment's text: whose words they are, unless Jira shows that by the account that writes, and the
        question they answer."""
        gap = gap_of(now, draft.code)
        answer = f"{gap.question}\n\n{draft.text}" if gap and gap.question else draft.text
        theirs = draft.kind != "reply" or draft.author == user
        if theirs and own:
            return answer
        who = await self._name(draft.place.workspace, user)
        return told_by(answer, who, None if theirs else await self._name(draft.place.workspace, draft.author))

    async def _name(self, workspace: str, user: str) -> str:
        return await self.names.name(workspace, user) if user else ""

    def _spot(self, draft: Draft, now: Kept, own: str) -> Spot | None:
        """Where the answer may go. Somebody who writes with their own account needs no permission from the project:
        Jira grants it, or does not."""
        allowed = leave(self.allowed, now.verdict.site or "", now.verdict.key)
        return spot_of(draft.code, allowed if not own or not ANSWERS.isdisjoint(allowed) else {"edit"})


def gap_of(now: Kept, code: str) -> Finding | None:
    """The gap of a rule, while it stands."""
    return next((gap for gap in now.verdict.gaps if gap.code == code), None)

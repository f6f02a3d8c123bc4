"""Shows a person what happens to a draft: in the modal they have open, or in a message for them alone where there is
none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import structlog

from bot.conversation.ports import Draft
from bot.conversation.requests import DraftRequest
from bot.message import Modal
from bot.ports import Poster, Run
from bot.posting.replies import Replies
from bot.render.acted import acted
from bot.render.actions import Click
from bot.render.headline import title_of
from bot.render.modals.gap import again_modal
from bot.render.modals.talk import told, told_modal
from bot.retrying.insisting import UNSEEN, insist, once_there
from checks.verdict import Finding

REFUSALS = 4
"""Calls that Slack failed or throttled, before a modal is given up."""
Seen: TypeAlias = Literal["seen", "closed", "failed"]
"""What became of a view: it is shown, the person closed the modal, or Slack did not accept it."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stage:
    poster: Poster
    replies: Replies

    async def show(self, run: Run, request: DraftRequest, modal: Modal) -> Seen:
        async def show() -> bool:
            await self.at_once(request, modal)
            return True

        return await self.until_there(run, "show", show)

    async def tell(self, run: Run, request: DraftRequest, word: str, **values: str) -> None:
        """Show a sentence of the catalogue's `told` where the person is looking: in the modal or, once that is
        closed, in the channel. Somebody who closed a modal that was only opening wants to hear no more of it."""
        if not request.view:
            message = told(word, **values)
            await self.replies.alone(run, request.place, request.user, message, reply=request.reply, replace=True)
        elif await self.show(run, request, told_modal(word, **values)) != "seen" and request.step != "open":
            await self.replies.alone(run, request.place, request.user, told(word, **values), reply=None)

    async def hand_back(self, run: Run, request: DraftRequest, word: str, draft: Draft, **values: str) -> None:
        """Show a sentence together with what was typed: in a field to send again, or to copy where the modal is
        closed."""
        again = again_modal(f"d{draft.id}", draft.code, word, draft.text, **values)
        if await self.show(run, request, again) != "seen":
            await self.copy(run, request, word, draft, **values)

    async def copy(self, run: Run, request: DraftRequest, word: str, draft: Draft, **values: str) -> None:
        """The same in the channel, for the person's eyes."""
        message = told(word, typed=draft.text, **values)
        await self.replies.alone(run, request.place, request.user, message, reply=None)

    async def offer(self, run: Run, request: DraftRequest, back: str, key: str) -> None:
        """Offer to undo an edit, privately in the channel, because the modal may be closed at any time."""
        message = acted("landed", Click("restore", back), key=key)
        await self.replies.alone(run, request.place, request.user, message, reply=None)

    async def offer_again(self, run: Run, request: DraftRequest, way: Click, key: str) -> None:
        """Say that later edits prevent undoing, and offer it for when they are undone: in place of the message whose
        button was pressed."""
        message = acted("edited_since", way, key=key)
        await self.replies.alone(run, request.place, request.user, message, reply=request.reply, replace=True)

    async def warn(self, run: Run, request: DraftRequest, back: str, key: str) -> None:
        """Say that the edit met somebody else's, where the modal that would say so was already closed."""
        message = acted("met", Click("restore", back), Click("keep_both", back), key=key)
        await self.replies.alone(run, request.place, request.user, message, reply=None)

    async def still_open(self, run: Run, request: DraftRequest, verdict: str, gap: Finding, key: str) -> None:
        """Say that a gap is still there although it was answered, and offer ways to settle it, privately in the
        channel."""
        ways = (Click("accept", verdict, gap.code), Click("wrong", verdict, gap.code))
        message = acted("still_open", *ways, key=key, name=title_of(gap))
        await self.replies.alone(run, request.place, request.user, message, reply=None)

    async def at_once(self, request: DraftRequest, modal: Modal) -> None:
        """Within a step of the caller's. Raises: SlackError."""
        await self.poster.update_view(request.place.workspace, request.view, modal.view)

    async def until_there(self, run: Run, name: str, show: Callable[[], Awaitable[bool]]) -> Seen:
        """Show it by a step of this name."""
        shown = partial(once_there, partial(run.step, name, show), run.sleep)
        refused = await insist(run, shown, tries=REFUSALS)
        if refused is None:
            return "seen"
        log.warning("answer.not_shown", error=refused.error)
        return "closed" if refused.error == UNSEEN else "failed"

"""What a person gets to see of a draft: the modal they have open, or a message for them alone where there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.conversation.requests import DraftRequest
from bot.errors import SlackError
from bot.message import Modal
from bot.ports import Poster, Run
from bot.posting.replies import Replies
from bot.render.acted import acted
from bot.render.actions import Click
from bot.render.talk_modals import told, told_modal
from bot.retrying.patience import pause

TRIES = 8
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stage:
    poster: Poster
    replies: Replies

    async def show(self, run: Run, request: DraftRequest, modal: Modal) -> None:
        async def show() -> bool:
            await self.at_once(request, modal)
            return True

        await self.until_there(run, "show", show)

    async def tell(self, run: Run, request: DraftRequest, word: str, **values: str) -> None:
        """A sentence of the catalogue's `told`, where the person looks."""
        if request.view:
            await self.show(run, request, told_modal(word, **values))
        else:
            message = told(word, **values)
            await self.replies.alone(run, request.place, request.user, message, reply=request.reply, replace=True)

    async def offer(self, run: Run, request: DraftRequest, back: str, key: str) -> None:
        """The way back from an edit, in the channel for the person's eyes, for the modal may be closed any time."""
        message = acted("landed", Click("restore", back), key=key)
        await self.replies.alone(run, request.place, request.user, message, reply=None)

    async def warn(self, run: Run, request: DraftRequest, back: str, key: str) -> None:
        """That the edit met somebody else's, where the modal that says so was closed already."""
        message = acted("met", Click("restore", back), Click("keep_both", back), key=key)
        await self.replies.alone(run, request.place, request.user, message, reply=None)

    async def at_once(self, request: DraftRequest, modal: Modal) -> None:
        """Within a step of the caller's. Raises: SlackError."""
        await self.poster.update_view(request.place.workspace, request.view, modal.view)

    async def until_there(self, run: Run, name: str, show: Callable[[], Awaitable[bool]]) -> None:
        """Slack puts a modal's next view in place only once it has our acknowledgement, which this run may overtake."""
        for attempt in range(1, TRIES + 1):
            try:
                await run.step(name, show)
            except SlackError as error:
                if error.error != "not_found" or attempt == TRIES:
                    log.warning("answer.not_shown", error=error.error)  # the person closed it
                    return
                await run.sleep(min(0.1 * attempt, pause(attempt, None, run.identity)))
            else:
                return

"""A reaction says that a ticket is ready: it is removed when the ticket no longer is, and put back when it is again,
without a message."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.conversation.living.rejudged import Rejudged
from bot.conversation.living.updates import ReactionUpdate
from bot.judging.showing import READY
from bot.ports import Run, Verdicts
from bot.posting.errands import kept_by
from bot.posting.replies import Replies
from bot.posts import Reaction, Reactions
from bot.requests import Place
from checks.ticket import TicketId


@dataclass(frozen=True, slots=True)
class Reacting:
    """A card in its place would be a message that nobody asked for, about a ticket that was talked of some time ago."""

    reactions: Reactions
    replies: Replies
    verdicts: Verdicts

    async def turned(self, judging: Rejudged, workspace: str, ticket: TicketId) -> tuple[ReactionUpdate, ...]:
        """The reactions for a ticket that was judged again which no longer hold."""
        found = [await self._turned(judging, one) for one in await self._of(workspace, ticket)]
        return tuple(one for one in found if one is not None)

    async def lost(self, workspace: str, ticket: TicketId) -> tuple[ReactionUpdate, ...]:
        """Those for a ticket that Jira gives no more: nobody knows whether it is ready."""
        return tuple(
            ReactionUpdate(one, one.verdict_id, False) for one in await self._of(workspace, ticket) if one.ready
        )

    async def show(self, run: Run, turned: ReactionUpdate) -> None:
        one = turned.reaction
        keep = partial(self.reactions.turn, one, turned.verdict_id, ready=turned.ready)
        on = await run.step("turn", keep)
        await self.replies.reaction(run, Place(one.workspace, one.channel), one.ts, READY, on=on)

    async def _of(self, workspace: str, ticket: TicketId) -> tuple[Reaction, ...]:
        return await self.reactions.of_ticket(workspace, ticket.site, ticket.issue_id)

    async def _turned(self, judging: Rejudged, one: Reaction) -> ReactionUpdate | None:
        before = await kept_by(self.verdicts, one.workspace, one.verdict_id)
        after = await judging.verdict(before.verdict.receiver)
        ready = after.verdict == "ready"
        if ready == one.ready and before.verdict.key == after.key:
            return None
        return ReactionUpdate(one, await judging.kept(one.workspace, before.verdict.receiver), ready)

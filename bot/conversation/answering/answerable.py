"""The tickets that a reply in a thread may answer: all with a card there that the person may see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from bot.conversation.ports import Draft, LivingCards
from bot.judging.looking import Looking
from bot.ports import Kept, Run, Verdicts
from bot.posting.errands import kept_by

MOST = 4
"""Tickets besides the first, at most: each is judged again, and a message that names three or more gets no cards."""


@dataclass(frozen=True, slots=True)
class Answerable:
    looking: Looking
    verdicts: Verdicts
    cards: LivingCards

    async def beside(self, run: Run, draft: Draft, first: Kept) -> tuple[Kept, ...]:
        """The thread's other tickets as they are now, without those that the person may not be shown."""
        found = []
        for verdict_id in await run.step("beside", partial(self._ids, draft, first)):
            kept = await kept_by(self.verdicts, draft.place.workspace, verdict_id)
            looked = await self.looking.again(run, draft.place, draft.user, kept)
            if looked.verdict_id is not None and looked.show == "full" and not looked.failed:
                found.append(await kept_by(self.verdicts, draft.place.workspace, looked.verdict_id))
        return tuple(found)

    async def _ids(self, draft: Draft, first: Kept) -> list[int]:
        cards = await self.cards.in_thread(draft.place)
        ticket = first.ticket_id
        return [card.verdict_id for card in cards if (card.site, card.issue_id) != (ticket.site, ticket.issue_id)][
            :MOST
        ]


def meant_first(kept: tuple[Kept, ...], text: str) -> tuple[Kept, ...]:
    """Tickets that the words name come first."""
    return tuple(sorted(kept, key=lambda one: not re.search(rf"\b{re.escape(one.verdict.key)}\b", text)))

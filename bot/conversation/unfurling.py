"""Use case: below a link to a ticket stands its verdict, where the channel may read it and no card says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from bot.conversation.requests import UnfurlRequest
from bot.conversation.silence import Silence
from bot.errors import SlackError
from bot.judging.looking import Looked, Looking, Question
from bot.ports import Channels, Run, Verdicts
from bot.posting.errands import kept_by
from bot.posts import Cards
from bot.render.headline import headline
from bot.render.words import words
from bot.requests import TicketRef
from bot.retrying.insisting import insist
from checks.ticket import project_in

TRIES = 5
log = structlog.get_logger(__name__)


class Unfurls(Protocol):
    async def show(self, workspace: str, channel: str, ts: str, sentences: Mapping[str, str]) -> None:
        """A sentence below each sealed link of a message. May raise `bot.errors.SlackError`."""
        ...


@dataclass(frozen=True, slots=True)
class Unfurling:
    """Answers an `UnfurlRequest`. Nobody asked, so whatever silences the bot silences this."""

    looking: Looking
    channels: Channels
    verdicts: Verdicts
    cards: Cards
    silence: Silence
    unfurls: Unfurls
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: UnfurlRequest) -> None:
        wanted = [tuple(one) for one in await run.step("wanted", partial(self._wanted, request))]
        if not wanted:
            return
        refs = tuple(TicketRef(site, key) for site, key, _ in wanted)
        looked = await self.looking.look(run, Question(request.place, "", tuple(dict.fromkeys(refs))))
        by_ref = {one.ref: one for one in looked if one.show in ("full", "verdict_only") and one.verdict_id}
        shown = [(link, by_ref[ref]) for ref, (_, _, link) in zip(refs, wanted, strict=True) if ref in by_ref]
        if shown:
            await self._show(run, request, shown)

    async def _wanted(self, request: UnfurlRequest) -> list[list[str]]:
        """Links that no card answers: neither one that stands in the thread, nor one that the channel asked for."""
        place = request.place
        if await self.silence.wanted(place, request.user, self.clock()):
            return []
        if await self.cards.in_thread(place):
            return []
        agreed = await self.channels.channel(place.workspace, place.channel)
        carded = agreed.projects if agreed.watching else frozenset[str]()
        return [list(one) for one in request.links if project_in(one[1]) not in carded]

    async def _show(self, run: Run, request: UnfurlRequest, shown: list[tuple[str, Looked]]) -> None:
        place = request.place

        async def show() -> None:
            sentences = {}
            for link, looked in shown:
                kept = await kept_by(self.verdicts, place.workspace, looked.verdict_id or 0)
                sentences[link] = headline(kept.verdict, words())
            await self.unfurls.show(place.workspace, place.channel, request.ts, sentences)

        if refused := await insist(run, partial(run.step, "unfurl", show), tries=TRIES, worth=_may_pass):
            log.warning("unfurl.refused", error=refused.error)


def _may_pass(error: SlackError) -> bool:
    """Slack takes it only once it has our acknowledgement, which this run may overtake."""
    return error.transient or error.error == "cannot_unfurl_url"

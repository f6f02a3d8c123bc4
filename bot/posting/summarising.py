"""The message about three tickets or more: posted once, and each of its lines kept current."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import JiraError
from bot.judging.looking import UNSEEN, Looked
from bot.judging.showing import card_view, trouble_view
from bot.judging.summaries import Line, Summaries, Summary
from bot.message import Message
from bot.ports import Show, Verdicts
from bot.posting.errands import kept_by
from bot.posts import Post, Posts
from bot.render.card.summary import summary as draw_summary
from bot.requests import Place, TicketRef
from bot.views import SummaryView
from checks.ticket import Receiver

NAMED: frozenset[Show] = frozenset({"full", "verdict_only"})
"""How much of a ticket must be shown for a message that everybody reads to name it."""


@dataclass(frozen=True, slots=True)
class SummaryErrand:
    """A message about three tickets or more. When two runs post it at once, it shows each ticket's newer verdict."""

    posts: Posts
    summaries: Summaries
    verdicts: Verdicts
    place: Place
    identity: str
    looked: tuple[Looked, ...]
    receiver: Receiver | None
    asker: str | None
    left_out: tuple[TicketRef, ...] = ()
    """Tickets that the message named past those looked at."""
    name: str = "summary"

    async def intend(self, execution: str, now: datetime) -> Post:
        return await self.posts.intend(self.place, self.identity, "summary", execution=execution, now=now)

    async def draw(self, post: Post) -> Message | None:
        if post.ts and await self._tells_more(post):
            return None
        handle, left_out = f"p{post.id}", len(self.left_out)
        looked = await self._latest(post)
        view = await summary_view(self.verdicts, self.place, looked, handle, self.asker, left_out=left_out)
        return draw_summary(view)

    async def stands(self, post: Post) -> None:
        summary = Summary(post, self._tickets, self.receiver, self.asker)
        await self.summaries.keep(summary, await self._latest(post))

    @property
    def _tickets(self) -> tuple[TicketRef, ...]:
        return (*(looked.ref for looked in self.looked), *self.left_out)

    async def _tells_more(self, post: Post) -> bool:
        """Whether the posted message tells of all these tickets and others: the naming message was edited or asked
        about."""
        stands = await self.summaries.of_post(self.place.workspace, post.id)
        return stands is not None and set(stands.tickets) > set(self._tickets)

    async def _latest(self, post: Post) -> tuple[Looked, ...]:
        """What was looked at, or what has been judged since, because a change was heard meanwhile."""
        stands = {line.looked.ref: line.looked for line in await self.summaries.lines(self.place.workspace, post.id)}
        return tuple(_newer(looked, stands.get(looked.ref)) for looked in self.looked)


@dataclass(frozen=True, slots=True)
class LineErrand:
    """One ticket of a posted summary was judged again: its line changes, the others stay as they were."""

    summaries: Summaries
    verdicts: Verdicts
    place: Place
    post_id: int
    site: str
    issue_id: str
    verdict_id: int
    show: Show
    cut: bool
    """People outside the organisation read the channel by now, so no line may say anything of its ticket."""
    lost: bool = False
    """It was not judged: Jira gives it no more."""
    name: str = "line"

    async def intend(self, execution: str, now: datetime) -> Post:
        return (await self._summary()).post

    async def draw(self, post: Post) -> Message | None:
        lines = await self.summaries.lines(self.place.workspace, self.post_id)
        mine = [line.looked.verdict_id or 0 for line in lines if self._about(line)]
        if not mine or max(mine) > self.verdict_id or post.ts is None:
            return None
        summary, looked = await self._summary(), tuple(self._said(line) for line in lines)
        left_out = len(summary.tickets) - len(lines)
        handle = f"p{post.id}"
        view = await summary_view(self.verdicts, self.place, looked, handle, summary.asker, left_out=left_out)
        return draw_summary(view)

    async def stands(self, post: Post) -> None:
        await self.summaries.says(post, self.site, self.issue_id, self.verdict_id, self.show, lost=self.lost)

    def _about(self, line: Line) -> bool:
        return (line.looked.ref.site, line.issue_id) == (self.site, self.issue_id)

    def _said(self, line: Line) -> Looked:
        looked = line.looked
        if self._about(line):
            said = replace(looked, verdict_id=self.verdict_id, show=self.show)
            looked = replace(said, failed="not_found" if self.lost else None, lost=self.lost)
        return replace(looked, show="silent") if self.cut and looked.show == "full" else looked

    async def _summary(self) -> Summary:
        found = await self.summaries.of_post(self.place.workspace, self.post_id)
        if found is None:
            raise LookupError(f"no summary of post {self.post_id}")
        return found


async def summary_view(
    verdicts: Verdicts,
    place: Place,
    looked: tuple[Looked, ...],
    handle: str,
    asker: str | None,
    *,
    left_out: int = 0,
    alone: bool = False,
) -> SummaryView:
    """`alone`: only the asker reads it, so what only they may see is named too."""
    judged = [one for one in looked if one.verdict_id is not None and not one.failed]
    shown = [one for one in judged if one.show in NAMED or (alone and one.show == "asker_only")]
    cards = [card_view(await kept_by(verdicts, place.workspace, one.verdict_id or 0), one.show) for one in shown]
    failed = tuple(trouble_view(one) for one in looked if one.failed and (alone or one.show in NAMED))
    hidden = len(looked) - len(cards) - len(failed)
    return SummaryView(tuple(cards), failed, hidden, asker, handle, left_out)


def _newer(looked: Looked, stands: Looked | None) -> Looked:
    if stands is None or stands.verdict_id is None:
        return looked
    # A lost ticket's key was right once: if the ticket comes back, its line follows it again.
    if looked.failed in JiraError.LOST and looked.reason not in UNSEEN:
        return replace(looked, verdict_id=stands.verdict_id, failed="not_found", lost=True)
    if looked.verdict_id is None:
        return looked
    return replace(looked, verdict_id=max(looked.verdict_id, stands.verdict_id))

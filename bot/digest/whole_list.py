"""Use case: the whole list behind a digest: a page of it in a modal, all of it as CSV, or an assessment made of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import structlog

from bot.digest.ports import ChannelOpenness, Digests, Weeks
from bot.digest.presenting.week import Week
from bot.digest.values import DigestRun
from bot.errors import SlackError
from bot.judging.showing import card_view
from bot.ports import Kept, Openness, Poster, Run
from bot.posting.files import Files, NewFile
from bot.posting.replies import Replies
from bot.render.modals.ticket_list import PAGE, list_modal, tickets_csv
from bot.render.reports.assessment import assessment
from bot.render.reports.report import report_html
from bot.render.say import said
from bot.render.words import ENGLISH, words
from bot.reports.assess import PERIOD, assess_rows, row_of
from bot.reports.assessment import Judged, Row, Share
from bot.requests import ListRequest
from bot.views import ListView

ROWS = 200
"""Verdicts in memory at a time."""
CSV = "utf-8-sig"
"""With a byte order mark: without one, Excel reads the file in the machine's own code page and garbles every ä."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WholeList:
    """Answers a `ListRequest`. It asks again what may be named: others may have been let into the channel since."""

    digests: Digests
    weeks: Weeks
    audience: ChannelOpenness
    poster: Poster
    files: Files
    replies: Replies

    async def __call__(self, run: Run, request: ListRequest) -> None:
        made = await self.digests.run(request.place.workspace, request.digest)
        if made is None or request.place.channel not in ("", made.channel):
            await self._say(run, request, "expired")
            return
        try:
            if request.what == "list":
                await run.step("list", partial(self._page, request, made))
            else:
                say = words(await self._language(made.workspace, made.channel))
                title = say("list.title" if request.what == "csv" else "list.assessment")
                await self.files.put(run, request.what, request.place, partial(self._made, request, made), title=title)
        except SlackError as error:
            log.warning("list.not_shown", what=request.what, outcome=error.outcome, error=error.error)
            if request.what != "list":
                await self._say(run, request, "file_not_posted")

    async def _made(self, request: ListRequest, made: DigestRun) -> NewFile:
        openness = await self.audience.openness(made.workspace, made.channel)
        if request.what == "csv":
            return NewFile("tickets.csv", (await self._csv(made, openness)).encode(CSV))
        return NewFile("assessment.html", await self._assessment(made, openness))

    async def _page(self, request: ListRequest, made: DigestRun) -> None:
        openness = await self.audience.openness(made.workspace, made.channel)
        named, hidden = await self.weeks.total(made, openness)
        found = await self.weeks.page(made, openness, start=request.page * PAGE, size=PAGE)
        cards = tuple(card_view(one, "full") for one in found)
        view = ListView(f"d{made.id}", request.page, named, cards, hidden)
        drawn = list_modal(view, await self._language(made.workspace, made.channel))
        await self.poster.update_view(made.workspace, request.view_id, drawn.view)

    async def _csv(self, made: DigestRun, openness: Openness) -> str:
        """Made page by page: verdicts of thousands of tickets are large, their CSV lines are not."""
        header = tickets_csv(())
        pages = [
            tickets_csv(card_view(one, "full") for one in some)[len(header) :]
            async for some in self._pages(made, openness)
        ]
        return "".join([header, *pages])

    async def _assessment(self, made: DigestRun, openness: Openness) -> bytes:
        """Takes seconds for thousands of tickets, so it runs beside the event loop."""
        rows = [row_of(Judged(one.title, (one.verdict,))) async for some in self._pages(made, openness) for one in some]
        earlier = await self._earlier(made, openness)
        language = await self._language(made.workspace, made.channel)
        return await asyncio.to_thread(_page, [row for row in rows if row is not None], earlier, made.day, language)

    async def _earlier(self, made: DigestRun, openness: Openness) -> tuple[date, Share] | None:
        """What was ready in the digest a period ago, or in the first there was. A verdict that differs only because
        of another ruleset is counted as if it had been the same then."""
        before = await self.digests.long_before(made, made.day - PERIOD)
        if before is None:
            return None
        week = Week(openness, first=False)
        async for line in self.weeks.lines(made, before):
            week.add(line)
        week.add_left(await self.weeks.left(made, before))
        return before.day, Share(week.before["ready"], sum(week.before.values()))

    async def _pages(self, made: DigestRun, openness: Openness) -> AsyncIterator[tuple[Kept, ...]]:
        start = 0
        while some := await self.weeks.page(made, openness, start=start, size=ROWS):
            yield some
            start += len(some)

    async def _say(self, run: Run, request: ListRequest, word: str) -> None:
        message = said(word, language=await self._language(request.place.workspace, request.place.channel))
        await self.replies.alone(run, request.place, request.user, message, reply=request.reply)

    async def _language(self, workspace: str, channel: str) -> str:
        """That of the channel's digest."""
        plan = await self.digests.plan(workspace, channel)
        return plan.language if plan else ENGLISH


def _page(rows: Sequence[Row], earlier: tuple[date, Share] | None, day: date, language: str) -> bytes:
    view = assess_rows(rows, earlier=earlier)
    about = words(language)("assess.of_digest")
    return report_html(assessment(view, language, about=about, day=day)).encode()

"""Use case: the questions of a ticket are put to the one person who can answer, by name, and never to the channel."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal, Protocol

import structlog

from bot.conversation.asking.asked import Asked, Asks, Turn
from bot.conversation.ports import Mutes
from bot.conversation.requests import ActRequest
from bot.errors import JiraError
from bot.message import Message
from bot.ports import Kept, Run, Tickets
from bot.posting.delivery import Delivery
from bot.posting.errands import WordsErrand
from bot.posts import Posts
from bot.render.acted import acted
from bot.render.card.ask import ask as draw_ask
from bot.render.trouble import trouble as draw_trouble
from bot.requests import Place
from bot.views import AskView, TroubleView
from checks.ticket import Person
from checks.verdict import Verdict

A_DAY = 5
"""How often a person is asked or reminded within a day, over all tickets."""
log = structlog.get_logger(__name__)


class Directory(Protocol):
    """Slack's people by their address."""

    async def by_email(self, workspace: str, email: str) -> str | None:
        """The one person of our organisation with exactly this address, vouched for by Slack; None when unsure."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    tickets: Tickets
    asks: Asks
    mutes: Mutes
    directory: Directory
    posts: Posts
    delivery: Delivery
    clock: Callable[[], datetime]

    async def ask(self, run: Run, request: ActRequest, now: Kept) -> Message:
        """What to tell whoever pressed the button."""
        key = now.verdict.key
        if not now.verdict.questions:
            return acted("no_question", key=key)
        try:
            found = await run.step("whom", partial(self._whom, request, now))
        except JiraError as error:
            log.warning("ask.unknown", outcome=error.outcome)
            return draw_trouble(TroubleView(error.outcome, "", key))
        if found is None:
            return acted("nobody_to_ask", key=key)
        account, name, user = found["account"], found["name"], found["user"]
        asked = self._asked(request.place, now, account, user)
        turn = await run.step("turn", partial(self._turn, run.identity, asked))
        if turn == "enough":
            return acted("asked_enough", name=name)
        # Who wants to hear nothing is named in plain text, which notifies nobody.
        silent = user is None or await self.mutes.muted(request.place.workspace, "", user)
        if turn in ("asked", "over"):
            return acted("asked_already" if turn == "asked" and not silent else "asked_over", name=name)
        view = AskView(request.handle, now.verdict, name, None if silent else user, again=turn == "remind")
        return await self._put(run, request.place, asked, view, seen=user is not None)

    async def _put(self, run: Run, place: Place, asked: Asked, view: AskView, *, seen: bool) -> Message:
        """`seen`: they are in Slack, as far as we know. That somebody wants to hear nothing is theirs to tell."""
        errand = WordsErrand(self.posts, place, f"ask:{run.identity}", "ask", draw_ask(view))
        delivered = await self.delivery.deliver(run, errand)
        if delivered.ts is not None:
            return acted("asked" if seen else "asked_unseen", name=view.name)
        await run.step("give_back", partial(self.asks.give_back, asked, run=run.identity))
        closed = delivered.outcome == "channel_closed"
        return acted("not_asked_here" if closed else "not_asked", name=view.name)

    async def _whom(self, request: ActRequest, now: Kept) -> dict[str, Any] | None:
        """Account, name and Slack user of whoever was asked this already, else of the reporter, else of the assignee:
        the first who is not the person pressing the button, who thereby passes it on."""
        ticket = await self.tickets.fetch(now.ref)
        workspace = request.place.workspace
        able = []
        for person in (ticket.reporter, ticket.assignee):
            if person is not None and person.active:
                user = await self._user(workspace, person)
                if user != request.user:
                    able.append({"account": person.account, "name": person.name, "user": user})
        before = await self.asks.get(workspace, now.ticket_id, question_of(now.verdict))
        whose = before.person if before else ""
        return next((one for one in able if whose in (one["account"], one["user"])), able[0] if able else None)

    async def _user(self, workspace: str, person: Person) -> str | None:
        """Also of somebody who wants to hear nothing: the question waits for them in App Home all the same."""
        return await self.directory.by_email(workspace, person.email) if person.email else None

    def _asked(self, place: Place, now: Kept, account: str, user: str | None) -> Asked:
        """Who is not in Slack cannot be reminded there."""
        where = place if user else Place(place.workspace, "")
        return Asked(where, now.ticket_id, question_of(now.verdict), user or account, now.id, self.clock())

    async def _turn(self, run: str, asked: Asked) -> Turn | Literal["enough"]:
        at = self.clock()
        if await asked_today(self.asks, asked, run, at) >= A_DAY:
            return "enough"
        return await self.asks.first(asked, run=run, now=at)


def question_of(verdict: Verdict) -> str:
    """What identifies the question that is put, without its words; of no question, too."""
    return hashlib.sha256("\n".join(verdict.questions[:1]).encode()).hexdigest()


async def asked_today(asks: Asks, asked: Asked, run: str, now: datetime) -> int:
    """How often other runs asked or reminded this person within a day."""
    return await asks.today(asked.place.workspace, asked.person, since=now - timedelta(days=1), run=run)

"""Use case: people's judgement of gaps, counted and reversible, and the moment a ticket is handed off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from bot.conversation.judgements import Judgement, Judgements, Opinion
from bot.conversation.living.living import Living
from bot.conversation.living.write_back import WriteBack
from bot.conversation.ports import HandOff, HandOffs
from bot.ports import Kept, Run
from bot.render.headline import rule_title
from bot.render.words import words
from bot.requests import Place
from bot.upkeep.admins import Admins
from bot.views import NoticeView
from checks.ticket import project_in

WRONG_HOLDS = timedelta(days=90)
"""By then the rule may be better, or the ticket done."""
COUNTED = timedelta(days=180)
"""How far back flags and gaps are counted."""
TICKETS, PEOPLE, RATE = 3, 2, 0.2
"""A rule called wrong on so many tickets of a project, by so many people, and on such a share of those that showed its
gap, only advises there until somebody looks."""


class Whose(Protocol):
    """A request, as far as a judgement needs it."""

    @property
    def place(self) -> Place: ...
    @property
    def user(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Deciding:
    judgements: Judgements
    handoffs: HandOffs
    living: Living
    write_back: WriteBack
    admins: Admins
    forget: Callable[[], None]
    """Called so that what was said is read again before the next verdict."""
    clock: Callable[[], datetime]

    async def wrong(self, run: Run, request: Whose, kept: Kept, code: str) -> bool:
        """The gap is none; False when it does not stand any more."""
        until = (self.clock() + WRONG_HOLDS).date()
        if not await self._say(run, request, kept, code, "wrong", words()("card.said_wrong"), until):
            return False
        project = _project(kept)
        if await run.step("demote", partial(self._demote, run, request.place.workspace, project, code)):
            view = NoticeView("rule_demoted", words()("notice.rule", name=rule_title(code), code=code, project=project))
            await self.admins.tell(run, request.place.workspace, view)
        await self._refresh(run, request, kept)
        return True

    async def accept(self, run: Run, request: Whose, kept: Kept, code: str, until: date, reason: str) -> bool:
        """The gap is fine as it is, for this reason and until that day; False when it does not stand any more."""
        if not await self._say(run, request, kept, code, "accepted", reason, until):
            return False
        await self._refresh(run, request, kept)
        return True

    async def undo(self, run: Run, request: Whose, kept: Kept, code: str) -> bool:
        """Whether there was anything to take back."""

        async def take_back() -> bool:
            workspace = request.place.workspace
            done = await self.judgements.take_back(
                workspace, kept.ticket_id, code, user=request.user, run=run.identity, now=self.clock()
            )
            self.forget()
            return done

        done = await run.step("take_back", take_back)
        if done:
            await self._refresh(run, request, kept)
        return done

    async def hand_off(self, run: Run, request: Whose, kept: Kept, given_to: str | None) -> None:
        async def give() -> None:
            verdict = kept.verdict
            given = HandOff(
                kept.ticket_id, verdict.key, verdict.receiver, verdict.verdict, given_to, request.user, self.clock()
            )
            await self.handoffs.give(request.place.workspace, given, run=run.identity)

        await run.step("hand_off", give)
        await self._redraw(run, request, kept)

    async def take_hand_off_back(self, run: Run, request: Whose, kept: Kept) -> bool:
        """The ticket's last hand-off was none; False where there is none. Which one is found in a step of its own: done
        again after a crash, it must not take the one before."""
        workspace = request.place.workspace

        async def last() -> str:
            given = await self.handoffs.latest(workspace, kept.ticket_id)
            return given.at.isoformat() if given else ""

        async def take_back(at: datetime) -> None:
            await self.handoffs.take_back(workspace, kept.ticket_id, at, user=request.user, now=self.clock())

        found = await run.step("last", last)
        if not found:
            return False
        await run.step("take_back", partial(take_back, datetime.fromisoformat(found)))
        await self._redraw(run, request, kept)
        return True

    async def _redraw(self, run: Run, request: Whose, kept: Kept) -> None:
        workspace = request.place.workspace
        await self.living.refresh(run, workspace, kept.ticket_id, kept.verdict.key, tell=False, redraw=True)

    async def _say(
        self, run: Run, request: Whose, kept: Kept, code: str, kind: Opinion, reason: str, until: date
    ) -> bool:
        if code not in {gap.code for gap in kept.verdict.gaps}:
            return False
        judgement = Judgement(
            kept.ticket_id, kept.verdict.key, _project(kept), code, kind, reason[:500], until, request.user
        )

        async def say() -> None:
            await self.judgements.say(request.place.workspace, judgement, run=run.identity, now=self.clock())
            self.forget()

        await run.step("say", say)
        return True

    async def _demote(self, run: Run, workspace: str, project: str, code: str) -> bool:
        since = self.clock() - COUNTED
        records = await self.judgements.records(workspace, since=since, project=project, judged=True)
        record = next((one for one in records if one.code == code), None)
        if record is None or record.wrong < TICKETS or record.rate < RATE:
            return False
        if await self.judgements.flaggers(workspace, project, code, since=since) < PEOPLE:
            return False
        demoted = await self.judgements.demote(workspace, project, code, run=run.identity, now=self.clock())
        self.forget()
        return demoted

    async def _refresh(self, run: Run, request: Whose, kept: Kept) -> None:
        """A person's word is no change of the ticket, so nothing is announced."""
        workspace, ticket, key = request.place.workspace, kept.ticket_id, kept.verdict.key
        again = await self.living.refresh(run, workspace, ticket, key, tell=False)
        await self.write_back(run, workspace, ticket, key, again.verdict_id)


def _project(kept: Kept) -> str:
    return project_in(kept.verdict.key)

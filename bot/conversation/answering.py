"""Use case: a gap is closed from Slack. What was typed is shown as it will stand, confirmed, and only then written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol

import structlog

from bot.conversation.deciding import Deciding
from bot.conversation.landing import Landing
from bot.conversation.living import Living
from bot.conversation.ports import Audits, Draft, Drafts, LivingCards, TicketId
from bot.conversation.requests import DraftRequest, read
from bot.errors import JiraError, SlackError, Trouble
from bot.looking import Looked, Looking, Question
from bot.message import Modal
from bot.patience import pause
from bot.ports import Kept, Poster, Run, Verdicts, Write
from bot.render.gap_modals import accept_modal, answer_modal, change_modal
from bot.render.talk_modals import both_modal, hand_modal, reply_modal, told_modal
from bot.requests import TicketRef
from bot.views import ChangeView, GapView
from checks.verdict import Finding

HEADINGS = {"CTX": "Context", "CON": "Contracts", "DOD": "Done when", "HYG": "Notes"}
"""The section of a description that an answer goes to, by the group of its rule."""
TRIES = 8
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """Both sides of the place that an answer changes, and what the whole looked like."""

    before: str
    after: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else changed the place: before we wrote, so that nothing was written, or at that very moment."""

    before: bool
    theirs: str = ""
    ours: str = ""


class Edits(Protocol):
    """Jira, as an answer sees it. Every method may raise `bot.errors.JiraError`."""

    async def say(self, site: str, key: str, text: str) -> str: ...
    async def preview(self, site: str, key: str, heading: str, text: str) -> Change: ...
    async def write(self, site: str, key: str, heading: str, text: str, *, stamp: str) -> Overtaken | None:
        """Read again, write if it is as `stamp` says, and look at the history for who wrote in between."""
        ...


class Names(Protocol):
    async def name(self, workspace: str, user: str) -> str:
        """What a person is called in Slack; empty when Slack does not say."""
        ...


class Answering:
    """Answers a `DraftRequest`: each step of a modal, from opening to what came of it."""

    def __init__(
        self,
        looking: Looking,
        verdicts: Verdicts,
        drafts: Drafts,
        cards: LivingCards,
        living: Living,
        landing: Landing,
        deciding: Deciding,
        edits: Edits,
        names: Names,
        poster: Poster,
        allowed: Mapping[str, frozenset[Write]],
        audits: Audits,
        clock: Callable[[], datetime],
    ) -> None:
        self._looking = looking
        self._verdicts = verdicts
        self._drafts = drafts
        self._cards = cards
        self._living = living
        self._landing = landing
        self._deciding = deciding
        self._edits = edits
        self._names = names
        self._poster = poster
        self._allowed = allowed
        self._audits = audits
        self._clock = clock

    async def __call__(self, run: Run, payload: dict[str, Any]) -> None:
        request = read(DraftRequest, payload)
        try:
            await self._answer(run, request)
        except Trouble:
            await self._show(run, request, told_modal("trouble"))
            raise

    async def _answer(self, run: Run, request: DraftRequest) -> None:
        if not await run.step("draft", partial(self._complete, request)):
            await self._show(run, request, told_modal("no_card" if request.step == "open" else "expired"))
            return
        draft = await self._drafts.get(request.place.workspace, request.draft)
        kept = draft and draft.verdict_id and await self._verdicts.get(request.place.workspace, draft.verdict_id)
        if not draft or not kept:
            await self._show(run, request, told_modal("expired"))
            return
        looked = await self._look(run, request, kept)
        if looked.verdict_id is None or looked.show != "full":
            await self._show(run, request, told_modal("refused" if looked.failed else "not_here"))
            return
        now = await self._verdicts.get(request.place.workspace, looked.verdict_id)
        await self._step(run, request, draft, now or kept)

    async def _step(self, run: Run, request: DraftRequest, draft: Draft, now: Kept) -> None:
        match request.step:
            case "open":
                await self._show(run, request, _opened(draft, now))
            case "preview":
                await self._preview(run, request, draft, now, conflict=False)
            case "write":
                await self._write(run, request, draft, now)
            case "accept":
                until = date.fromisoformat(request.until)
                ok = await self._deciding.accept(run, request, now, draft.code, until, draft.text)
                word = "accepted" if ok else "closed_already"
                await self._show(run, request, told_modal(word, until=request.until))
            case "hand":
                await self._deciding.hand_off(run, request, now, request.given_to or None)
                await self._show(run, request, told_modal("handed"))

    async def _preview(self, run: Run, request: DraftRequest, draft: Draft, now: Kept, *, conflict: bool) -> None:
        """The change is computed and shown in one step, for what it shows is the ticket's."""

        async def show() -> bool:
            view = await self._change(draft, now, request.user, conflict)
            await self._drafts.change(request.place.workspace, draft.id, stamp=view[1])
            await self._poster.update_view(request.place.workspace, request.view, change_modal(view[0]).view)
            return True

        try:
            await self._until_there(run, "preview", show)
        except JiraError as error:
            log.warning("answer.refused", outcome=error.outcome, key=now.verdict.key)
            await self._show(run, request, told_modal("refused"))

    async def _change(self, draft: Draft, now: Kept, user: str, conflict: bool) -> tuple[ChangeView, str]:
        verdict = now.verdict
        handle = f"d{draft.id}"
        if not self._edits_description(now):
            text = await self._comment(draft, now, user)
            return ChangeView(handle, draft.code, "comment", "", text), _hash(text)
        change = await self._edits.preview(verdict.site or "", verdict.key, _heading(draft.code), draft.text)
        return ChangeView(handle, draft.code, "description", change.before, change.after, conflict), change.stamp

    async def _noted(self, request: DraftRequest, kept: Kept, where: str) -> None:
        verdict, at = kept.verdict, request.place
        ticket, about = TicketId(verdict.site or "", verdict.issue_id or ""), f"{verdict.key} answer in {where}"
        await self._audits.add(
            at.workspace,
            "jira_written",
            user=request.user,
            now=self._clock(),
            channel=at.channel,
            ticket=ticket,
            about=about,
        )

    async def _write(self, run: Run, request: DraftRequest, draft: Draft, now: Kept) -> None:
        verdict = now.verdict
        place = "description" if self._edits_description(now) else "comment"

        async def write() -> str:
            if not draft.text:
                return "expired"  # written already
            if place == "comment":
                await self._edits.say(verdict.site or "", verdict.key, await self._comment(draft, now, request.user))
                await self._noted(request, now, place)
                return "written"
            heading = _heading(draft.code)
            found = await self._edits.write(verdict.site or "", verdict.key, heading, draft.text, stamp=draft.stamp)
            if found is None or not found.before:
                await self._noted(request, now, place)
            if found is None:
                return "written"
            if found.before:
                return "conflict"
            modal = both_modal(place, found.theirs, found.ours)
            await self._poster.update_view(request.place.workspace, request.view, modal.view)
            return "overtaken"

        try:
            outcome = await run.step("write", write)
        except JiraError as error:
            log.warning("answer.refused", outcome=error.outcome, key=verdict.key)
            await self._show(run, request, told_modal("refused"))
            return
        if outcome == "conflict":
            await self._preview(run, request, draft, now, conflict=True)
            return
        if outcome != "overtaken":
            await self._show(run, request, told_modal(outcome, key=verdict.key, where=place))
        ticket = TicketId(verdict.site or "", verdict.issue_id or "")
        again = await self._living.refresh(run, request.place.workspace, ticket, verdict.key, tell=False)
        await self._landing.land(run, request.place.workspace, ticket, verdict.key, again.verdict_id)
        # Last, and the row stays: an execution after a crash must take the same way to here.
        await run.step("done", partial(self._drafts.change, request.place.workspace, draft.id, text=""))

    async def _comment(self, draft: Draft, now: Kept, user: str) -> str:
        """The bot's own account writes, so the comment says whose words they are, and to which question."""
        who = await self._names.name(draft.place.workspace, user) or "Somebody"
        gap = _gap(now, draft.code)
        asked = f"{gap.question}\n\n" if gap and gap.question else ""
        return f"{who} answers in Slack:\n\n{asked}{draft.text}"

    def _edits_description(self, now: Kept) -> bool:
        return "edit" in self._allowed.get(now.verdict.key.rpartition("-")[0], frozenset())

    async def _complete(self, request: DraftRequest) -> bool:
        """Whether the draft is this person's and says which ticket it is about; a reply's card is found here."""
        workspace = request.place.workspace
        draft = await self._drafts.get(workspace, request.draft)
        if draft is None or draft.user != request.user:
            return False
        if draft.verdict_id is None:
            cards = await self._cards.in_thread(draft.place)
            if not cards:
                return False
            await self._drafts.change(workspace, draft.id, verdict_id=cards[0].verdict_id)
        return True

    async def _look(self, run: Run, request: DraftRequest, kept: Kept) -> Looked:
        """Each step is authorised anew: whoever acts must be shown the ticket here."""
        ref = TicketRef(kept.verdict.site or "", kept.verdict.key)
        question = Question(request.place, request.user, (ref,), receiver=kept.verdict.receiver)
        return (await self._looking.look(run, question))[0]

    async def _show(self, run: Run, request: DraftRequest, modal: Modal) -> None:
        async def show() -> bool:
            await self._poster.update_view(request.place.workspace, request.view, modal.view)
            return True

        await self._until_there(run, "show", show)

    async def _until_there(self, run: Run, name: str, show: Callable[[], Any]) -> None:
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


def _opened(draft: Draft, now: Kept) -> Modal:
    handle, verdict = f"d{draft.id}", now.verdict
    if draft.kind == "hand":
        return hand_modal(handle, verdict.key)
    if draft.kind == "reply":
        gaps = verdict.gaps
        return reply_modal(handle, verdict.key, gaps, draft.text) if gaps else told_modal("no_gap", key=verdict.key)
    gap = _gap(now, draft.code)
    if gap is None:
        return told_modal("closed_already")
    view = GapView(handle, verdict.key, gap)
    return accept_modal(view) if draft.kind == "accept" else answer_modal(view)


def _gap(now: Kept, code: str) -> Finding | None:
    return next((gap for gap in now.verdict.gaps if gap.code == code), None)


def _heading(code: str) -> str:
    return HEADINGS.get(code[:3], "Notes")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

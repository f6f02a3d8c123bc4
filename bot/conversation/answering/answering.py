"""Use case: a gap is closed from Slack. What was typed is shown as it will stand, confirmed, and only then written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import structlog

from bot.conversation.answering.answerable import Answerable, meant_first
from bot.conversation.answering.answers import Answers, gap_of
from bot.conversation.answering.refusals import patiently, told_of
from bot.conversation.answering.stage import Stage
from bot.conversation.answering.taking_back import TakingBack
from bot.conversation.answering.writing_down import WritingDown
from bot.conversation.deciding import Deciding
from bot.conversation.ports import Draft, Drafts, LivingCards
from bot.conversation.requests import DraftRequest
from bot.errors import JiraError, Trouble
from bot.judging.looking import Looking
from bot.judging.showing import handle as handle_of
from bot.message import Modal
from bot.ports import Kept, Run, Verdicts
from bot.render.modals.gap import accept_modal, answer_modal, change_modal
from bot.render.modals.talk import Failure, failed_modal, hand_modal, reply_modal, told_modal
from bot.render.words import words
from bot.views import GapView

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers a `DraftRequest`: each step of a modal, from opening to what came of it."""

    looking: Looking
    verdicts: Verdicts
    drafts: Drafts
    cards: LivingCards
    deciding: Deciding
    stage: Stage
    down: WritingDown
    back: TakingBack
    answers: Answers
    answerable: Answerable

    async def __call__(self, run: Run, request: DraftRequest) -> None:
        try:
            await self._answer(run, request)
        except Trouble:
            await self.stage.tell(run, request, "trouble")
            raise

    async def _answer(self, run: Run, request: DraftRequest) -> None:
        if not await run.step("draft", partial(self._complete, request)):
            await self.stage.tell(run, request, await self._lacking(request))
            return
        draft = await self.drafts.get(request.place.workspace, request.draft)
        kept = draft and draft.verdict_id and await self.verdicts.get(request.place.workspace, draft.verdict_id)
        if not draft or not kept:
            await self.stage.tell(run, request, "expired")
            return
        looked = await self.looking.again(run, request.place, request.user, kept)
        if looked.verdict_id is None or looked.show != "full":
            await self._unseen(run, request, draft, looked.failed)
            return
        if request.step == "open" and looked.verdict_id != draft.verdict_id:  # what is typed answers what is shown now
            await self.drafts.change(request.place.workspace, draft.id, verdict_id=looked.verdict_id)
        now = await self.verdicts.get(request.place.workspace, looked.verdict_id)
        await self._step(run, request, draft, now or kept)

    async def _unseen(self, run: Run, request: DraftRequest, draft: Draft, failed: Failure | None) -> None:
        if failed and request.step == "open":
            await self.stage.show(run, request, failed_modal(failed))
        else:
            await self._refused(run, request, draft, told_of(failed) if failed else "not_here")

    async def _step(self, run: Run, request: DraftRequest, draft: Draft, now: Kept) -> None:
        match request.step:
            case "open":
                also = await self.answerable.beside(run, draft, now) if draft.kind == "reply" else ()
                await self.stage.show(run, request, _opened(await self.answers.with_names(draft), now, also))
            case "preview":
                await self._preview(run, request, draft, now, conflict=False)
            case "write":
                await self._write(run, request, draft, now)
            case "restore" | "keep_both":
                await self.back.put(run, request, draft, now, both=request.step == "keep_both")
            case "accept":
                until = date.fromisoformat(request.until)
                ok = await self.deciding.accept(run, request, now, draft.code, until, draft.text)
                await self.stage.tell(run, request, "accepted" if ok else "closed_already", until=request.until)
            case "hand":
                await self.deciding.hand_off(run, request, now, request.given_to or None)
                await self.stage.tell(run, request, "handed")

    async def _preview(self, run: Run, request: DraftRequest, draft: Draft, now: Kept, *, conflict: bool) -> None:
        """Compute and show the change in one step, because what it shows is the ticket's text."""

        async def show() -> bool:
            view, stamp = await self.answers.change(draft, now, request.user, conflict=conflict)
            await self.drafts.change(request.place.workspace, draft.id, stamp=stamp)
            await self.stage.at_once(request, change_modal(view))
            return True

        try:
            seen = await patiently(run, partial(self.stage.until_there, run, "preview", show))
        except JiraError as error:
            log.warning("answer.refused", outcome=error.outcome, key=now.verdict.key)
            await self._refused(run, request, draft, told_of(error.outcome, error.reason))
            return
        if seen == "failed":
            await self.stage.copy(run, request, "trouble", draft)

    async def _refused(self, run: Run, request: DraftRequest, draft: Draft, word: str) -> None:
        """Whoever typed an answer gets it back."""
        if request.step in ("preview", "write") and draft.text:
            await self.stage.hand_back(run, request, word, draft)
        else:
            await self.stage.tell(run, request, word)

    async def _write(self, run: Run, request: DraftRequest, draft: Draft, now: Kept) -> None:
        verdict = now.verdict
        try:
            write = partial(run.step, "write", partial(self.answers.write, request, draft, now))
            outcome, where, back = await patiently(run, write)
        except JiraError as error:
            log.warning("answer.refused", outcome=error.outcome, key=verdict.key)
            if fields := await self.answers.objected_to(error, request, now):
                await self.stage.hand_back(run, request, "refused_named", draft, fields=fields)
            else:
                await self._refused(run, request, draft, told_of(error.outcome, error.reason))
            return
        if outcome == "conflict":
            await self._preview(run, request, draft, now, conflict=True)
            return
        if outcome == "unseen":
            await self.stage.warn(run, request, f"d{back}", verdict.key)
        elif outcome == "written" and back:
            shown = told_modal(outcome, key=verdict.key, where=words()(f"form.in_{where}"))
            await self.stage.show(run, request, shown)
            await self.stage.offer(run, request, f"d{back}", verdict.key)
        elif outcome != "overtaken":
            await self.stage.tell(run, request, outcome, key=verdict.key, where=words()(f"form.in_{where}"))
        again = await self.down.follow(run, request.place.workspace, now)
        if outcome == "written" and not again.failed:
            await self._still_open(run, request, draft, now, again.verdict_id)
        # Last, and the row stays: an execution after a crash must take the same path to here.
        await run.step("done", partial(self.drafts.change, request.place.workspace, draft.id, text=""))

    async def _still_open(self, run: Run, request: DraftRequest, draft: Draft, now: Kept, fresh: int | None) -> None:
        """An answer may be right although the rules do not see it. Whoever gave it is told so, and decides."""
        after = await self.verdicts.get(request.place.workspace, fresh) if fresh else now
        gap = gap_of(after, draft.code) if after else None
        if after and gap:
            await self.stage.still_open(run, request, handle_of(after), gap, after.verdict.key)

    async def _complete(self, request: DraftRequest) -> bool:
        """Whether the draft is this person's and says which ticket it is about; for a reply, the card is looked up
        here."""
        workspace = request.place.workspace
        draft = await self.drafts.get(workspace, request.draft)
        if draft is None or draft.user != request.user:
            return False
        if draft.verdict_id is None and draft.kind != "reply":
            return False  # its card's verdict is forgotten, and another card of the thread is another ticket's
        if draft.verdict_id is None:
            cards = await self.cards.in_thread(draft.place)
            if not cards:
                return False
            await self.drafts.change(workspace, draft.id, verdict_id=cards[0].verdict_id)
        return True

    async def _lacking(self, request: DraftRequest) -> str:
        """What to say where it does not."""
        if request.step != "open":
            return "expired"
        draft = await self.drafts.get(request.place.workspace, request.draft)
        return "no_card" if draft and draft.kind == "reply" else "card_expired"


def _opened(draft: Draft, now: Kept, also: tuple[Kept, ...]) -> Modal:
    handle, verdict = f"d{draft.id}", now.verdict
    if draft.kind == "hand":
        return hand_modal(handle, verdict.key)
    if draft.kind == "reply":
        tickets = [(handle_of(one), one.verdict) for one in meant_first((now, *also), draft.text) if one.verdict.gaps]
        return reply_modal(handle, tickets, draft.text) if tickets else told_modal("no_gap", key=verdict.key)
    gap = gap_of(now, draft.code)
    if gap is None:
        return told_modal("closed_already")
    view = GapView(handle, verdict.key, gap)
    return accept_modal(view) if draft.kind == "accept" else answer_modal(view)

"""What a person types about a card: the modals of a draft, opened, kept and sent. What is typed goes to the store, and
only its id to the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.answering.blanks import still_blank
from bot.conversation.ports import Draft, DraftKind, Drafts
from bot.conversation.requests import DraftRequest, ModalStep
from bot.judging.showing import row_id, verdict_id
from bot.ports import Verdicts
from bot.render.actions import decode
from bot.render.modals.forms import LONGEST_TYPED
from bot.render.modals.gap import accepted, answered, unfilled
from bot.render.modals.talk import handed_to, replied, told_modal
from bot.render.words import words
from bot.requests import Place
from bot.runs import Starter, submit
from bot.slack.bolt import us
from bot.slack.modals import external_id, open_modal, open_waiting, waiting
from bot.slack.payload import id_of, mapping, text
from bot.slack.press import Press
from bot.slack.reading.said import in_anything
from bot.slack.reading.transcript import transcript

TAKE = "handoff_take"
"""The message shortcut that takes a reply as the answer."""
MODALS: dict[str, DraftKind] = {"answer": "answer", "accept": "accept", "handed_off": "hand"}
"""Verbs that open a modal, with the kind of draft each begins."""
BACKS: dict[str, ModalStep] = {"restore": "restore", "keep_both": "keep_both"}
"""Verbs that go back on an edit. They stand in a modal or in a message for one person's eyes."""
SUBMITTED: dict[str, ModalStep] = {
    "handoff_answer": "preview",
    "handoff_reply": "preview",
    "handoff_change": "write",
    "handoff_accept": "accept",
    "handoff_hand": "hand",
}
"""Modals with what their submission asks for."""
LONGEST = timedelta(days=366)
"""For so long at most a gap may be accepted."""
MOST = LONGEST_TYPED + 1
"""Characters of a reply that are kept: one more than a field takes says that the rest is left out."""


@dataclass(frozen=True, slots=True)
class DraftListener:
    starter: Starter
    drafts: Drafts
    verdicts: Verdicts
    clock: Callable[[], datetime]

    def register(self, app: AsyncApp) -> None:
        for callback in SUBMITTED:
            app.view(callback)(self.on_submit)
        app.shortcut({"type": "message_action", "callback_id": TAKE})(self.on_take)

    async def pressed(self, press: Press, client: AsyncWebClient) -> bool:
        if step := BACKS.get(press.click.verb):
            await self._go_back(press, step)
            return True
        kind = MODALS.get(press.click.verb)
        if kind is None:
            return False
        verdict = verdict_id(press.click.handle)
        if verdict is not None and press.channel:
            view = await open_waiting(client, press.trigger)
            await self._begin(
                view, press.place, press.user, press.trigger, kind, verdict=verdict, code=press.click.code
            )
        return True

    async def _go_back(self, press: Press, step: ModalStep) -> None:
        """The answer comes where the button stood."""
        draft = await self._of(press.click.handle, press.user, press.workspace)
        if draft is not None:
            identity = f"draft:{press.workspace}:{press.trigger}"
            request = DraftRequest(identity, draft.place, press.user, draft.id, step, press.view, reply=press.reply)
            await submit(self.starter, request)

    async def on_take(
        self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        """A reply of the thread, taken as the answer."""
        message, channel, user = mapping(body, "message"), id_of(body, "channel"), id_of(body, "user")
        thread = text(message, "thread_ts") or text(message, "ts")
        trigger = text(body, "trigger_id")
        if trigger and text(message, "user") == us(context).bot_user:
            await open_modal(client, trigger, told_modal("own_words"))
        elif channel and user and thread and trigger:
            place = Place(us(context).workspace, channel, thread)
            said = transcript(message) or in_anything(message).text.strip()
            view = await open_waiting(client, trigger)
            await self._begin(view, place, user, trigger, "reply", typed=said[:MOST], author=text(message, "user"))
        await ack()

    async def _begin(
        self,
        view: str,
        place: Place,
        user: str,
        trigger: str,
        kind: DraftKind,
        *,
        verdict: int | None = None,
        code: str = "",
        typed: str = "",
        author: str = "",
    ) -> None:
        """The modal waits already, for its trigger lives three seconds; where it does not, there is nothing to type."""
        if not view:
            return
        draft = await self.drafts.begin(
            place, user, kind, verdict_id=verdict, code=code, text=typed, now=self.clock(), author=author
        )
        identity = f"draft:{place.workspace}:{trigger}"
        await submit(self.starter, DraftRequest(identity, place, user, draft, "open", view))

    async def on_submit(self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """Keep what was typed, commit the work, and show that it is under way."""
        view, user, workspace = mapping(body, "view"), id_of(body, "user"), us(context).workspace
        draft = await self._draft(view, user, workspace)
        trigger = text(body, "trigger_id")
        step = SUBMITTED.get(text(view, "callback_id"))
        if draft is None or step is None or not trigger:
            await ack()
            return
        values = _typed(view, step)
        if wrong := self._wrong(view, step, values):
            await ack(response_action="errors", errors=wrong)
            return
        if chosen := await self._chosen(view, draft):
            draft = replace(draft, verdict_id=chosen)
            await self.drafts.change(draft.place.workspace, draft.id, verdict_id=chosen)
        if blanks := await self._blank(draft, values):
            await ack(response_action="errors", errors={"answer": unfilled(blanks)})
            return
        if values:
            await self.drafts.change(draft.place.workspace, draft.id, **values)
        external = external_id()
        request = DraftRequest(
            f"draft:{workspace}:{trigger}",
            draft.place,
            user,
            draft.id,
            step,
            external,
            accepted(view)[1] or "" if step == "accept" else "",
            handed_to(view) if step == "hand" else "",
        )
        await submit(self.starter, request)
        await ack(response_action="update", view=waiting(external))

    async def _draft(self, view: Mapping[str, Any], user: str, workspace: str) -> Draft | None:
        """The draft that a modal is of, if it is this person's."""
        try:
            click = decode("handoff_answer", text(view, "private_metadata"))
        except (ValueError, RecursionError):
            return None
        return await self._of(click.handle, user, workspace)

    async def _of(self, handle: str, user: str, workspace: str) -> Draft | None:
        number = row_id("d", handle)
        draft = None if number is None else await self.drafts.get(workspace, number)
        return draft if draft is not None and draft.user == user else None

    async def _chosen(self, view: Mapping[str, Any], draft: Draft) -> int | None:
        """The verdict on the ticket that a reply answers; None of any other modal, and where it is kept no more. That the
        person may see the ticket is asked for before anything of it is shown."""
        found = verdict_id(replied(view)[0]) if text(view, "callback_id") == "handoff_reply" else None
        return found if found is not None and await self.verdicts.get(draft.place.workspace, found) else None

    async def _blank(self, draft: Draft, typed: Mapping[str, str]) -> tuple[str, ...]:
        """What an answer leaves blank of the template that was offered. A reason to accept a gap answers nothing."""
        if not typed or draft.kind == "accept":
            return ()
        return await still_blank(self.verdicts, draft, typed.get("code") or draft.code, typed["text"])

    def _wrong(self, view: Mapping[str, Any], step: ModalStep, typed: Mapping[str, str]) -> dict[str, str]:
        """What is wrong with a submission, by field. Slack takes blanks for words."""
        say, wrong = words(), {}
        if typed and not typed["text"]:
            empty = "reason" if step == "accept" else "answer"
            wrong[empty] = say(f"form.{empty}_empty")
        if step == "accept" and not self._ahead(accepted(view)[1] or ""):
            wrong["until"] = say("form.until_wrong")
        return wrong

    def _ahead(self, day: str) -> bool:
        today = self.clock().date()
        try:
            return today <= date.fromisoformat(day) <= today + LONGEST
        except ValueError:
            return False


def _typed(view: Mapping[str, Any], step: ModalStep) -> dict[str, str]:
    """What is to be kept of a submission."""
    if step == "accept":
        return {"text": accepted(view)[0]}
    if step != "preview":
        return {}
    if text(view, "callback_id") == "handoff_reply":
        _, code, answer = replied(view)
        return {"code": code, "text": answer}
    return {"text": answered(view)}

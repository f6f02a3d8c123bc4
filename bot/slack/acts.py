"""What people do about a card: buttons, the modals they open, and the shortcuts beside. What is typed goes to the store,
and only its id to the engine."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.blanks import still_blank
from bot.conversation.ports import Draft, DraftKind, Drafts
from bot.conversation.requests import ActRequest, ActVerb, DraftRequest, LookRequest, Step
from bot.errors import SlackError
from bot.judging.showing import row_id, verdict_id
from bot.message import Modal
from bot.ports import Verdicts
from bot.render.actions import Click, decode
from bot.render.forms import LONGEST_TYPED, submitted
from bot.render.gap_modals import accepted, answered, unfilled
from bot.render.modal import loading
from bot.render.talk_modals import handed_to, look_modal, replied
from bot.render.words import words
from bot.requests import Place
from bot.runs import Starter, submit
from bot.seal import Seal
from bot.slack.bolt import us
from bot.slack.calls import call
from bot.slack.intake import SPOKEN, Us
from bot.slack.known import Knowledge
from bot.slack.payload import mapping, text
from bot.slack.said import in_anything, in_text
from bot.slack.transcript import transcript
from bot.slack.unfurling import UnfurlListener
from bot.slack.workflow_step import StepListener

TAKE = "handoff_take"
"""The message shortcut that takes a reply as the answer."""
LOOK = "handoff_look"
"""The global shortcut."""
MODALS: dict[str, DraftKind] = {"answer": "answer", "accept": "accept", "handed_off": "hand"}
"""Verbs that open a modal, with the kind of draft each begins."""
ACTS: dict[str, ActVerb] = {
    "wrong": "wrong",
    "undo": "undo",
    "ask": "ask",
    "brief": "brief",
    "mute": "mute",
    "unmute": "unmute",
}
BACKS: dict[str, Step] = {"restore": "restore", "keep_both": "keep_both"}
"""Verbs that go back on an edit. They stand in a modal or in a message for one person's eyes."""
SUBMITTED: dict[str, Step] = {
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
log = structlog.get_logger()


class Replied(Protocol):
    async def replied(self, place: Place, person: str, *, now: datetime) -> None: ...


class Acts:
    def __init__(
        self,
        starter: Starter,
        drafts: Drafts,
        verdicts: Verdicts,
        asks: Replied,
        seal: Seal,
        knowledge: Knowledge,
        clock: Callable[[], datetime],
    ) -> None:
        self._starter = starter
        self._drafts = drafts
        self._verdicts = verdicts
        self._asks = asks
        self._seal = seal
        self._knowledge = knowledge
        self._clock = clock

    def register(self, app: AsyncApp) -> None:
        for callback in SUBMITTED:
            app.view(callback)(self.on_submit)
        app.view("handoff_look")(self.on_look)
        StepListener(self._starter, self._knowledge).register(app)
        UnfurlListener(self._starter, self._knowledge, self._seal).register(app)
        app.shortcut({"type": "message_action", "callback_id": TAKE})(self.on_take)
        app.shortcut({"type": "shortcut", "callback_id": LOOK})(self.on_shortcut)

    async def heard(self, event: Mapping[str, Any], us: Us) -> None:
        """Who says something in a thread where they were asked is not reminded there."""
        channel, thread, user = text(event, "channel"), text(event, "thread_ts"), text(event, "user")
        if channel and thread and user and not event.get("bot_id") and event.get("subtype") in SPOKEN:
            await self._asks.replied(Place(us.workspace, channel, thread), user, now=self._clock())

    async def clicked(self, body: Mapping[str, Any], click: Click, us: Us, client: AsyncWebClient) -> bool:
        """Whether the click is one of these; then what it asks for is committed."""
        user, trigger, place = text(mapping(body, "user"), "id"), text(body, "trigger_id"), place_of(body, us)
        if click.verb not in ACTS and click.verb not in MODALS and click.verb not in BACKS:
            return False
        if not (user and trigger):
            return True
        if step := BACKS.get(click.verb):
            await self._go_back(body, click, user, us, step, trigger)
            return True
        if kind := MODALS.get(click.verb):
            found = verdict_id(click.handle)
            if found is not None and place.channel:
                await self._open(client, place, user, trigger, kind, found, click.code, "")
            return True
        url = text(body, "response_url")
        reply = self._seal.close(url) if url else None
        identity = f"act:{us.workspace}:{trigger}"
        where = place if place.channel else Place(us.workspace, user)  # App Home is in no channel
        where = replace(where, thread=click.thread) if click.thread else where
        await submit(
            self._starter, ActRequest(identity, where, user, ACTS[click.verb], click.handle, click.code, reply)
        )
        return True

    async def _go_back(
        self, body: Mapping[str, Any], click: Click, user: str, us: Us, step: Step, trigger: str
    ) -> None:
        """The answer comes where the button stood."""
        draft = await self._of(click.handle, user, us)
        if draft is not None:
            url, view = text(body, "response_url"), text(mapping(body, "view"), "id")
            identity, reply = f"draft:{us.workspace}:{trigger}", self._seal.close(url) if url else None
            await submit(self._starter, DraftRequest(identity, draft.place, user, draft.id, step, view, reply=reply))

    async def on_submit(self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """Keep what was typed, commit the work, and show that it is under way."""
        view, user = mapping(body, "view"), text(mapping(body, "user"), "id")
        draft = await self._draft(view, user, us(context))
        trigger = text(body, "trigger_id")
        step = SUBMITTED.get(text(view, "callback_id"))
        if draft is None or step is None or not trigger:
            await ack()
            return
        values = self._typed(view, step)
        if isinstance(values, str):
            await ack(response_action="errors", errors={"until": values})
            return
        if blanks := await self._blank(draft, values):
            await ack(response_action="errors", errors={"answer": unfilled(blanks)})
            return
        if values:
            await self._drafts.change(draft.place.workspace, draft.id, **values)
        external = f"handoff-{draft.id}-{secrets.token_hex(6)}"
        request = DraftRequest(
            f"draft:{us(context).workspace}:{trigger}",
            draft.place,
            user,
            draft.id,
            step,
            external,
            accepted(view)[1] or "" if step == "accept" else "",
            handed_to(view) if step == "hand" else "",
        )
        await submit(self._starter, request)
        await ack(response_action="update", view=_waiting(external))

    async def on_take(
        self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        """A reply of the thread, taken as the answer."""
        message, here = mapping(body, "message"), us(context)
        channel, user = text(mapping(body, "channel"), "id"), text(mapping(body, "user"), "id")
        thread = text(message, "thread_ts") or text(message, "ts")
        trigger = text(body, "trigger_id")
        if channel and user and thread and trigger:
            place = Place(here.workspace, channel, thread)
            said = transcript(message) or in_anything(message).text.strip()
            author = text(message, "user")
            await self._open(client, place, user, trigger, "reply", None, "", said[:MOST], author=author)
        await ack()

    async def on_shortcut(self, ack: AsyncAck, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        await _opened(client, text(body, "trigger_id"), look_modal())
        await ack()

    async def on_look(self, ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        known, user = await self._knowledge.current(us(context).workspace), text(mapping(body, "user"), "id")
        tickets = known.tickets_in(in_text(submitted(mapping(body, "view"), "ticket")), asked=True)
        trigger = text(body, "trigger_id")
        if not tickets:
            await ack(response_action="errors", errors={"ticket": words()("form.ticket_wrong")})
            return
        if user and trigger:
            place, external = Place(us(context).workspace, user), f"handoff-look-{secrets.token_hex(6)}"
            identity = f"look:{place.workspace}:{trigger}"
            ref = tickets[0]
            await submit(self._starter, LookRequest(identity, place, user, external, ref.site, ref.key))
            await ack(response_action="update", view=_waiting(external))

    async def _open(
        self,
        client: AsyncWebClient,
        place: Place,
        user: str,
        trigger: str,
        kind: DraftKind,
        verdict: int | None,
        code: str,
        typed: str,
        *,
        author: str = "",
    ) -> None:
        """A modal that waits, opened first: its trigger lives three seconds."""
        view = await _opened(client, trigger, loading())
        if view:
            draft = await self._drafts.begin(
                place, user, kind, verdict_id=verdict, code=code, text=typed, now=self._clock(), author=author
            )
            identity = f"draft:{place.workspace}:{trigger}"
            await submit(self._starter, DraftRequest(identity, place, user, draft, "open", view))

    async def _draft(self, view: Mapping[str, Any], user: str, us: Us) -> Draft | None:
        """The draft that a modal is of, if it is this person's."""
        try:
            click = decode("handoff_answer", text(view, "private_metadata"))
        except (ValueError, RecursionError):
            return None
        return await self._of(click.handle, user, us)

    async def _of(self, handle: str, user: str, us: Us) -> Draft | None:
        number = row_id("d", handle)
        draft = None if number is None else await self._drafts.get(us.workspace, number)
        return draft if draft is not None and draft.user == user else None

    async def _blank(self, draft: Draft, typed: Mapping[str, str]) -> tuple[str, ...]:
        """What an answer leaves blank of the template that was offered. A reason to accept a gap answers nothing."""
        if not typed or draft.kind == "accept":
            return ()
        return await still_blank(self._verdicts, draft, typed.get("code") or draft.code, typed["text"])

    def _typed(self, view: Mapping[str, Any], step: Step) -> dict[str, str] | str:
        """What is to be kept of a submission, or what is wrong with its date."""
        if step == "accept":
            reason, until = accepted(view)
            today = self._clock().date()
            try:
                ends = date.fromisoformat(until or "")
            except ValueError:
                return words()("form.until_wrong")
            return {"text": reason} if today <= ends <= today + LONGEST else words()("form.until_wrong")
        if step != "preview":
            return {}
        if text(view, "callback_id") == "handoff_reply":
            code, answer = replied(view)
            return {"code": code, "text": answer}
        return {"text": answered(view)}


def place_of(body: Mapping[str, Any], us: Us) -> Place:
    """Where a button was pressed; without a channel in App Home and in modals."""
    container = mapping(body, "container")
    channel = text(mapping(body, "channel"), "id") or text(container, "channel_id")
    thread = text(container, "thread_ts") or text(mapping(body, "message"), "thread_ts")
    if not thread and channel and not container.get("is_ephemeral"):
        thread = text(container, "message_ts")  # a card at channel level has its thread under it
    return Place(us.workspace, channel, thread or None)


def _waiting(external: str) -> dict[str, Any]:
    return {**loading().view, "external_id": external}


async def _opened(client: AsyncWebClient, trigger: str, modal: Modal) -> str:
    """The id of the view; empty when it is too late."""
    try:
        opened = await call("views.open", client.views_open(trigger_id=trigger, view=modal.view))
    except SlackError as error:
        log.warning("act.not_opened", error=error.error)
        return ""
    return text(mapping(opened.data if isinstance(opened.data, dict) else {}, "view"), "id")

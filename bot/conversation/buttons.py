"""Use case: a button of a card that needs no modal was pressed. Whoever pressed it is authorised anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.asking.asking import Asking
from bot.conversation.briefing import Briefing
from bot.conversation.deciding import Deciding
from bot.conversation.homes import Homes
from bot.conversation.ports import Mutes
from bot.conversation.requests import ActRequest
from bot.errors import Trouble
from bot.judging.looking import Looking
from bot.judging.showing import trouble_view, verdict_id
from bot.message import Message
from bot.ports import Kept, Run, Verdicts
from bot.posting.replies import Replies
from bot.render.acted import acted
from bot.render.actions import Click
from bot.render.headline import title_of
from bot.render.say import said
from bot.render.trouble import trouble as draw_trouble
from bot.views import TroubleView


@dataclass(frozen=True, slots=True)
class Buttons:
    """Answers an `ActRequest`."""

    looking: Looking
    verdicts: Verdicts
    deciding: Deciding
    asking: Asking
    briefing: Briefing
    homes: Homes
    mutes: Mutes
    replies: Replies
    clock: Callable[[], datetime]

    async def __call__(self, run: Run, request: ActRequest) -> None:
        try:
            message = await (self._mute(run, request) if "mute" in request.verb else self._act(run, request))
        except Trouble as trouble:
            await self._tell(run, request, draw_trouble(TroubleView("internal", trouble.reference)))
            raise
        if request.place.channel == request.user:
            # Pressed in App Home, where only the view itself can show an answer.
            await self.homes.publish(run, request.place.workspace, request.user)
        elif message is not None:
            await self._tell(run, request, message)

    async def _act(self, run: Run, request: ActRequest) -> Message | None:
        found = verdict_id(request.handle)
        kept = found and await self.verdicts.get(request.place.workspace, found)
        if not kept:
            return said("expired")
        looked = await self.looking.again(run, request.place, request.user, kept)
        if looked.failed:
            return draw_trouble(trouble_view(looked))
        if looked.verdict_id is None or looked.show != "full":
            return said("not_for_here")
        now = await self.verdicts.get(request.place.workspace, looked.verdict_id) or kept
        match request.verb:
            case "wrong":
                return await self._wrong(run, request, now)
            case "undo":
                return await self._undo(run, request, now)
            case "not_handed_off":
                return await self._not_handed_off(run, request, now)
            case "ask":
                return await self.asking.ask(run, request, now)
            case "brief":
                return await self.briefing.brief(run, request, now)
            case _:
                return said("unknown")

    async def _wrong(self, run: Run, request: ActRequest, now: Kept) -> Message:
        name, key = _named(now, request.code), now.verdict.key
        if not await self.deciding.wrong(run, request, now, request.code):
            return acted("nothing_to_do", name=name, key=key)
        return acted("wrong", Click("undo", request.handle, request.code), name=name, key=key)

    async def _undo(self, run: Run, request: ActRequest, now: Kept) -> Message:
        done = await self.deciding.undo(run, request, now, request.code)
        return acted("undone" if done else "nothing_to_undo", name=_named(now, request.code), key=now.verdict.key)

    async def _not_handed_off(self, run: Run, request: ActRequest, now: Kept) -> Message:
        done = await self.deciding.take_hand_off_back(run, request, now)
        return acted("not_handed_off" if done else "nothing_handed_off", key=now.verdict.key)

    async def _mute(self, run: Run, request: ActRequest) -> Message:
        """Mute a thread, or a person from App Home. When two people ask for silence both get it, and each can undo
        it."""
        place, user, on = request.place, request.user, request.verb == "mute"
        channel, subject = (place.channel, place.thread or "") if request.handle else ("", user)

        async def mute() -> bool:
            already = await self.mutes.muted(place.workspace, channel, subject)
            await self.mutes.put(place.workspace, channel, subject, on, user=user, now=self.clock())
            return already

        already = await run.step("mute", mute)
        if not on:
            return acted("unmuted")
        # Slack need not say in which thread the answer stood whose button is pressed.
        back = Click("unmute", request.handle, thread=place.thread or "")
        return acted("muted_already" if already else "muted", back)

    async def _tell(self, run: Run, request: ActRequest, message: Message) -> None:
        await self.replies.alone(run, request.place, request.user, message, reply=request.reply)


def _named(now: Kept, code: str) -> str:
    found = next((one for one in now.verdict.findings if one.code == code), None)
    return title_of(found) if found else code

"""Wires judging: of tickets that are shared or asked about, and again of those whose card is clicked."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.conversation.hush import Hush
from bot.conversation.living.living import Living
from bot.judging.judge import Judge
from bot.judging.recheck import Clicked
from bot.judging.renewed import OnceRenewed
from bot.posting.once import Once
from bot.requests import ClickRequest, JudgeRequest
from bot.runs import serve
from bot.settings import Settings
from bot.slack.installation import token_state
from bot.wiring.shared import Shared


def judging(settings: Settings, shared: Shared, living: Living) -> None:
    """Register its runs with the engine."""
    store, clock = shared.store, shared.clock
    looking, delivery, replies = shared.looking, shared.delivery, shared.replies
    shown = (store.verdicts, store.posts, store.cards, store.summaries)
    judge = Judge(looking, delivery, replies, shared.admins, *shown, store.reactions, living.turned)
    cooldown = timedelta(minutes=settings.cooldown)
    hushed = Hush(judge, shared.silence, store.talk.living, clock, cooldown=cooldown)
    serve(shared.engine, JudgeRequest, OnceRenewed(hushed, partial(token_state, shared.installations)))
    once = Once(store.posts, clock)
    serve(shared.engine, ClickRequest, Clicked(looking, delivery, replies, *shown, once, living.missed, living.turned))

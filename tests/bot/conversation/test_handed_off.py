"""A hand-off is noted once a press, whenever the process is killed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.conversation.deciding import Deciding
from bot.conversation.requests import ActRequest
from bot.store.conversation_tables import handoffs
from tests.bot.conversation.waiting import ASKER, Crashing, Waiting
from tests.bot.judging.conftest import THREAD
from tests.fakes.runs import Crash
from tests.fakes.showing import Redrawn

NOBODY: Any = None
"""Who is not asked when a ticket is handed off."""


async def test_a_hand_off_whose_run_is_killed_and_comes_back_is_noted_once(waiting: Waiting) -> None:
    kept, talk = await waiting.kept("PAY-1"), waiting.world.store.talk
    redrawn: Any = Redrawn()
    deciding = Deciding(talk.judgements, talk.handoffs, redrawn, NOBODY, NOBODY, lambda: None, waiting.world.clock)
    request, journal = ActRequest("hand:1", THREAD, ASKER, "ask", f"v{kept.id}"), waiting.world.journal("hand:1")
    Crashing.lost = {"hand_off"}
    with pytest.raises(Crash):
        await deciding.hand_off(Crashing(journal), request, kept, None)
    waiting.world.clock.advance(30)
    await deciding.hand_off(Crashing(journal), request, kept, None)
    await deciding.hand_off(waiting.world.journal("hand:2").execution(), request, kept, None)
    async with waiting.world.store.engine.connect() as connection:
        noted = (await connection.execute(select(func.count()).select_from(handoffs))).scalar_one()
    assert noted == 2, "one a press"
    acts = [line.act for line in await waiting.world.store.audits.latest("T1")]
    assert acts.count("handed_off") == 2

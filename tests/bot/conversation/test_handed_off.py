"""A hand-off is noted once a press, whenever the process is killed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.conversation.deciding import Deciding
from bot.conversation.requests import ActRequest
from bot.store.tables.conversation import handoffs
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


async def test_taking_a_hand_off_back_takes_the_last_alone_whenever_the_process_is_killed(waiting: Waiting) -> None:
    kept, talk = await waiting.kept("PAY-1"), waiting.world.store.talk
    redrawn: Any = Redrawn()
    deciding = Deciding(talk.judgements, talk.handoffs, redrawn, NOBODY, NOBODY, lambda: None, waiting.world.clock)
    request = ActRequest("back:1", THREAD, ASKER, "not_handed_off", f"v{kept.id}")
    for number in (1, 2):
        waiting.world.clock.advance(60)
        await deciding.hand_off(waiting.world.journal(f"hand:{number}").execution(), request, kept, None)
    first, journal = waiting.world.clock() - timedelta(seconds=60), waiting.world.journal("back:1")
    Crashing.lost = {"take_back"}
    with pytest.raises(Crash):
        await deciding.take_hand_off_back(Crashing(journal), request, kept)
    assert await deciding.take_hand_off_back(Crashing(journal), request, kept)
    left = await talk.handoffs.latest("T1", kept.ticket_id)
    assert left is not None and left.at == first
    acts = [line.act for line in await waiting.world.store.audits.latest("T1")]
    assert acts.count("hand_off_undone") == 1
    assert await deciding.take_hand_off_back(waiting.world.journal("back:2").execution(), request, kept)
    assert not await deciding.take_hand_off_back(waiting.world.journal("back:3").execution(), request, kept)

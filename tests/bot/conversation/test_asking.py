"""A question is put once a ticket, to one person, who hears of so many a day; a crash loses none."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.asking import A_DAY
from bot.conversation.requests import ActRequest
from bot.requests import Place
from tests.bot.conversation.waiting import ASKER, MAIJA, REPORTER, WEDNESDAY, Crashing, Waiting
from tests.bot.judging.conftest import THREAD
from tests.fakes.runs import Crash


async def test_nobody_is_asked_more_than_the_limit_of_a_day(waiting: Waiting) -> None:
    said = []
    for number in range(1, 2 + A_DAY):
        waiting.world.jira.has(f"PAY-{number}", "Just do it.", reporter=MAIJA)
        said.append(await waiting.ask(f"PAY-{number}"))
    assert ["I asked" in one for one in said] == [True] * A_DAY + [False]
    assert "asked enough for today" in said[-1]
    waiting.world.clock.now += timedelta(days=1, minutes=1)
    assert "I asked" in await waiting.ask(f"PAY-{1 + A_DAY}", identity="ask:tomorrow")


async def test_a_question_is_asked_once_a_ticket_wherever_it_is_pressed(waiting: Waiting) -> None:
    elsewhere = Place("T1", "C2", "1700000009.000100")
    assert "I asked" in await waiting.ask()
    assert "was asked this already" in await waiting.ask(place=elsewhere, identity="ask:elsewhere")
    assert len([one for one in waiting.world.slack.said if "waits for your answer" in one.message.text]) == 1


async def test_a_crash_between_turn_and_words_asks_all_the_same(waiting: Waiting) -> None:
    kept = await waiting.kept("PAY-1")
    journal, Crashing.lost = waiting.world.journal("ask:1"), {"turn"}
    request = ActRequest("ask:1", THREAD, ASKER, "ask", f"v{kept.id}")
    for _ in range(3):
        try:
            said = (await waiting.asking().ask(Crashing(journal), request, kept)).text
        except Crash:
            continue
        assert "I asked" in said
        return
    raise AssertionError("it never ends")


async def test_who_wants_to_hear_nothing_is_named_without_a_mention_and_finds_the_question_at_home(
    waiting: Waiting,
) -> None:
    await waiting.world.store.talk.mutes.put("T1", "", REPORTER, True, user=REPORTER, now=WEDNESDAY)
    assert "I asked Maija" in await waiting.ask()
    [asked] = [one for one in waiting.world.slack.said if "waits for your answer" in one.message.text]
    assert "Maija" in asked.message.text
    assert REPORTER not in repr(asked.message)
    [found] = await waiting.world.store.talk.living.waiting_for("T1", REPORTER, limit=5)
    assert found.verdict.key == "PAY-1"

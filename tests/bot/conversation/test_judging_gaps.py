"""People's judgement of gaps: one click, counted, reversible; too many wrong flags and the rule only advises."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.ports import Sight
from bot.sandbox.slack.models import Message
from tests.bot.conversation.conftest import CONTRACTOR, LEAD, Life, gaps_of


async def test_a_gap_called_wrong_leaves_the_card_and_comes_back_when_undone(life: Life) -> None:
    card = await life.card("PAY-15")
    code = gaps_of(card)[0]
    await life.press(card, "wrong", code)
    await life.until(lambda: code not in gaps_of(card))
    await life.until(lambda: any("is not a gap in PAY-15" in said for said in life.whispers()))
    assert "Called wrong, so it does not count until" in card.text
    assert "Accepted" not in card.text, "whoever calls a gap wrong accepts nothing"
    await life.press(card, "undo", code)
    await life.until(lambda: code in gaps_of(card))
    await life.rest()
    assert life.answers(card) == [], "a person's word is no change of the ticket"


async def test_an_accepted_gap_stays_visible_with_its_reason_and_end(life: Life) -> None:
    card = await life.card("PAY-15")
    code = gaps_of(card)[0]
    await life.press(card, "accept", code)
    await life.shown("accept")
    past = await life.sandbox.slack.users.submit(LEAD, {"reason": "Spike only.", "until": "2020-01-01"})
    assert "until" in past
    until = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    assert await life.sandbox.slack.users.submit(LEAD, {"reason": "Spike only.", "until": until}) == {}
    await life.until(lambda: code not in gaps_of(card))
    await life.shown("told")
    assert f"Accepted until {until}" in card.text and "Spike only." in card.text


def lacks(card: Message, code: str) -> bool:
    return code not in gaps_of(card)


async def test_a_rule_called_wrong_too_often_by_several_people_only_advises(life: Life) -> None:
    for key in ("PAY-21", "PAY-23"):
        life.sandbox.jira.edit(key, description="Just do it.")
    found = [await life.card(key) for key in ("PAY-15", "PAY-18", "PAY-21", "PAY-23", "PAY-1")]
    [(code, times)] = Counter(code for card in found for code in gaps_of(card)).most_common(1)
    cards = [card for card in found if code in gaps_of(card)]
    assert times >= 3
    for card, user in zip(cards, (LEAD, CONTRACTOR, LEAD), strict=False):
        await life.press(card, "wrong", code, user=user)
        await life.until(partial(lacks, card, code))
    await life.rest()
    talk = life.bot._store.talk
    assert [(one.project, one.code) for one in await talk.judgements.demoted("T0SANDBOX")] == [("PAY", code)]
    [record] = [
        one
        for one in await talk.judgements.records("T0SANDBOX", since=datetime(2020, 1, 1, tzinfo=UTC))
        if one.code == code
    ]
    assert (record.wrong, record.shown >= 3) == (3, True)


async def test_whoever_cannot_be_shown_the_ticket_cannot_judge_its_gaps(life: Life) -> None:
    card = await life.card("PAY-15")
    code = gaps_of(card)[0]
    life.bot._composed.listeners.audience._eyes._sights = _Blind()
    await life.press(card, "wrong", code)
    await life.until(lambda: any("one of us may not see it" in said for said in life.whispers()))
    assert code in gaps_of(card)


class _Blind:
    async def sight(self, site: str, key: str, email: str) -> Sight:
        return "not"

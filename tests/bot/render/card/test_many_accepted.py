"""However many gaps people accepted, each is named on the card and each can be taken back there."""

from __future__ import annotations

import json

import pytest

from bot.render.actions import MORE, Click, decode
from bot.render.card.card import card
from checks.verdict import Waived
from tests.bot.render.samples import ADVICE, SHAPE, verdict, view
from tests.bot.render.slack_limits import assert_fits, walk

CODES = ("CTX101", "CTX103", "CON201", "CON202", "CON209", "DOD301", "DOD302", "DOD303")


@pytest.mark.parametrize("number", range(1, len(CODES) + 1))
def test_each_is_named_and_can_be_taken_back(number: int) -> None:
    waived = Waived(by="slack:U1", reason="Same as v1", until="2027-01-31")
    codes = CODES[:number]
    found = [
        SHAPE.model_copy(update={"code": code, "name": code.lower(), "waived": waived, "question": None})
        for code in codes
    ]
    drawn = card(view(verdict("ready", *found), handle="v1", offers=frozenset({"undo"})))
    assert_fits(drawn)
    [menu] = [part for part in walk(drawn.blocks) if part.get("action_id") == MORE]
    assert [decode(MORE, option["value"]) for option in menu["options"]] == [
        Click("undo", "v1", code) for code in codes
    ]
    with_suggestions = card(view(verdict("ready", *found, *[ADVICE] * 6), handle="v1", offers=frozenset({"undo"})))
    [further] = [part for part in walk(with_suggestions.blocks) if part.get("action_id") == MORE]
    assert further["options"][:number] == menu["options"] and len(further["options"]) == max(number, 5)
    without = json.dumps([block for block in drawn.blocks if block["type"] != "actions"])
    assert all(code.lower() in without and code.lower() in drawn.text for code in codes)

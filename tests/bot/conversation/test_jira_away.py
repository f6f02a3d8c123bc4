"""Whoever looks at a ticket while Jira is away is told that, and not that there is none."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from bot.conversation.looks import Looks
from bot.conversation.requests import LookRequest
from bot.errors import JiraError, JiraOutcome
from bot.judging.looking import HIDDEN
from bot.policies.in_force import Policies
from bot.ports import Sight
from bot.requests import Place
from tests.bot.conversation.conftest import Life, gaps_of
from tests.bot.conversation.waiting import ASKER, Waiting

OUTCOMES: tuple[JiraOutcome, ...] = get_args(JiraOutcome)


class Seeing:
    async def sees(self, workspace: str, user: str, site: str, key: str) -> Sight:
        return "sees"

    async def outsider(self, workspace: str, user: str) -> bool:
        return False


async def look(waiting: Waiting, outcome: JiraOutcome) -> str:
    """The modal of the global shortcut where Jira answers that."""
    world = waiting.world
    world.jira.failures["PAY-1"] = [JiraError(outcome)]
    looks = Looks(world.jira, Policies(None), Seeing(), world.slack, world.clock)
    request = LookRequest("look:1", Place("T1", ASKER), ASKER, "V1", "main", "PAY-1")
    await looks(world.journal(request.identity).execution(), request)
    [(_, view)] = world.slack.views
    return json.dumps(view)


@pytest.mark.parametrize("outcome", [one for one in OUTCOMES if one not in HIDDEN])
async def test_a_failure_of_jira_is_told_as_what_it_is(waiting: Waiting, outcome: JiraOutcome) -> None:
    assert "does not know it" not in await look(waiting, outcome)


async def test_jira_that_is_away_is_to_be_tried_again(waiting: Waiting) -> None:
    assert "Jira is not answering properly right now" in await look(waiting, "unavailable")


@pytest.mark.parametrize("outcome", sorted(HIDDEN))
async def test_whether_a_ticket_exists_is_no_news(waiting: Waiting, outcome: JiraOutcome) -> None:
    assert "Jira does not know it, or does not say that you may see it" in await look(waiting, outcome)


async def test_an_answer_that_cannot_be_begun_says_why(life: Life) -> None:
    card = await life.card("PAY-15")
    life.sandbox.jira.fail("GET */issue/PAY-15*", status=403, times=None)
    await life.press(card, "answer", gaps_of(card)[0])
    shown = json.dumps(await life.shown("told"))
    assert "not written" not in shown and "does not let my account read this" in shown

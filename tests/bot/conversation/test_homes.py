"""App Home says to each person what they may know: of tickets, and of how right the rules are."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.deciding import COUNTED
from bot.conversation.homes import Homes
from bot.conversation.judgements import Judgement
from bot.conversation.requests import HomeRequest
from bot.errors import SlackError
from bot.ports import ChannelSettings, Sight
from bot.requests import Place
from checks.ticket import TicketId
from tests.bot.judging.conftest import World, asks, made_world
from tests.fakes.ports import FakePeople

ASKER = "UASKER"
TICKET = TicketId("main", "177")
ON = ChannelSettings(watching=True, projects=frozenset({"PAY"}))


@dataclass
class Shown:
    """What Slack was given to put up, and what Jira says of its reader."""

    sight: Sight = "sees"
    foreign: bool = False
    failing: list[SlackError] = field(default_factory=list)
    home: str = ""

    async def sees(self, workspace: str, user: str, site: str, key: str) -> Sight:
        return self.sight

    async def outsider(self, workspace: str, user: str) -> bool:
        return self.foreign

    async def publish(self, workspace: str, user: str, view: dict[str, Any]) -> None:
        if self.failing:
            raise self.failing.pop()
        self.home = json.dumps(view)


@pytest.fixture
async def world(tmp_path: Path) -> Any:
    async for made in made_world(tmp_path):
        made.jira.has("PAY-77", "Just do it.", summary="Partial refunds")
        await made.run(made.judge(), asks("PAY-77"))
        await made.store.channels.agree("T1", "C1", ON, user="U1", now=made.clock())
        yield made


async def opened(world: World, shown: Shown, *, managing: bool = False, number: int = 1) -> str:
    talk = world.store.talk
    homes = Homes(talk.living, talk.mutes, talk.judgements, FakePeople(managing), shown, shown, world.clock)
    await world.run(homes, HomeRequest(f"home:{number}", Place("T1", ""), ASKER))
    return shown.home


@pytest.mark.parametrize(
    ("sight", "foreign", "key", "title"),
    [
        ("sees", False, True, True),
        ("sees", True, True, True),
        ("unchecked", False, True, False),
        ("unchecked", True, False, False),
        ("not", False, False, False),
        ("not", True, False, False),
    ],
)
async def test_a_ticket_is_whole_for_whom_jira_shows_it_and_where_it_cannot_say_a_key_for_members_alone(
    world: World, sight: Sight, foreign: bool, key: bool, title: bool
) -> None:
    home = await opened(world, Shown(sight, foreign))
    assert ("PAY-77" in home, "Partial refunds" in home) == (key, title)


async def test_who_manages_a_channel_is_told_which_rules_are_called_wrong_lately_and_nobody_else_is(
    world: World,
) -> None:
    kept = await world.store.verdicts.get("T1", 1)
    assert kept is not None
    code, other = [gap.code for gap in kept.verdict.weighty_gaps][:2]
    until = world.clock().date() + timedelta(days=30)
    said = Judgement(TICKET, "PAY-77", "PAY", code, "wrong", "It is there.", until, "U1")
    await world.store.talk.judgements.say("T1", said, run="said", now=world.clock())
    fine = Judgement(TICKET, "PAY-77", "PAY", other, "accepted", "It is fine.", until, "U1")
    await world.store.talk.judgements.say("T1", fine, run="fine", now=world.clock())
    told = await opened(world, Shown(), managing=True)
    assert told.count("that showed the gap") == 1 and "on 1 of 1 ticket" in told
    assert "showed the gap" not in await opened(world, Shown(), number=2)
    world.clock.now += COUNTED + timedelta(days=1)
    assert "showed the gap" not in await opened(world, Shown(), managing=True, number=3)


async def test_a_home_that_slack_does_not_take_is_there_the_next_time(world: World) -> None:
    shown = Shown(failing=[SlackError("unavailable", "http_503", method="views.publish")])
    assert await opened(world, shown) == ""
    assert "PAY-77" in await opened(world, shown, number=2)

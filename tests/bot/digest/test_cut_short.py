"""A process dies in the middle of a digest, and its channel thinks better of it meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from bot.digest.requests import MakeDigest
from tests.bot.digest.digests import MONDAY, asked, make, settings, uses
from tests.bot.judging.conftest import World
from tests.fakes.runs import Crash


@pytest.mark.parametrize("begun", ["asked", "due"])
async def test_a_digest_that_is_turned_off_while_it_is_made_is_not_posted(world: World, begun: str) -> None:
    def dies(jql: str) -> None:
        raise Crash

    world.jira.searching = dies
    journal = world.journal("cmd:9")
    with pytest.raises(Crash):
        if begun == "asked":
            await settings(world)(journal.execution(), asked("now", 9))
        else:
            await uses(world).maker(journal.execution(), MakeDigest("T1", "C1", MONDAY))
    world.jira.searching = lambda jql: None
    await world.run(settings(world), asked("off"))
    if begun == "asked":
        await world.run(settings(world), asked("now", 9), journal)
    else:
        await make(world, journal=journal)
    assert world.slack.said == []
    assert {message.text.split(".")[0] for _, message, _, _ in world.slack.replies} == {
        "There is no weekly digest in this channel"
    }


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        (
            "set",
            {"weekday": 2, "at": "08:30", "zone": "UTC", "site": "main", "jql": "project = PAY"},
            "keskiviikkoisin",
        ),
        ("now", {}, "Tämän päivän kooste on nyt"),
        ("pause", {}, "Se on keskeytetty"),
        ("off", {}, "ei ole viikkokoostetta"),
    ],
)
async def test_a_process_that_dies_before_it_answers_about_a_digest_costs_nobody_the_answer(
    world: World, monkeypatch: pytest.MonkeyPatch, action: str, fields: dict[str, Any], said: str
) -> None:
    await world.run(settings(world), asked("language", language="fi"))

    async def dies(*_: object, **__: object) -> None:
        raise Crash

    journal = world.journal("cmd:2")
    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(world.slack, "respond", dies)
        await settings(world)(journal.execution(), asked(action, 2, **fields))
    await world.run(settings(world), asked(action, 2, **fields), journal)
    assert said in world.slack.replies[-1][1].text

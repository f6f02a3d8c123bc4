"""The run that a removal starts: it waits for Slack's word, deletes twice, and can be taken up again anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from bot.errors import SlackError
from bot.upkeep.admins import Admins
from bot.upkeep.requests import RemovalRequest
from bot.upkeep.uninstalling import PAUSES, SETTLE, State, Uninstalled
from bot.views import NoticeView
from tests.fakes.ports import FakePoster
from tests.fakes.runs import Clock, Journal

REMOVAL = RemovalRequest("T1", "m1")


@dataclass
class World:
    says: list[State]
    """Slack's word, look by look; the last holds on."""
    rows: dict[str, int] | None = field(default_factory=lambda: {"channels": 2})
    did: list[str] = field(default_factory=list)

    async def state(self, workspace: str, mark: str) -> State:
        self.did.append("look")
        return self.says.pop(0) if len(self.says) > 1 else self.says[0]

    async def erase(self, workspace: str, mark: str) -> dict[str, int] | None:
        assert (workspace, mark) == ("T1", "m1")
        self.did.append("erase")
        return self.rows

    async def clear(self, workspace: str) -> int:
        self.did.append("clear")
        return 1

    def forget(self, workspace: str) -> None:
        self.did.append("forget")

    def use_case(self) -> Uninstalled:
        return Uninstalled(self, self.erase, self.clear, self.forget)


def journal() -> Journal:
    return Journal("uninstalled:T1:Ev1", Clock())


TWICE = ["erase", "forget", "clear"] * 2


@pytest.mark.parametrize(
    ("says", "did"),
    [
        (["gone"], ["look", *TWICE]),
        (["works", "gone"], ["look", "look", *TWICE]),
        (["unreached", "unreached", "gone"], ["look", "look", "look", *TWICE]),
        (["another"], ["look"]),
        (["works"], ["look"] * (len(PAUSES) + 1)),
        (["unreached"], ["look"] * (len(PAUSES) + 1)),
    ],
)
async def test_only_what_slack_confirms_is_deleted(says: list[State], did: list[str]) -> None:
    world, kept = World(list(says)), journal()
    await world.use_case()(kept.execution(), REMOVAL)
    assert world.did == did


async def test_what_was_under_way_is_cleared_once_it_has_ended() -> None:
    world, kept = World(["gone"]), journal()
    await world.use_case()(kept.execution(), REMOVAL)
    assert kept.slept == SETTLE


async def test_a_run_that_is_taken_up_again_does_not_begin_anew() -> None:
    world, kept = World(["gone"]), journal()
    await world.use_case()(kept.execution(), REMOVAL)
    before = list(world.did)
    await world.use_case()(kept.execution(), REMOVAL)
    assert world.did == before


async def test_runs_of_a_workspace_that_came_back_are_left_alone() -> None:
    world, kept = World(["gone"], rows=None), journal()
    await world.use_case()(kept.execution(), REMOVAL)
    assert "clear" not in world.did
    assert "forget" in world.did


class Noticed:
    async def first(self, workspace: str, what: str, subject: str, *, run: str, now: datetime) -> bool:
        return True

    async def told(self, workspace: str, what: str, subject: str, *, run: str) -> None:
        pass

    async def clear(self, workspace: str, what: str, subject: str) -> None:
        raise AssertionError("not asked for")


@pytest.mark.parametrize("installed", [True, False])
async def test_who_installed_it_hears_of_trouble_where_the_operator_names_nobody(installed: bool) -> None:
    async def installers(workspace: str) -> tuple[str, ...]:
        if not installed:
            raise SlackError("install_dead", "not_installed")
        return (f"U{workspace}",)

    slack, kept = FakePoster(), journal()
    admins = Admins((), Noticed(), slack, lambda: datetime.now(UTC), installers)
    await admins.tell(kept.execution(), "T1", NoticeView("jira_expiring", "main", date(2026, 12, 5)))
    assert [user for user, _ in slack.directs] == (["UT1"] if installed else [])

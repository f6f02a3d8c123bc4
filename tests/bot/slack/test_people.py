"""Who may decide what a channel is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.channels.channel import ChannelAgreement
from bot.channels.surroundings import Surroundings
from bot.installed import Installation
from bot.message import Message
from bot.ports import ChannelBook, ChannelSettings, Poster
from bot.posting.replies import Replies
from bot.requests import Place, SettingsRequest
from bot.slack.people import Person, SlackPeople, person_of
from tests.fakes.jira import FakeJira
from tests.fakes.ports import FakeGate
from tests.fakes.sites import GivenSites

from .conftest import TEAM, Edge

MEMBER = {
    "id": "U1",
    "team_id": TEAM,
    "deleted": False,
    "is_admin": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
}
HOME = Installation(TEAM, TEAM, None, "B1", "UBOT")
GRID = Installation("E1", None, "E1", "B1", "UBOT")
ELSEWHERE = {
    "team_id": "T0ELSEWHERE",
    "is_admin": True,
    "is_email_confirmed": True,
    "profile": {"email": "a@b.example"},
}
"""Of another company, where anybody may make themselves an admin with any address."""


@pytest.mark.parametrize(
    ("change", "person"),
    [
        ({}, Person(admin=False, outsider=False)),
        ({"is_admin": True}, Person(admin=True, outsider=False)),
        ({"is_owner": True}, Person(admin=True, outsider=False)),
        ({"is_restricted": True, "is_admin": True}, Person()),
        ({"is_stranger": True, "is_admin": True}, Person()),
        ({"is_bot": True}, Person()),
        ({"deleted": True, "is_owner": True}, Person()),
        ({"profile": {"email": "a@b.example"}}, Person(outsider=False, email="a@b.example")),
        ({"profile": {"email": "a@b.example"}, "is_email_confirmed": False}, Person(outsider=False)),
        ({"profile": {"email": "a@b.example"}, "is_restricted": True}, Person()),
        ({"profile": None}, Person(outsider=False)),
        (ELSEWHERE, Person()),
        (ELSEWHERE | {"is_stranger": False}, Person()),
        (ELSEWHERE | {"enterprise_user": {"enterprise_id": "E2"}}, Person()),
        ({"team_id": None}, Person()),
    ],
)
def test_what_slack_says_of_a_person(change: dict[str, Any], person: Person) -> None:
    assert person_of(MEMBER | change, HOME) == person


@pytest.mark.parametrize(
    ("change", "outsider"),
    [
        ({"enterprise_user": {"enterprise_id": "E1"}}, False),
        ({"team_id": "E1"}, False),
        ({"enterprise_user": {"enterprise_id": "E2"}}, True),
        ({"enterprise_user": {"enterprise_id": ""}}, True),
        ({}, True),
    ],
)
def test_an_organisation_is_all_its_workspaces_and_no_other(change: dict[str, Any], outsider: bool) -> None:
    assert person_of(MEMBER | {"team_id": "T0SISTER"} | change, GRID).outsider is outsider


def test_of_whom_nothing_is_said_nothing_is_granted() -> None:
    assert person_of({}, HOME) == Person()


@pytest.fixture
def people(edge: Edge) -> SlackPeople:
    edge.slack.answers["users.info"] = lambda args: {"ok": True, "user": USERS[args["user"]]}
    return SlackPeople(edge.installations, admins=("UOPS",))


USERS = {
    "U1": MEMBER,
    "UADMIN": MEMBER | {"is_admin": True},
    "UELSEWHERE": MEMBER | ELSEWHERE,
    "UGUEST": MEMBER | {"is_restricted": True},
    "UOPS": {},
}


@pytest.mark.parametrize(
    ("user", "inviter", "may"),
    [
        ("U1", "U1", True),
        ("U1", "U2", False),
        ("U1", None, False),
        ("UADMIN", "U1", True),
        ("UGUEST", "UGUEST", False),
        ("UELSEWHERE", "UELSEWHERE", False),
        ("UOPS", None, True),
    ],
)
async def test_the_inviter_admins_and_the_operators_people_manage_a_channel(
    people: SlackPeople, user: str, inviter: str | None, may: bool
) -> None:
    assert await people.manages(TEAM, user, inviter=inviter) is may


async def test_a_person_who_cannot_be_looked_up_manages_nothing(edge: Edge, people: SlackPeople) -> None:
    edge.slack.answers["users.info"] = {"ok": False, "error": "missing_scope"}
    assert not await people.manages(TEAM, "UADMIN", inviter="UADMIN")


async def test_people_are_looked_up_once(edge: Edge, people: SlackPeople) -> None:
    for _ in range(3):
        await people.person(TEAM, "U1")
    assert len(edge.slack.called("users.info")) == 1


@dataclass
class Book:
    settings: ChannelSettings

    async def channel(self, workspace: str, channel: str) -> ChannelSettings:
        return self.settings

    async def agree(self, workspace: str, channel: str, settings: ChannelSettings, *, user: str, now: datetime) -> None:
        self.settings = settings

    async def invited(self, workspace: str, channel: str, inviter: str | None, *, now: datetime) -> None:
        raise AssertionError


@dataclass
class Ears:
    heard: list[str] = field(default_factory=list)

    async def whisper(self, place: Place, user: str, message: Message) -> None:
        self.heard.append(message.text)


@dataclass
class Straight:
    """A run that only runs."""

    identity: str = "cmd"
    execution: str = "x"
    unsure_since: datetime | None = None

    async def step(self, name: str, work: Any) -> Any:
        return await work()

    async def sleep(self, seconds: float) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    ("user", "action", "projects", "after"),
    [
        ("U1", "watch", ("PAY", "SECRET"), {"PAY"}),
        ("UADMIN", "watch", ("PAY", "SECRET"), {"PAY", "SECRET"}),
        ("U1", "watch", ("PAY",), {"PAY"}),
        ("U1", "unwatch", (), {"PAY"}),
        ("U1", "show", (), {"PAY"}),
    ],
)
async def test_only_a_manager_lets_a_channel_see_more_projects(
    people: SlackPeople, user: str, action: Any, projects: tuple[str, ...], after: set[str]
) -> None:
    book, ears = Book(ChannelSettings(True, frozenset({"PAY"}), inviter="U2")), Ears()
    said = Replies(cast("Poster", ears))
    around = Surroundings(FakeGate(), FakeJira(), GivenSites([]))
    agreement = ChannelAgreement(
        cast("ChannelBook", book), people, said, around, lambda: datetime(2026, 11, 25, tzinfo=UTC)
    )
    request = SettingsRequest("cmd:1", Place(TEAM, "C1"), user, action, projects)
    await agreement(Straight(), request)
    assert book.settings.projects == after
    assert book.settings.watching is (action != "unwatch")
    refused = "workspace admin" in ears.heard[0]
    assert refused is (user == "U1" and "SECRET" in projects)

"""Channels with guests in them, for operators who tell guests apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.requests import Place
from bot.slack.people import SlackPeople
from bot.slack.seeing import guests as guests_module
from bot.slack.seeing.audience import SlackAudience
from bot.slack.seeing.eyes import SlackEyes
from bot.slack.seeing.guests import SlackGuests
from checks.ticket import Ticket
from tests.bot.slack.conftest import TEAM, Edge, envelope
from tests.bot.slack.given import GivenSights

MEMBER = {"team_id": TEAM, "deleted": False, "is_restricted": False}
USERS = [
    {"id": "U1", **MEMBER},
    {"id": "UGUEST", **MEMBER, "is_restricted": True},
    {"id": "UGONE", "is_restricted": True, "deleted": True},
    {"id": "UBOT", **MEMBER, "is_bot": True},
]


def paged(name: str, items: list[Any]) -> Any:
    """One item a page."""

    def answer(args: Mapping[str, Any]) -> dict[str, Any]:
        at = int(args.get("cursor") or 0)
        following = str(at + 1) if at + 1 < len(items) else ""
        return {"ok": True, name: items[at : at + 1], "response_metadata": {"next_cursor": following}}

    return answer


@pytest.fixture
def guests(edge: Edge) -> SlackGuests:
    edge.slack.answers["users.list"] = paged("members", USERS)
    return SlackGuests(edge.installations)


@pytest.mark.parametrize(
    ("members", "among"),
    [(["U1"], False), (["U1", "UGUEST"], True), (["U1", "UGONE", "UBOT"], False), (["UNKNOWN"], False)],
)
async def test_whether_guests_are_among_the_members(
    edge: Edge, guests: SlackGuests, members: list[str], among: bool
) -> None:
    edge.slack.answers["conversations.members"] = paged("members", members)
    assert await guests.among(TEAM, "C1") is among


async def test_the_workspaces_guests_are_asked_for_once(edge: Edge, guests: SlackGuests) -> None:
    edge.slack.answers["conversations.members"] = paged("members", ["U1"])
    for _ in range(3):
        await guests.among(TEAM, "C1")
    assert len(edge.slack.called("users.list")) == len(USERS)


@pytest.mark.parametrize("method", ["users.list", "conversations.members"])
async def test_what_slack_does_not_say_is_not_known(edge: Edge, guests: SlackGuests, method: str) -> None:
    edge.slack.answers["conversations.members"] = paged("members", ["U1"])
    edge.slack.answers[method] = {"ok": False, "error": "missing_scope"}
    assert await guests.among(TEAM, "C1") is None


@pytest.mark.parametrize("method", ["users.list", "conversations.members"])
async def test_where_slack_fails_for_now_nothing_is_shown_and_it_is_asked_again(
    edge: Edge, guests: SlackGuests, method: str
) -> None:
    edge.slack.answers["conversations.info"] = {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}}
    edge.slack.answers["conversations.members"] = paged("members", ["U1"])
    right = edge.slack.answers[method]
    people = SlackPeople(edge.installations)
    audience = SlackAudience(edge.installations, edge.channels, people, SlackEyes(people, GivenSights()), guests)
    edge.slack.answers[method] = {"ok": False, "error": "internal_error"}
    showing = await audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=False)
    assert (showing.show, showing.again) == ("silent", 0.0)
    edge.slack.answers[method] = right
    assert (await audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=False)).show == "full"


async def test_too_many_people_are_not_known(edge: Edge, guests: SlackGuests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests_module, "MOST_PAGES", 5)
    edge.slack.answers["conversations.members"] = paged("members", [f"U{number}" for number in range(9)])
    assert await guests.among(TEAM, "C1") is None


PAY = Ticket(key="PAY-1", project="PAY")


@pytest.mark.parametrize(
    ("members", "show"), [(["U1"], "full"), (["U1", "UGUEST"], "silent"), ({"ok": False, "error": "x"}, "silent")]
)
async def test_a_strict_gate_shows_nothing_where_guests_read(
    edge: Edge, guests: SlackGuests, members: Any, show: str
) -> None:
    edge.slack.answers["conversations.info"] = {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}}
    answer = paged("members", members) if isinstance(members, list) else members
    edge.slack.answers["conversations.members"] = answer
    people = SlackPeople(edge.installations)
    eyes = SlackEyes(people, GivenSights())
    audience = SlackAudience(edge.installations, edge.channels, people, eyes, guests)
    assert (await audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=False)).show == show


async def test_whoever_joins_a_channel_makes_the_gate_look_again(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}}
    await edge.audience.reach(TEAM, "C1")
    await edge.event(envelope({"type": "member_joined_channel", "user": "UGUEST", "channel": "C1"}))
    await edge.audience.reach(TEAM, "C1")
    assert len(edge.slack.called("conversations.info")) == 2

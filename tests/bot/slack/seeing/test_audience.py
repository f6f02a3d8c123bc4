"""What is learnt from Slack and Jira of who may be shown what."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from bot.judging.renewed import SOON
from bot.memory import Cache
from bot.ports import ChannelSettings, Openness
from bot.requests import Place
from bot.slack.seeing.audience import FRESH, RETRY
from checks.ticket import Ticket
from tests.bot.slack.conftest import TEAM, Edge
from tests.fakes.seconds import Seconds

INTERNAL: dict[str, Any] = {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}}
PAY = Ticket(key="PAY-1", project="PAY")


async def test_a_mapped_project_is_shown_and_slack_is_asked_once(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = INTERNAL
    for _ in range(3):
        showing = await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=False)
        assert showing.show == "full"
    assert len(edge.slack.called("conversations.info")) == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": False, "error": "channel_not_found"},
        {"ok": False, "error": "missing_scope"},
        {"ok": True},
        lambda _: web.Response(status=500, text="oops"),
        lambda _: web.Response(status=429, headers={"Retry-After": "1"}, text="{}", content_type="application/json"),
    ],
    ids=["not found", "missing scope", "no channel", "server error", "throttled"],
)
async def test_a_channel_that_cannot_be_looked_at_shows_nothing(edge: Edge, answer: Any) -> None:
    edge.slack.answers |= {"conversations.info": answer, "users.info": {"ok": True, "user": USER}}
    asked = await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=True)
    unasked = await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=False)
    assert (asked.show, unasked.show) == ("asker_only", "silent")


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        ({"ok": False, "error": "missing_scope"}, None),
        ({"ok": True}, None),
        (lambda _: web.Response(status=500), 0.0),
        (
            lambda _: web.Response(
                status=429, headers={"Retry-After": "7"}, text="{}", content_type="application/json"
            ),
            7.0,
        ),
    ],
    ids=["missing scope", "no channel", "server error", "throttled"],
)
async def test_only_where_slack_fails_for_now_is_it_worth_asking_again(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, answer: Any, again: float | None
) -> None:
    clock = Seconds()
    monkeypatch.setattr(edge.audience, "_seen", Cache(clock))
    edge.slack.answers |= {"conversations.info": answer, "users.info": {"ok": True, "user": USER}}
    for asked in (True, False):
        assert (await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=asked)).again == again
    edge.slack.answers["conversations.info"] = INTERNAL
    clock.now += RETRY if again is None else again
    found = await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=True)
    assert (found.show, found.again) == ("full", None)


async def test_whoever_asks_and_is_not_told_of_by_a_slack_that_fails_is_asked_about_again(edge: Edge) -> None:
    edge.slack.answers |= {"conversations.info": SHARED, "users.info": lambda _: web.Response(status=503)}
    showing = await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=True)
    assert (showing.show, showing.again) == ("silent", 0.0)
    edge.slack.answers["users.info"] = {"ok": True, "user": USER}
    showing = await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=True)
    assert (showing.show, showing.again) == ("asker_only", None)


async def test_an_unknown_channel_is_asked_about_again_before_a_token_that_was_refused_is_tried_again() -> None:
    assert RETRY < SOON


async def test_a_ticket_that_moved_to_another_project_is_judged_by_where_it_is(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = INTERNAL
    moved = Ticket(key="SECRET-1", project="SECRET")
    assert (await edge.audience.decide(Place(TEAM, "C1"), moved, user="U1", asked=False)).show == "silent"


async def test_a_ticket_without_project_is_of_the_project_in_its_key(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = INTERNAL
    assert (await edge.audience.decide(Place(TEAM, "C1"), Ticket(key="PAY-1"), user="U1", asked=True)).show == "full"


async def test_another_workspace_is_never_shown_anything(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = INTERNAL
    showing = await edge.audience.decide(Place("T999", "C1"), PAY, user="U1", asked=True)
    assert showing.show == "silent"


async def test_a_channel_that_took_back_its_consent_is_silent_at_once(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = INTERNAL
    edge.channels.agreed["C1"] = ChannelSettings(watching=False, projects=frozenset({"PAY"}))
    assert (await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=False)).show == "silent"


@pytest.mark.parametrize(
    ("channel", "member"),
    [
        (INTERNAL["channel"] | {"is_member": True}, True),
        (INTERNAL["channel"] | {"is_member": False}, False),
        ({"id": "D1", "is_im": True}, True),
        ({}, True),
    ],
)
async def test_whether_the_bot_is_in_the_channel_is_told(edge: Edge, channel: dict[str, Any], member: bool) -> None:
    edge.slack.answers["conversations.info"] = {"ok": True, "channel": channel}
    assert (await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=True)).member is member


async def test_where_slack_knows_no_channel_the_bot_is_not_in_it(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = {"ok": False, "error": "channel_not_found"}
    assert not (await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=True)).member


SEEN = Ticket(key="PAY-1", project="PAY", site="main", issue_id="10")
USER = {"team_id": TEAM, "deleted": False, "is_restricted": False, "profile": {"email": "a@b.example"}}


async def test_in_a_direct_message_who_may_see_the_ticket_sees_everything(edge: Edge) -> None:
    edge.slack.answers |= {"conversations.info": {"ok": True, "channel": {"id": "D1", "is_im": True}}}
    edge.slack.answers |= {"users.info": {"ok": True, "user": USER}}
    edge.sights.says = "sees"
    showing = await edge.audience.decide(Place(TEAM, "D1"), SEEN, user="U1", asked=True)
    assert (showing.show, showing.reason) == ("full", "asker_sees")
    assert edge.sights.asked == [("main", "PAY-1", "a@b.example")]


async def test_who_may_not_see_the_ticket_in_jira_hears_nothing_of_it_anywhere(edge: Edge) -> None:
    edge.slack.answers |= {"conversations.info": INTERNAL, "users.info": {"ok": True, "user": USER}}
    edge.sights.says = "not"
    showing = await edge.audience.decide(Place(TEAM, "C1"), SEEN, user="U1", asked=True)
    assert (showing.show, showing.reason) == ("silent", "asker_cannot_see")


async def test_a_guest_hears_nothing_of_a_ticket_that_the_channel_may_not_show(edge: Edge) -> None:
    edge.slack.answers |= {"conversations.info": INTERNAL, "users.info": {"ok": True, "user": USER}}
    other = Ticket(key="OPS-1", project="OPS", site="main", issue_id="11")
    edge.sights.says = "unchecked"
    member = await edge.audience.decide(Place(TEAM, "C1"), other, user="U1", asked=True)
    edge.slack.answers |= {"users.info": {"ok": True, "user": USER | {"is_restricted": True}}}
    guest = await edge.audience.decide(Place(TEAM, "C1"), other, user="U2", asked=True)
    assert [(one.show, one.reason) for one in (member, guest)] == [
        ("asker_only", "project_not_mapped"),
        ("silent", "asker_unknown"),
    ]


async def test_jira_is_not_asked_about_people_who_did_not_ask_nor_about_tickets_it_did_not_give(edge: Edge) -> None:
    edge.slack.answers |= {"conversations.info": INTERNAL, "users.info": {"ok": True, "user": USER}}
    await edge.audience.decide(Place(TEAM, "C1"), SEEN, user="U1", asked=False)
    await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=True)
    assert edge.sights.asked == []


async def test_a_guests_address_is_never_used(edge: Edge) -> None:
    guest = USER | {"is_restricted": True}
    edge.slack.answers |= {"conversations.info": INTERNAL, "users.info": {"ok": True, "user": guest}}
    await edge.audience.decide(Place(TEAM, "C1"), SEEN, user="U1", asked=True)
    assert edge.sights.asked == [("main", "PAY-1", "")]


SHARED: dict[str, Any] = {"ok": True, "channel": {"id": "C1", "is_ext_shared": True}}


@pytest.mark.parametrize(
    ("user", "show", "reason"),
    [
        (USER, "asker_only", "channel_shared"),
        (USER | {"is_stranger": True}, "silent", "asker_outside"),
        (USER | {"is_restricted": True}, "silent", "asker_outside"),
        (None, "silent", "asker_outside"),
    ],
)
async def test_where_another_company_reads_along_only_our_own_people_are_answered(
    edge: Edge, user: dict[str, Any] | None, show: str, reason: str
) -> None:
    told = {"ok": True, "user": user} if user else {"ok": False, "error": "user_not_found"}
    edge.slack.answers |= {"conversations.info": SHARED, "users.info": told}
    showing = await edge.audience.decide(Place(TEAM, "C1"), PAY, user="U1", asked=True)
    assert (showing.show, showing.reason) == (show, reason)


async def test_the_openness_of_a_channel_is_its_reach_and_its_projects(edge: Edge) -> None:
    edge.slack.answers["conversations.info"] = INTERNAL
    assert await edge.audience.openness(TEAM, "C1") == Openness("internal", frozenset({"PAY"}))


@pytest.mark.parametrize(("answer", "seconds"), [(INTERNAL, FRESH), ({"ok": True}, RETRY)], ids=["known", "unknown"])
async def test_a_channel_is_asked_about_again_when_it_may_have_changed_or_was_not_told(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any], seconds: float
) -> None:
    clock = Seconds()
    monkeypatch.setattr(edge.audience, "_seen", Cache(clock))
    edge.slack.answers["conversations.info"] = answer
    asked = []
    for later in (0, seconds - 1, 1):
        clock.now += later
        await edge.audience.reach(TEAM, "C1")
        asked.append(len(edge.slack.called("conversations.info")))
    assert asked == [1, 1, 2]


@pytest.mark.parametrize("news", ["shared", "changed"])
async def test_an_answer_older_than_an_event_is_not_kept(edge: Edge, news: str) -> None:
    def told_meanwhile(_: Any) -> dict[str, Any]:
        if len(edge.slack.called("conversations.info")) == 1:
            tell = edge.audience.saw_shared if news == "shared" else edge.audience.forget
            tell(TEAM, "C1")
            return INTERNAL
        return {"ok": True, "channel": {"id": "C1", "is_ext_shared": True}}

    edge.slack.answers["conversations.info"] = told_meanwhile
    assert await edge.audience.reach(TEAM, "C1") == "shared"
    assert await edge.audience.reach(TEAM, "C1") == "shared"

"""Who may be shown what: every cell of the table, and what is learnt from Slack."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.memory import Cache
from bot.ports import ChannelSettings, Openness
from bot.requests import Place
from bot.slack.audience import FRESH, RETRY
from bot.slack.gate import Situation, decide, reach_of
from checks.ticket import Ticket
from tests.fakes.seconds import Seconds

from .conftest import TEAM, Edge

YES_NO = (True, False)
REACHES = ("internal", "guests", "shared", "pending", "unknown")
SIGHTS = ("sees", "not", "unchecked")
CELLS = list(itertools.product(REACHES, YES_NO, YES_NO, YES_NO, YES_NO, SIGHTS, YES_NO))


@pytest.mark.parametrize(("reach", "watching", "mapped", "secured", "asked", "asker", "alone"), CELLS)
def test_every_cell(
    reach: Any, watching: bool, mapped: bool, secured: bool, asked: bool, asker: Any, alone: bool
) -> None:
    shown = decide(Situation(reach, watching, mapped, secured, asked, asker, alone)).show
    open_here = reach == "internal" and mapped and not secured
    if not asked:
        assert shown == ("full" if open_here and watching else "silent")
    elif asker == "not":
        assert shown == "silent", "Jira would not tell them whether there is such a ticket"
    elif (reach == "internal" and alone and asker == "sees") or open_here:
        assert shown == "full"
    else:
        assert shown == ("silent" if secured and asker == "unchecked" else "asker_only")


@pytest.mark.parametrize(
    ("reach", "mapped", "secured", "asker"), list(itertools.product(REACHES, YES_NO, YES_NO, SIGHTS))
)
def test_who_is_no_member_is_told_nothing_of_what_the_place_may_not_show(
    reach: Any, mapped: bool, secured: bool, asker: Any
) -> None:
    shown = decide(Situation(reach, True, mapped, secured, asked=True, asker=asker, outsider=True)).show
    open_here = reach == "internal" and mapped and not secured and asker != "not"
    known = reach == "internal" and asker == "sees"
    assert shown == ("full" if open_here else "asker_only" if known else "silent")


@pytest.mark.parametrize(("reach", "mapped", "secured"), list(itertools.product(REACHES, YES_NO, YES_NO)))
def test_a_digest_names_what_a_watched_link_would_show(reach: Any, mapped: bool, secured: bool) -> None:
    openness = Openness(reach, frozenset({"PAY"} if mapped else ()))
    shown = decide(Situation(reach, True, mapped, secured, asked=False)).show
    assert openness.names("PAY", secured=secured) is (shown == "full")


def test_the_documented_table_is_the_rule() -> None:
    """docs/reference/audience.md is read by people who must rely on it."""
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 13
    for row in rows:
        reach, asker, ticket, unasked, asked, direct = (cell.strip() for cell in row.strip("|").split("|"))
        for asked_now, alone, promised in ((False, False, unasked), (True, False, asked), (True, True, direct)):
            for situation in _situations(reach, asker, ticket, asked_now, alone):
                assert WORDS[decide(situation).show] == promised, (row, situation)


PAGE = Path(__file__).resolve().parents[3] / "docs/reference/audience.md"
WORDS = {"full": "everything", "asker_only": "key and verdict, to the asker alone", "silent": "nothing"}


def _situations(reach: str, asker: str, ticket: str, asked: bool, alone: bool) -> Iterator[Situation]:
    reaches = ("internal",) if reach == "our organisation" else ("guests", "shared", "pending", "unknown")
    said, _, who = asker.partition(", a ")
    sights = {"may see it": ("sees",), "may not": ("not",), "cannot be checked": ("unchecked",)}.get(said, SIGHTS)
    outside = {"member": (False,), "guest": (True,)}.get(who, YES_NO if said in TOLD else (True,))
    for one, sight, outsider, (mapped, secured) in itertools.product(reaches, sights, outside, TICKETS[ticket]):
        yield Situation(one, True, mapped, secured, asked, sight, alone, outsider)  # type: ignore[arg-type]


TOLD = ("may see it", "may not", "cannot be checked")
TICKETS = {
    "any": list(itertools.product(YES_NO, YES_NO)),
    "may be discussed here": [(True, False)],
    "another": [(True, True), (False, False), (False, True)],
    "another, no level hides it": [(False, False)],
    "no level hides it": [(True, False), (False, False)],
    "a level hides it": [(True, True), (False, True)],
}
"""Whether its project may be discussed there, and whether a level hides it."""


@pytest.mark.parametrize(
    ("situation", "reason"),
    [
        (Situation("shared", True, True, False, True), "channel_shared"),
        (Situation("shared", True, True, True, True), "asker_unknown"),
        (Situation("shared", True, True, True, True, "not"), "asker_cannot_see"),
        (Situation("shared", True, True, True, True, "not", outsider=True), "asker_outside"),
        (Situation("pending", True, True, False, False), "channel_pending"),
        (Situation("unknown", True, True, False, True), "channel_unknown"),
        (Situation("internal", True, True, True, True, "sees"), "ticket_secured"),
        (Situation("internal", True, True, True, True), "asker_unknown"),
        (Situation("internal", True, False, False, True), "project_not_mapped"),
        (Situation("internal", False, True, False, False), "not_watching"),
        (Situation("internal", True, True, False, False), "mapped"),
    ],
)
def test_the_first_obstacle_is_the_reason(situation: Situation, reason: str) -> None:
    assert decide(situation).reason == reason


@pytest.mark.parametrize(
    ("channel", "reach"),
    [
        ({"id": "C1", "is_ext_shared": False, "is_pending_ext_shared": False}, "internal"),
        ({"id": "C1", "is_ext_shared": False, "is_shared": True, "is_org_shared": True}, "internal"),
        ({"id": "D1", "is_im": True}, "internal"),
        ({"id": "D1", "is_im": True, "is_ext_shared": True}, "shared"),
        ({"id": "C1", "is_ext_shared": True}, "shared"),
        ({"id": "C1", "is_ext_shared": False, "is_shared": True, "is_org_shared": False}, "shared"),
        ({"id": "C1", "is_ext_shared": False, "is_pending_ext_shared": True}, "pending"),
        ({"id": "C1", "is_ext_shared": False, "pending_connected_team_ids": ["T9"]}, "pending"),
        ({"id": "C1", "is_ext_shared": False, "pending_shared": ["T9"]}, "pending"),
        ({"id": "C1"}, "unknown"),
        ({}, "unknown"),
        ({"id": "C1", "is_ext_shared": "false"}, "unknown"),
        ({"id": "C1", "is_ext_shared": False, "is_pending_ext_shared": 0}, "unknown"),
    ],
)
def test_the_reach_of_a_channel(channel: dict[str, Any], reach: str) -> None:
    assert reach_of(channel) == reach


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

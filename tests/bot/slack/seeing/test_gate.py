"""Who may be shown what: every cell of the table, and the reach of a channel."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.ports import Openness
from bot.slack.seeing.gate import Situation, decide, reach_of

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


PAGE = Path(__file__).resolve().parents[4] / "docs/reference/audience.md"
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

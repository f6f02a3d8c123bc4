"""The global shortcut at Slack's edge: a ticket named in a modal is looked at by the engine, for that person alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import TEAM, Edge


def sent(ticket: str, **body: Any) -> dict[str, Any]:
    """The modal, submitted with what stands in its field."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": "U2"},
        "trigger_id": "7.7.v",
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "handoff_look",
            "private_metadata": "",
            "blocks": [],
            "state": {"values": {"ticket": {"value": {"value": ticket}}}},
        },
    } | body


async def test_the_shortcut_opens_a_modal_that_asks_for_a_ticket(edge: Edge) -> None:
    pressed = {
        "type": "shortcut",
        "callback_id": "handoff_look",
        "team": {"id": TEAM},
        "user": {"id": "U2"},
        "trigger_id": "9.9.s",
    }
    assert (await edge.interaction(pressed))[0] == 200
    [opened] = edge.slack.called("views.open")
    assert opened["trigger_id"] == "9.9.s"
    assert edge.started.runs == []


async def test_the_ticket_is_looked_at_in_a_modal_that_waits(edge: Edge) -> None:
    status, body = await edge.interaction(sent("pay-12"))
    [(name, identity, payload)] = edge.started.runs
    answer = json.loads(body)
    assert (status, answer["response_action"]) == (200, "update")
    assert (name, identity, payload["key"]) == ("look", f"look:{TEAM}:7.7.v", "PAY-12")
    assert answer["view"]["external_id"] == payload["view"]


async def test_words_that_name_no_ticket_are_told_at_their_field(edge: Edge) -> None:
    status, body = await edge.interaction(sent("whatever"))
    assert (status, set(json.loads(body)["errors"]), edge.started.runs) == (200, {"ticket"}, [])


@pytest.mark.parametrize("body", [{"trigger_id": ""}, {"user": {}}])
async def test_a_submission_of_nobody_is_acknowledged_and_starts_nothing(edge: Edge, body: dict[str, Any]) -> None:
    assert await edge.interaction(sent("PAY-12", **body)) == (200, "")
    assert edge.started.runs == []

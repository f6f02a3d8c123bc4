"""A modal of a card at Slack's edge: a draft is begun once it is open, keeps what is typed, and is its person's alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversation.ports import DraftKind
from bot.render.actions import Click, encode
from bot.requests import Place

from .conftest import TEAM, Edge
from .test_listeners import clicked

OPENED = {"ok": True, "view": {"id": "V1"}}
PLACE = Place(TEAM, "C1", "5.5")


async def begun(edge: Edge, kind: DraftKind = "answer") -> int:
    return await edge.drafts.begin(
        PLACE, "U2", kind, verdict_id=7, code="CTX101", text="", now=datetime(2026, 11, 26, tzinfo=UTC)
    )


def sent(draft: int, callback: str, *, user: str = "U2", **typed: dict[str, str]) -> dict[str, Any]:
    """A modal of a draft, submitted with what stands in its fields."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": "7.7.v",
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": callback,
            "private_metadata": encode(Click("answer", f"d{draft}", "CTX101")),
            "blocks": [],
            "state": {"values": {name: {"value": value} for name, value in typed.items()}},
        },
    }


@pytest.mark.parametrize(("verb", "kind"), [("answer", "answer"), ("accept", "accept"), ("handed_off", "hand")])
async def test_a_button_opens_a_modal_and_begins_the_draft_it_is_of(edge: Edge, verb: Any, kind: str) -> None:
    edge.slack.answers["views.open"] = OPENED
    assert (await edge.interaction(clicked(Click(verb, "v7", "CTX101"))))[0] == 200
    [opened] = edge.slack.called("views.open")
    [(name, identity, payload)] = edge.started.runs
    draft = edge.drafts.kept[payload["draft"]]
    assert (opened["trigger_id"], name, identity) == ("9.9.y", "draft", f"draft:{TEAM}:9.9.y")
    assert (payload["step"], payload["view"]) == ("open", "V1")
    assert (draft.place, draft.user, draft.kind, draft.verdict_id, draft.code) == (PLACE, "U2", kind, 7, "CTX101")


async def test_a_reply_is_taken_with_its_words_and_whose_they_are(edge: Edge) -> None:
    edge.slack.answers["views.open"] = OPENED
    taken = {
        "type": "message_action",
        "callback_id": "handoff_take",
        "team": {"id": TEAM},
        "user": {"id": "U2"},
        "channel": {"id": "C1"},
        "message": {"text": "The limit is 500 EUR.", "user": "U3", "ts": "5.6", "thread_ts": "5.5"},
        "trigger_id": "9.9.z",
    }
    assert (await edge.interaction(taken))[0] == 200
    [draft] = edge.drafts.kept.values()
    assert (draft.kind, draft.place, draft.text, draft.author) == ("reply", PLACE, "The limit is 500 EUR.", "U3")
    assert "500 EUR" not in json.dumps(edge.started.runs), "words stay out of the engine"


async def test_where_the_trigger_is_too_old_no_draft_is_begun(edge: Edge) -> None:
    edge.slack.answers["views.open"] = {"ok": False, "error": "expired_trigger_id"}
    assert (await edge.interaction(clicked(Click("answer", "v7", "CTX101"))))[0] == 200
    assert (edge.drafts.kept, edge.started.runs) == ({}, [])


async def test_what_is_typed_is_kept_and_only_its_number_goes_to_the_engine(edge: Edge) -> None:
    draft = await begun(edge)
    answer = {"value": "  The limit is 500 EUR. "}
    status, body = await edge.interaction(sent(draft, "handoff_answer", answer=answer))
    [(name, identity, payload)] = edge.started.runs
    assert (status, json.loads(body)["response_action"]) == (200, "update")
    assert edge.drafts.kept[draft].text == "The limit is 500 EUR."
    assert (name, identity, payload["draft"], payload["step"]) == ("draft", f"draft:{TEAM}:7.7.v", draft, "preview")
    assert "500 EUR" not in json.dumps(payload)


async def test_a_change_is_confirmed_without_touching_what_was_typed(edge: Edge) -> None:
    draft = await begun(edge)
    await edge.drafts.change(TEAM, draft, text="The limit is 500 EUR.")
    assert (await edge.interaction(sent(draft, "handoff_change")))[0] == 200
    assert edge.drafts.kept[draft].text == "The limit is 500 EUR."
    assert edge.started.runs[0][2]["step"] == "write"


async def test_a_gap_is_accepted_with_its_reason_and_its_end(edge: Edge) -> None:
    draft = await begun(edge, "accept")
    until = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    body = sent(draft, "handoff_accept", reason={"value": "A pilot."}, until={"selected_date": until})
    assert (await edge.interaction(body))[0] == 200
    payload = edge.started.runs[0][2]
    assert (edge.drafts.kept[draft].text, payload["step"], payload["until"]) == ("A pilot.", "accept", until)


@pytest.mark.parametrize("days", [-2, 400, None])
async def test_an_end_that_is_past_too_far_or_missing_is_told_at_its_field(edge: Edge, days: int | None) -> None:
    draft = await begun(edge, "accept")
    end = "" if days is None else (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
    body = sent(draft, "handoff_accept", reason={"value": "A pilot."}, until={"selected_date": end})
    status, answer = await edge.interaction(body)
    assert (status, set(json.loads(answer)["errors"]), edge.started.runs) == (200, {"until"}, [])
    assert edge.drafts.kept[draft].text == ""


async def test_the_draft_of_another_person_is_neither_changed_nor_sent(edge: Edge) -> None:
    draft = await begun(edge)
    body = sent(draft, "handoff_answer", user="U9", answer={"value": "Mine now."})
    assert (await edge.interaction(body))[0] == 200
    assert (edge.drafts.kept[draft].text, edge.started.runs) == ("", [])

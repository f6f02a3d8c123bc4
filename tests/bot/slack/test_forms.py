"""The settings modal at Slack's edge: opened within its trigger's life, read back, never believed blindly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.views import ChannelForm, SettingsView
from bot.render.actions import Click
from bot.render.modals.settings import settings_modal

from .conftest import TEAM, Edge
from .test_listeners import clicked

OPENED = {"ok": True, "view": {"id": "V1"}}


async def test_the_command_opens_a_modal_that_waits_and_the_engine_fills_it(edge: Edge) -> None:
    edge.slack.answers["views.open"] = OPENED
    assert await edge.command("settings") == (200, "")
    [(name, identity, payload)] = edge.started.runs
    assert (name, identity) == ("form", f"form:{TEAM}:13.37.abc")
    assert (payload["view_id"], payload["place"]["channel"], payload["user"]) == ("V1", "C1", "U1")
    assert edge.slack.called("views.open")[0]["trigger_id"] == "13.37.abc"


async def test_where_the_trigger_is_too_old_the_settings_are_told_in_words(edge: Edge) -> None:
    edge.slack.answers["views.open"] = {"ok": False, "error": "expired_trigger_id"}
    await edge.command("settings")
    assert [run[0] for run in edge.started.runs] == ["settings"]


async def test_the_button_of_app_home_opens_the_channel_it_names(edge: Edge) -> None:
    edge.slack.answers["views.open"] = OPENED
    await edge.interaction(clicked(Click("settings", "C7")))
    [(name, _, payload)] = edge.started.runs
    assert (name, payload["place"]["channel"], payload["user"]) == ("form", "C7", "U2")


@pytest.mark.parametrize("channel", ["", "x", "C7/../C8", "<!channel>", "c7"])
async def test_a_button_that_names_no_channel_opens_nothing(edge: Edge, channel: str) -> None:
    edge.slack.answers["views.open"] = OPENED
    assert (await edge.interaction(clicked(Click("settings", channel))))[0] == 200
    assert edge.started.runs == []
    assert edge.slack.called("views.open") == []


def submitted(form: ChannelForm) -> dict[str, Any]:
    view = settings_modal(SettingsView(form)).view
    values = {
        block["block_id"]: {
            "value": {
                "value": block["element"].get("initial_value"),
                "selected_option": block["element"].get("initial_option"),
                "selected_options": block["element"].get("initial_options", []),
                "selected_time": block["element"].get("initial_time"),
            }
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": "U2"},
        "trigger_id": "7.7.v",
        "view": {**view, "id": "V1", "state": {"values": values}},
    }


FORM = ChannelForm("C1", True, ("PAY",), "agent", "reaction", 0, "09:30", "Europe/Helsinki", "project = PAY")


async def test_what_is_submitted_goes_to_the_engine(edge: Edge) -> None:
    assert await edge.interaction(submitted(FORM)) == (200, "")
    [(name, identity, payload)] = edge.started.runs
    assert (name, identity, payload["user"]) == ("save", f"save:{TEAM}:7.7.v", "U2")
    assert (payload["watching"], payload["projects"], payload["receiver"], payload["quiet"]) == (
        True,
        ["PAY"],
        "agent",
        "reaction",
    )
    assert (payload["weekday"], payload["at"], payload["zone"], payload["site"]) == (
        0,
        "09:30",
        "Europe/Helsinki",
        "main",
    )


async def test_what_is_wrong_is_said_beside_its_field_and_starts_nothing(edge: Edge) -> None:
    status, body = await edge.interaction(submitted(ChannelForm("C1", watching=True, weekday=0, zone="Mars")))
    answer = json.loads(body)
    assert (status, answer["response_action"], set(answer["errors"])) == (200, "errors", {"projects", "zone", "jql"})
    assert edge.started.runs == []


async def test_a_submission_for_no_channel_is_acknowledged_and_starts_nothing(edge: Edge) -> None:
    body = submitted(FORM)
    body["view"]["private_metadata"] = "C1'; DROP TABLE channels; --"
    assert await edge.interaction(body) == (200, "")
    assert edge.started.runs == []


def changed(view: dict[str, Any], name: str = "receiver") -> dict[str, Any]:
    """A field of the modal was changed to what it shows."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "U2"},
        "trigger_id": "9.9.z",
        "view": view,
        "actions": [{"type": "static_select", "action_id": "value", "block_id": name}],
    }


async def test_a_changed_value_is_tried_by_the_engine(edge: Edge) -> None:
    view = submitted(ChannelForm("C1", True, (), "agent"))["view"] | {"id": "V7"}
    assert (await edge.interaction(changed(view)))[0] == 200
    [(name, identity, payload)] = edge.started.runs
    assert (name, identity, payload["view_id"]) == ("try", f"try:{TEAM}:9.9.z", "V7")
    assert payload["chosen"]["receiver"] == "agent" and payload["user"] == "U2", "though it could not be saved yet"


async def test_what_is_typed_elsewhere_or_in_another_modal_tries_nothing(edge: Edge) -> None:
    view = submitted(ChannelForm("C1"))["view"] | {"id": "V7"}
    await edge.interaction(changed(view, "jql"))
    await edge.interaction(changed(view | {"callback_id": "handoff_else"}))
    await edge.interaction(changed(view | {"private_metadata": "C1/../C2"}))
    assert edge.started.runs == []

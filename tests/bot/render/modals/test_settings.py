"""What a settings modal shows is what its submission gives back, or a fault beside its field."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.views import ChannelForm, SettingsView
from bot.render.modals.forms import submitted, submitted_many
from bot.render.modals.settings import settings_form, settings_modal
from bot.schedule import NEVER_QUIET, QuietHours
from tests.bot.render.slack_limits import assert_blocks

ZONES = ("Europe/Helsinki", "America/New_York")
FORM = ChannelForm(
    "C1", True, ("PAY", "WEB"), "agent", "condensed", weekday=0, at="09:30", zone="Europe/Helsinki", jql="project = PAY"
)


def untouched(view: dict[str, Any]) -> dict[str, Any]:
    """The payload of a modal that was submitted as it was opened."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {
                element["action_id"]: {
                    "value": element.get("initial_value"),
                    "selected_option": element.get("initial_option"),
                    "selected_options": element.get("initial_options", []),
                    "selected_time": element.get("initial_time"),
                }
            }
    return {"private_metadata": view["private_metadata"], "state": {"values": values}}


def test_what_is_shown_comes_back() -> None:
    view = settings_modal(SettingsView(FORM, ("PAY", "OPS"), effect=(("ready", 3), ("questions", 2)))).view
    assert_blocks(view["blocks"], "modal")
    assert settings_form(untouched(view), ZONES) == FORM


def test_the_language_of_the_digest_comes_back() -> None:
    form = ChannelForm("C1", weekday=1, zone="Europe/Helsinki", jql="a = b", language="fi")
    assert settings_form(untouched(settings_modal(SettingsView(form)).view), ZONES) == form


def test_a_channel_that_never_agreed_to_anything_comes_back_silent() -> None:
    view = settings_modal(SettingsView(ChannelForm("C1"))).view
    assert settings_form(untouched(view), ZONES) == ChannelForm("C1")


@pytest.mark.parametrize("hours", [NEVER_QUIET, QuietHours(time(19, 30), time(7), "Europe/Helsinki")])
def test_quiet_hours_come_back(hours: QuietHours) -> None:
    form = ChannelForm("C1", hours=hours, zone="" if hours.never else hours.zone)
    view = settings_modal(SettingsView(form)).view
    assert_blocks(view["blocks"], "modal")
    assert settings_form(untouched(view), ZONES) == form


def test_quiet_hours_need_a_zone_and_two_times() -> None:
    form = ChannelForm("C1", hours=QuietHours(time(8), time(9), "UTC"))
    values = untouched(settings_modal(SettingsView(form)).view)
    values["state"]["values"]["quiet_until"]["value"]["selected_time"] = "08:00"
    faults = settings_form(values, ZONES)
    assert isinstance(faults, dict) and set(faults) == {"zone", "quiet_until"}
    assert isinstance(settings_form(values, ZONES, checked=False), ChannelForm), "while somebody is still choosing"


def test_links_of_no_project_are_refused_beside_the_field() -> None:
    view = settings_modal(SettingsView(ChannelForm("C1", watching=True), ("PAY",))).view
    faults = settings_form(untouched(view), ZONES)
    assert isinstance(faults, dict) and set(faults) == {"projects"}


def test_a_digest_needs_a_zone_and_something_to_look_at() -> None:
    view = settings_modal(SettingsView(ChannelForm("C1", weekday=1, zone="Mars"))).view
    faults = settings_form(untouched(view), ZONES)
    assert isinstance(faults, dict) and set(faults) == {"zone", "jql"}


def test_a_zone_is_known_however_it_is_spelled() -> None:
    view = settings_modal(SettingsView(ChannelForm("C1", weekday=1, zone="europe/helsinki", jql="x = y"))).view
    form = settings_form(untouched(view), ZONES)
    assert isinstance(form, ChannelForm) and form.zone == "Europe/Helsinki"


def test_the_effect_on_the_last_tickets_is_said() -> None:
    view = settings_modal(SettingsView(FORM, effect=(("ready", 3), ("questions", 2)))).view
    assert view["blocks"][-1]["elements"][0]["text"] == (
        "For the last 5 tickets here, these settings would have said: 3 ready, 2 nearly ready."
    )


def test_more_projects_than_slack_takes_are_cut() -> None:
    offered = tuple(f"P{number}" for number in range(300))
    assert_blocks(settings_modal(SettingsView(FORM, offered)).view["blocks"], "modal")


@given(
    st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
)
def test_a_forged_submission_is_read_as_empty(state: Any) -> None:
    view = {"state": {"values": {"zone": state}}}
    submitted(view, "zone")
    submitted_many({"state": state}, "projects")
    assert settings_form({"state": state}, ZONES) == ChannelForm("")

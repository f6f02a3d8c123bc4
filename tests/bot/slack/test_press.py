"""A pressed button as a value: who, which and where, from what Slack sends and from what somebody forges."""

from __future__ import annotations

from typing import Any

import pytest

from bot.render.actions import LINK, MORE, Click, encode, encode_option
from bot.requests import Place
from bot.seal import Seal
from bot.slack.press import Press, press_in

SEAL = Seal.passing()
WHY = Click("why", "v7", "CTX101")


def pressed(click: Click = WHY, **body: Any) -> Press | None:
    action = {"action_id": f"handoff_{click.verb}", "value": encode(click)}
    return press_in({"trigger_id": "1.2", "user": {"id": "U1"}, "actions": [action], **body}, "T0", SEAL)


@pytest.mark.parametrize(
    "body",
    [
        {"user": {}},
        {"trigger_id": ""},
        {"actions": []},
        {"actions": [{"action_id": LINK}]},
        {"actions": [{"action_id": "handoff_why", "value": "not ours"}]},
    ],
)
def test_what_is_no_press_of_ours_is_none(body: dict[str, Any]) -> None:
    assert pressed(**body) is None


@pytest.mark.parametrize(
    ("container", "message", "thread"),
    [
        ({"message_ts": "5.5", "thread_ts": "5.0"}, {}, "5.0"),
        ({"message_ts": "5.5"}, {"thread_ts": "5.0"}, "5.0"),
        ({"message_ts": "5.5"}, {}, "5.5"),
        ({"message_ts": "5.5", "is_ephemeral": True}, {}, None),
    ],
    ids=["in a thread", "in a thread, as the message says", "a card with its thread under it", "for one person's eyes"],
)
def test_an_answer_belongs_where_the_button_stands(
    container: dict[str, Any], message: dict[str, Any], thread: str | None
) -> None:
    press = pressed(channel={"id": "C1"}, container=container, message=message)
    assert press is not None and press.place == Place("T0", "C1", thread)


def test_what_is_chosen_from_a_gaps_menu_is_a_press_like_any_other() -> None:
    action = {"action_id": MORE, "selected_option": {"value": encode_option(WHY)}}
    press = pressed(actions=[action])
    assert press is not None and press.click == WHY


def test_a_button_of_app_home_stands_in_no_channel() -> None:
    press = pressed(container={"type": "view"}, view={"id": "V1", "type": "home"})
    assert press is not None and (press.place, press.view) == (Place("T0", ""), "V1")


def test_whom_to_answer_by_is_sealed_at_once() -> None:
    press = pressed(response_url="https://hooks.slack.com/actions/T0/1/secret")
    assert press is not None and press.reply is not None
    assert (
        "hooks.slack.com" not in press.reply and SEAL.open(press.reply) == "https://hooks.slack.com/actions/T0/1/secret"
    )

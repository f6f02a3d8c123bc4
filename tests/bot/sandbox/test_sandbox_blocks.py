"""The sandbox refuses the blocks that Slack refuses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.slack.block_kit.blockcheck import faults

PLAIN = {"type": "plain_text", "text": "x"}
BUTTON = {"type": "button", "action_id": "a", "text": PLAIN}
OPTION = {"text": PLAIN, "value": "v"}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


TEXT = {"type": "text", "text": "x"}
GOOD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}},
    {"type": "section", "fields": [PLAIN] * 10},
    {"type": "header", "text": PLAIN},
    {"type": "divider"},
    {"type": "context", "elements": [PLAIN] * 10},
    {"type": "actions", "elements": [BUTTON | {"action_id": str(n)} for n in range(25)]},
    {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"},
    rich(
        {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": [TEXT]}]}
    ),
    rich({"type": "rich_text_quote", "elements": [TEXT]}, {"type": "rich_text_preformatted", "elements": [TEXT]}),
]
BAD = {
    "a section without text": {"type": "section"},
    "a section too long": {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}},
    "an empty text": {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
    "eleven fields": {"type": "section", "fields": [PLAIN] * 11},
    "a field too long": {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]},
    "a header in mrkdwn": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "a header too long": {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
    "a full context": {"type": "context", "elements": [PLAIN] * 11},
    "an empty context": {"type": "context", "elements": []},
    "too many buttons": {"type": "actions", "elements": [BUTTON | {"action_id": str(n)} for n in range(26)]},
    "an action id used twice": {"type": "actions", "elements": [BUTTON, BUTTON]},
    "a button's words too long": {
        "type": "actions",
        "elements": [BUTTON | {"text": {"type": "plain_text", "text": "x" * 76}}],
    },
    "a button's value too long": {"type": "actions", "elements": [BUTTON | {"value": "x" * 2001}]},
    "an invented style": {"type": "actions", "elements": [BUTTON | {"style": "warning"}]},
    "a full overflow": {
        "type": "actions",
        "elements": [{"type": "overflow", "action_id": "o", "options": [OPTION] * 6}],
    },
    "an initial option from elsewhere": {
        "type": "actions",
        "elements": [
            {"type": "static_select", "action_id": "s", "options": [OPTION], "initial_option": OPTION | {"value": "w"}}
        ],
    },
    "an image without words": {"type": "image", "image_url": "https://x.example/a.png"},
    "an unknown block": {"type": "carousel_of_dreams"},
    "a modal's block in a message": {"type": "alert", "text": PLAIN},
    "an empty rich text": rich({"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}),
    "a list of texts": rich({"type": "rich_text_list", "style": "bullet", "elements": [TEXT]}),
    "a mention in code": rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]}),
    "a block id too long": {"type": "divider", "block_id": "x" * 256},
    "no block at all": "divider",
}


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_good_blocks_pass(block: dict[str, Any]) -> None:
    assert faults([block], "message") == []


@pytest.mark.parametrize("block", BAD.values(), ids=BAD.keys())
def test_bad_blocks_are_named_with_their_path(block: Any) -> None:
    found = faults([block], "message")
    assert found
    assert all("json-pointer:/blocks" in fault for fault in found)


def test_totals_count_over_the_whole_message() -> None:
    assert faults([{"type": "divider"}] * 50, "message") == []
    assert faults([{"type": "divider"}] * 51, "message")
    assert faults([{"type": "divider"}] * 100, "modal") == []
    assert faults([{"type": "markdown", "text": "x" * 7000}] * 2, "message")
    assert faults([{"type": "divider", "block_id": "same"}] * 2, "message")

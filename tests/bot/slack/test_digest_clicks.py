"""Whose list a click shows: that of the channel it is in, or of the modal that was filled with it; never another's."""

from __future__ import annotations

from typing import Any

import pytest

from bot.judging.showing import row_id, verdict_id
from bot.render.actions import Click, encode
from bot.render.modals.ticket_list import list_modal
from bot.requests import ListRequest
from bot.runs import from_payload
from bot.seal import Seal
from bot.slack.digest_clicks import LAST, DigestButtons, of_digest
from bot.slack.press import press_in
from bot.views import ListView

from .given import Started

NOBODY: Any = None
MODAL = list_modal(ListView("d7", 0, 0, (), 0)).view


async def asked(click: Click, **body: Any) -> ListRequest | None:
    action = {"action_id": f"handoff_{click.verb}", "value": encode(click)}
    whole = {"trigger_id": "1.2", "user": {"id": "U1"}, "actions": [action], **body}
    press, started = press_in(whole, "T0", Seal.passing()), Started()
    assert press is not None and await DigestButtons(started).pressed(press, NOBODY)
    return from_payload(ListRequest, started.runs[0][2]) if started.runs else None


async def test_a_page_of_the_modals_own_list_is_turned() -> None:
    view = {"id": "V1", "private_metadata": MODAL["private_metadata"]}
    found = await asked(Click("list_back", "d7", page=2), view=view)
    assert found is not None and (found.digest, found.page, found.view_id) == (7, 2, "V1")


@pytest.mark.parametrize("metadata", [MODAL["private_metadata"], "", "d70", '{"handle": "d8"}'])
async def test_a_number_that_was_edited_shows_no_other_channels_list(metadata: str) -> None:
    assert await asked(Click("list", "d8"), view={"id": "V1", "private_metadata": metadata}) is None


async def test_a_click_of_the_home_tab_shows_none() -> None:
    assert await asked(Click("csv", "d8"), view={"id": "V1", "type": "home"}) is None


async def test_a_click_in_a_channel_says_which_and_is_compared_there() -> None:
    found = await asked(Click("csv", "d8"), channel={"id": "C1"}, container={"message_ts": "1.1"})
    assert found is not None and found.place.channel == "C1"


async def test_a_page_far_beyond_any_is_not_counted_to() -> None:
    found = await asked(Click("csv", "d8", page=10**400), channel={"id": "C1"})
    assert found is not None and found.page == LAST


@pytest.mark.parametrize("handle", ["d" + "9" * 19, "d", "d-1", "d٣", "v7", "d7 ", "d7\n", "dd7"])
def test_a_handle_that_is_none_is_no_digests(handle: str) -> None:
    assert not of_digest(Click("list", handle))
    assert row_id("d", handle) is None


def test_a_verdicts_handle_has_no_more_digits_than_an_id() -> None:
    assert verdict_id("v12") == 12
    assert verdict_id("v" + "9" * 19) is None and verdict_id("v" + "1" * 5000) is None

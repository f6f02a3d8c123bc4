"""Requests as the engine keeps them: rows of an older version are read by a newer one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot import requests
from bot.conversation import requests as talk
from bot.requests import JudgeRequest, Place, TicketRef
from bot.runs import Request, from_payload, submit, to_payload

KINDS: list[type[Request]] = [
    kind for module in (requests, talk) for kind in vars(module).values() if hasattr(kind, "RUN")
]
JUDGE = JudgeRequest("msg:T1:C1:1.0", Place("T1", "C1", "1.0"), "U1", "link", (TicketRef("main", "PAY-1"),))


def test_each_kind_of_request_has_the_name_that_stands_in_committed_rows() -> None:
    assert sorted(kind.RUN for kind in KINDS) == [
        *("act", "click", "digest", "draft", "form", "home", "judge", "list", "look", "moved", "save", "say"),
        *("settings", "step", "try", "unfurl", "welcome"),
    ]


def test_a_request_is_read_again_as_it_was() -> None:
    assert from_payload(JudgeRequest, to_payload(JUDGE)) == JUDGE


def test_a_request_of_a_newer_version_is_read_as_far_as_this_one_knows_it() -> None:
    assert from_payload(JudgeRequest, to_payload(JUDGE) | {"of_tomorrow": 1}) == JUDGE


def test_a_row_that_lacks_what_a_request_needs_is_refused() -> None:
    with pytest.raises(ValidationError):
        from_payload(JudgeRequest, {"identity": "msg:T1:C1:1.0"})


async def test_a_request_is_committed_under_the_name_of_its_kind() -> None:
    started: list[tuple[str, str, dict[str, Any]]] = []

    class Engine:
        async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
            started.append((name, identity, payload))

    await submit(Engine(), JUDGE)
    assert started == [("judge", JUDGE.identity, to_payload(JUDGE))]

"""Requests as the engine keeps them: rows of an older version are read by a newer one, and whoever answers gets values."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot import requests
from bot.connecting import requests as connecting
from bot.conversation import requests as talk
from bot.digest import requests as digest
from bot.ports import Run
from bot.requests import JudgeRequest, Place, TicketRef
from bot.runs import Request, from_payload, serve, submit, to_payload
from bot.upkeep import requests as upkeep

MODULES = (requests, talk, digest, connecting, upkeep)
KINDS: list[type[Request]] = [kind for module in MODULES for kind in vars(module).values() if hasattr(kind, "RUN")]
JUDGE = JudgeRequest("msg:T1:C1:1.0", Place("T1", "C1", "1.0"), "U1", "link", (TicketRef("main", "PAY-1"),))


def test_each_kind_of_request_has_the_name_that_stands_in_committed_rows() -> None:
    assert sorted(kind.RUN for kind in KINDS) == [
        *("act", "change", "click", "digest", "digest_run", "draft", "form", "home", "jira", "judge", "list", "look"),
        *("moved", "notice", "readers", "remind", "save", "say", "settings", "step", "try", "unfurl", "uninstalled"),
        "welcome",
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


CHANGE = {"workspace": "T1", "site": "main", "issue_id": "10001", "key": "PAY-1"}


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        (talk.ChangeRequest, CHANGE),
        (talk.ChangeRequest, {**CHANGE, "moved_on": True, "linked": ["PAY-2"]}),
        (talk.RemindRequest, {"workspace": "T1", "site": "main", "issue_id": "10001", "question": "ab12"}),
        (upkeep.RemovalRequest, {"workspace": "T1", "mark": "m1"}),
        (upkeep.ExpiryRequest, {"workspace": "T1", "site": "main", "ends": "2026-12-05"}),
        (connecting.ConnectRequest, {"workspace": "T1", "user": "U1", "verb": "check", "site": "T1:acme"}),
    ],
)
def test_a_row_from_before_its_kind_had_an_identity_of_its_own_is_read(
    kind: type[Request], row: dict[str, Any]
) -> None:
    assert to_payload(from_payload(kind, row)).items() >= row.items()


async def test_whoever_answers_a_kind_is_given_the_request_itself() -> None:
    handlers: dict[str, Any] = {}
    answered: list[JudgeRequest] = []

    class Engine:
        def register(self, name: str, handler: Any) -> None:
            handlers[name] = handler

    async def answer(run: Run, request: JudgeRequest) -> None:
        answered.append(request)

    serve(Engine(), JudgeRequest, answer)
    await handlers["judge"](None, to_payload(JUDGE))
    assert answered == [JUDGE]

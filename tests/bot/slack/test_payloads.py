"""Every payload that was recorded at Slack, or drawn from its types, is answered 200."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id

from .conftest import AUTH, Edge

FORM = "application/x-www-form-urlencoded"


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["slack-payloads", "slack-shapes"])
async def test_every_recorded_payload_is_answered(edge: Edge, shared: Path, folder: str) -> None:
    """Once as a stranger's, once as of our own workspace, so that the listeners see it too."""
    seen = 0
    for path in sorted((shared / "fixtures" / folder).glob("*.json")):
        for payload in _payloads(json.loads(path.read_text("utf-8"))):
            for answer in (AUTH, _installed_where_it_comes_from(payload)):
                edge.installations.forget("")
                edge.slack.answers["auth.test"] = answer
                assert (await _send(edge, payload))[0] == 200, path.name
            seen += 1
    assert seen > 40


async def _send(edge: Edge, payload: dict[str, Any]) -> tuple[int, str]:
    if "command" in payload:
        form = {name: str(value) for name, value in payload.items()}
        return await edge.signed(urlencode(form).encode(), FORM)
    if payload.get("type") in {"event_callback", "url_verification"} or "event" in payload:
        return await edge.event(payload)
    return await edge.interaction(payload)


def _payloads(recorded: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The payload, out of its Socket Mode envelope where it has one. Generated shapes leave out the outer type."""
    payload = recorded["payload"] if "envelope_id" in recorded else recorded
    if "event" in payload and not payload.get("type"):
        payload = {**payload, "type": "event_callback"}
    yield payload


def _installed_where_it_comes_from(payload: dict[str, Any]) -> dict[str, Any]:
    team, enterprise = extract_team_id(payload), extract_enterprise_id(payload)
    return AUTH | {
        "team_id": team or "T111",
        "enterprise_id": enterprise,
        "is_enterprise_install": extract_is_enterprise_install(payload) and bool(enterprise),
    }

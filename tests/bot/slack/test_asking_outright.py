"""What people ask outright: the command, and the shortcut on a message."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.digest.values import DigestPlan

from .conftest import TEAM, Edge

LINK = "https://example.atlassian.net/browse/PAY-12"
TS = "1700000000.000100"


def shortcut(of: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "message_action",
        "callback_id": "handoff_check",
        "team": {"id": TEAM},
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "message_ts": of["ts"],
        "message": of,
        "trigger_id": "9.9.z",
        "response_url": "https://hooks.slack.com/app/T111/1/secret",
    }


@pytest.mark.parametrize("text", ["PAY-12", "payload of PAY-12", f"payload <{LINK}>"])
async def test_a_command_starts_a_run_even_when_it_speaks_of_a_payload(edge: Edge, text: str) -> None:
    assert await edge.command(text) == (200, "")
    [(name, identity, payload)] = edge.started.runs
    assert (name, identity) == ("judge", f"cmd:{TEAM}:13.37.abc")
    assert payload["place"]["thread"] is None


async def test_a_command_from_a_channel_with_payload_in_its_name_is_heard(edge: Edge) -> None:
    assert await edge.command("PAY-12", channel_name="payload-team") == (200, "")
    assert len(edge.started.runs) == 1


async def test_a_response_url_reaches_the_engine_sealed(edge: Edge) -> None:
    await edge.command("PAY-12")
    payload = edge.started.runs[0][2]
    assert "hooks.slack.com" not in json.dumps(payload)
    assert edge.seal.open(payload["reply"]) == "https://hooks.slack.com/commands/T111/1/secret"


@pytest.mark.parametrize("text", ["", "help", "?"])
async def test_a_command_without_words_is_answered_at_once_with_help(edge: Edge, text: str) -> None:
    status, body = await edge.command(text)
    answer = json.loads(body)
    assert status == 200
    assert answer["response_type"] == "ephemeral"
    assert "/handoff PAY-12" in answer["text"]
    assert edge.started.runs == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("digest monday", "Kerro päivä"),
        ("digest mon 09:00 Europe/Helsinky", "Europe/Helsinky"),
        ("on", "Say which projects"),
    ],
)
async def test_words_about_a_digest_are_corrected_in_its_language(edge: Edge, text: str, said: str) -> None:
    due = datetime(2026, 11, 30, 7, tzinfo=UTC)
    edge.plans.kept["C1"] = DigestPlan(TEAM, "C1", 0, "09:00", "UTC", "main", "", due, "U1", language="fi")
    _, body = await edge.command(text)
    assert said in json.loads(body)["text"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what", "no ticket"),
        ("ABC-1", "ABC-1"),
        ("https://evil.example/browse/PAY-1", "no Jira that I am connected to"),
        ("digest monday", "/handoff digest mon 09:00"),
        ("digest mon 09:00 Europe/Helsinky", "Europe/Helsinki"),
        ("on", "/handoff on PAY,WEB"),
        ("on PAY-1", "PAY-1"),
        ("PAY-12 for boss", "“boss”"),
        (f"<{LINK}> to boss", "for a contractor"),
    ],
)
async def test_a_command_that_names_no_work_says_what_to_type_instead(edge: Edge, text: str, said: str) -> None:
    status, body = await edge.command(text)
    assert status == 200
    assert said in json.loads(body)["text"]
    assert edge.started.runs == []


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("on pay, web for an agent", "settings", {"action": "watch", "projects": ["PAY", "WEB"], "receiver": "agent"}),
        ("off", "settings", {"action": "unwatch"}),
        ("settings", "settings", {"action": "show"}),
        ("digest", "digest", {"action": "show"}),
        ("digest off", "digest", {"action": "off"}),
        (
            "digest mon 9:05 europe/helsinki project = PAY AND status = “To Do” AND updated &gt; -7d",
            "digest",
            {
                "action": "set",
                "weekday": 0,
                "at": "09:05",
                "zone": "Europe/Helsinki",
                "jql": 'project = PAY AND status = "To Do" AND updated > -7d',
                "site": "main",
            },
        ),
    ],
)
async def test_commands_about_a_channel_go_to_the_engine(
    edge: Edge, text: str, name: str, expected: dict[str, Any]
) -> None:
    assert await edge.command(text) == (200, "")
    [(started, _, payload)] = edge.started.runs
    assert started == name
    assert {key: payload[key] for key in expected} == expected


async def test_a_shortcut_on_an_apps_message_judges_the_tickets_it_names(edge: Edge) -> None:
    card = {"text": "", "bot_id": "B9", "ts": "5.5", "attachments": [{"title_link": LINK, "text": "Refunds"}]}
    status, _ = await edge.interaction(shortcut(card))
    [(_, identity, payload)] = edge.started.runs
    assert (status, identity) == (200, f"cut:{TEAM}:9.9.z")
    assert payload["place"]["thread"] == "5.5"
    assert payload["tickets"] == [{"site": "main", "key": "PAY-12"}]


async def test_a_shortcut_on_a_message_without_ticket_says_so(edge: Edge) -> None:
    await edge.interaction(shortcut({"text": "lunch?", "user": "U2", "ts": "5.5"}))
    assert edge.started.runs[0][2]["word"] == "message_without_ticket"


async def test_a_command_that_cannot_be_committed_tells_its_person_with_a_reference(edge: Edge) -> None:
    edge.started.failure = RuntimeError("database is locked")
    status, body = await edge.command("PAY-12")
    assert status == 200
    assert "reference" in json.loads(body)["text"]
    assert "database" not in body

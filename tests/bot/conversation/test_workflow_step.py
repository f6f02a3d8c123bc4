"""A workflow that checks a ticket: the card, the verdict for its next steps, and nothing that the channel may not read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.slack.web_api.steps import run_step
from bot.slack.manifest import manifest
from bot.slack.manifest_variants import with_step
from bot.slack.workflow_step import STEP
from tests.bot.conversation.conftest import BOT, ROOM, Life, lived


@pytest.fixture
async def flow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    async for made in lived(tmp_path, monkeypatch, with_step(manifest())):
        yield made


async def outcome(life: Life, **inputs: str) -> dict[str, Any]:
    execution = run_step(life.sandbox.slack.core, STEP, {"channel": ROOM, **inputs})
    await life.until(lambda: life.sandbox.slack.workspace.steps[execution])
    return life.sandbox.slack.workspace.steps[execution] or {}


def cards(life: Life, channel: str = ROOM) -> list[str]:
    return [one.text for one in life.sandbox.slack.messages(channel) if one.user == BOT]


async def test_the_card_is_posted_and_the_workflow_goes_on_with_the_verdict(flow: Life) -> None:
    done = await outcome(flow, ticket="PAY-12", receiver="agent")
    assert done["outputs"]["verdict"] == "ready"
    assert done["outputs"]["readiness"].startswith("PAY-12 is ready for")
    [card] = [one for one in flow.sandbox.slack.messages(ROOM) if one.user == BOT]
    assert card.ts.replace(".", "") in done["outputs"]["card"]
    assert "agent" in card.text


async def test_a_link_will_do_and_a_second_run_updates_the_same_card(flow: Life) -> None:
    await outcome(flow, ticket=flow.sandbox.link("PAY-15"))
    again = await outcome(flow, ticket="PAY-15")
    assert again["outputs"]["verdict"] == "not_ready"
    assert len(cards(flow)) == 1


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"ticket": "the one with the refunds"}, "names no ticket"),
        ({"ticket": "PAY-999"}, "did not give me the ticket"),
        ({"ticket": "OPS-3"}, "may not be shown in that channel"),
        ({"ticket": "PAY-12", "channel": "C0NOSUCH"}, "may not be shown in that channel"),
    ],
)
async def test_what_cannot_be_done_ends_the_step_with_the_next_thing_to_do(
    flow: Life, inputs: dict[str, str], said: str
) -> None:
    ended = await outcome(flow, **inputs)
    assert said in ended["error"]
    assert cards(flow) == []


async def test_a_channel_of_strangers_hands_no_verdict_to_the_workflow(flow: Life) -> None:
    ended = await outcome(flow, ticket="PAY-12", channel="C0SHARED")
    assert "outputs" not in ended, "a workflow may post what it is told anywhere"


async def test_a_workflow_is_told_no_word_of_the_ticket_and_no_more_than_whoever_asks_is(flow: Life) -> None:
    """Slack does not say who made or ran a workflow, so whether they are in the channel cannot be looked at. It need not
    be: key and verdict are told to anybody who asks in a direct message, and that is all that is told here."""
    told = (await outcome(flow, ticket="PAY-15"))["outputs"]
    assert set(told) == {"verdict", "readiness", "card"}
    words = told["verdict"] + told["readiness"]
    title = flow.sandbox.jira.issue("PAY-15").summary
    assert "PAY-15" in words and not [word for word in title.split() if len(word) > 6 and word in words]


async def test_an_app_without_the_step_hears_of_none(life: Life) -> None:
    execution = run_step(life.sandbox.slack.core, STEP, {"channel": ROOM, "ticket": "PAY-12"})
    await life.rest()
    assert life.sandbox.slack.workspace.steps[execution] is None

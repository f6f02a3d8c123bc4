"""A preview looks where the digest will look, names no more than it may, and says where it stopped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.bot.digest.digests import CHANNEL, asked, plan, settings, uses
from tests.bot.judging.conftest import World
from tests.fakes.ports import FakePolicies

SOURCES: list[dict[str, Any]] = [{}, {"source": "backlog", "board": "12"}]


async def previewed(world: World, **source: Any) -> str:
    await world.store.digests.set(replace(plan(world), **source), now=world.clock())
    await world.run(settings(world), asked("preview"))
    return world.slack.replies[-1][1].text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"jql": "labels = soon"}, "labels = soon"),
        ({"source": "backlog", "board": "12"}, "the backlog of board 12"),
        ({"source": "sprint", "board": "12"}, "the next sprint of board 12"),
    ],
)
async def test_a_preview_says_what_it_looks_at(world: World, source: dict[str, Any], words: str) -> None:
    assert words in await previewed(world, **source)


@pytest.mark.parametrize("source", SOURCES)
async def test_a_preview_that_stops_early_says_so_and_one_that_saw_all_does_not(
    world: World, monkeypatch: pytest.MonkeyPatch, source: dict[str, Any]
) -> None:
    for number in range(2, 6):
        world.jira.has(f"PAY-{number}", "Do it.")
    monkeypatch.setattr("bot.digest.previewing.preview.LIMIT", 4)
    monkeypatch.setattr("bot.digest.previewing.preview.CHUNK", 2)
    text = await previewed(world, **source)
    assert "4 nearly ready" in text and "It looks at the first 4 tickets only" in text
    monkeypatch.setattr("bot.digest.previewing.preview.LIMIT", 5)
    text = await previewed(world, **source)
    assert "5 nearly ready" in text and "It looks at the first" not in text


@pytest.mark.parametrize("source", SOURCES)
async def test_a_preview_leaves_out_what_is_done(world: World, source: dict[str, Any]) -> None:
    world.jira.has("PAY-2", "Done.", done=True)
    assert "1 nearly ready" in await previewed(world, **source)


async def test_what_a_modal_counts_is_what_may_be_named_and_no_verdict_without_tickets(world: World) -> None:
    world.jira.has("PAY-2", "Do it.")
    world.jira.has("SEC-9", "Do it.")
    world.jira.has("PAY-3", "Do it.", security=True)
    counts, _ = await uses(world, FakePolicies({"PAY-2": "ready"})).preview.effect(CHANNEL, None, "main")
    assert counts == (("ready", 1), ("questions", 1))

"""A world with one digest set."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.digest.presenting import drawing
from bot.render.charts.chart import chart
from tests.bot.digest.digests import plan
from tests.bot.judging.conftest import World, made_world

BY_A_PROCESS = drawing._drawn


@pytest.fixture(autouse=True)
def drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are drawn in this process, as the one that is started for each would draw them."""

    async def here(asked: bytes) -> bytes:
        given = json.loads(asked)
        return chart(drawing.TREND.validate_python(given["trend"]), given["language"]).png

    monkeypatch.setattr(drawing, "_drawn", here)


@pytest.fixture
def drawn_by_a_process(drawn_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_drawn", BY_A_PROCESS)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async for made in made_world(tmp_path):
        await made.store.digests.set(plan(made), now=made.clock())
        yield made

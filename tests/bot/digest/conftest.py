"""A world with one digest set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.digest.digests import plan
from tests.bot.judging.conftest import World, made_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async for made in made_world(tmp_path):
        await made.store.digests.set(plan(made), now=made.clock())
        yield made

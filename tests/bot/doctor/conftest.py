"""The Slack and the Jira that are examined."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import App, Pace, Sandbox
from bot.slack.manifest import manifest


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(App.of_manifest(manifest()), pace=Pace.fast()) as running:
        yield running

"""A launched engine on each kind of database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import URL

from bot.engine import Engine, migrate_engine
from bot.engine.run import Handler

Launch = Callable[..., Awaitable[Engine]]


@pytest.fixture
async def launch(database: URL) -> AsyncIterator[Launch]:
    """Launches an engine with these handlers; it is closed at the end of the test."""
    async with AsyncExitStack() as stack:

        async def launch(*, attempts: int = 10, **handlers: Handler) -> Engine:
            migrate_engine(database)
            engine = Engine(database, takeover=0.2, attempts=attempts)
            for name, handler in handlers.items():
                engine.register(name, handler)
            await engine.launch()
            stack.push_async_callback(engine.close, 2)
            return engine

        yield launch

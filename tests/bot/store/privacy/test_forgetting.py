"""However much is past its time, whoever else writes has a turn while it goes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select, text

from bot.store import Store
from bot.store.privacy.forgetting import FEW
from bot.store.privacy.scope import shown_nowhere
from bot.store.sql.database import reading
from bot.store.tables import posts, verdicts
from tests.fakes.rows import row_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEPT = timedelta(days=30)


async def test_what_is_past_its_time_goes_a_few_rows_at_a_time(store: Store) -> None:
    old, many = row_of(posts, NOW - KEPT - timedelta(days=1)), FEW * 5 // 2
    async with store.engine.begin() as connection:
        await connection.execute(insert(posts), [{**old, "id": n, "identity": f"msg:{n}"} for n in range(1, many + 1)])
    forgetting = asyncio.create_task(store.forget(NOW, KEPT))
    left = set()
    while not forgetting.done():
        async with reading(store.engine).connect() as connection:
            left.add((await connection.execute(select(func.count()).select_from(posts))).scalar_one())
    assert await forgetting == many
    assert left - {0, many}, "others see what has gone so far, so it does not all go at once"


async def test_whether_a_verdict_is_shown_is_looked_up_and_sought_in_no_list(store: Store) -> None:
    """A list of a million took Postgres ten minutes of each hour, and SQLite half a minute in which nobody could write."""
    explain = "EXPLAIN" if store.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    wanted = delete(verdicts).where(shown_nowhere()).compile(store.engine.sync_engine)
    async with reading(store.engine).connect() as connection:
        plan = "\n".join(map(str, await connection.execute(text(f"{explain} {wanted}"))))
    assert "verdicts" in plan and "SubPlan" not in plan and "LIST SUBQUERY" not in plan, plan

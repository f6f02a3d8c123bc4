"""A small helping of what `make chaos` does: a kill at every named moment and at a random one, on both databases."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL

from tests.bot.conftest import database as database
from tests.bot.conftest import postgres as postgres
from tests.chaos.boundaries import BOUNDARIES
from tests.chaos.rounds import rounds


async def test_a_kill_at_every_named_moment_loses_no_card_and_doubles_none(database: URL, tmp_path: Path) -> None:
    async with rounds(database, tmp_path) as made:
        for fault in (*BOUNDARIES, "random"):
            tally = await made.run(fault, 1)
            assert (tally.lost, tally.doubled) == (0, 0), fault

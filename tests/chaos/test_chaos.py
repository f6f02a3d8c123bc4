"""A small helping of what `make chaos` does: kills at the moments that are hardest to get right, on both databases."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL

from tests.bot.conftest import database as database
from tests.bot.conftest import postgres as postgres
from tests.chaos.rounds import rounds

HARDEST = (
    "heard",
    "committed",
    "stored",
    "posted",
    "updated",
    "random",
    "settled",
    "commented",
    "answered",
    "edited",
    "spoken",
)


async def test_a_kill_at_the_hardest_moments_loses_no_card_and_doubles_none(database: URL, tmp_path: Path) -> None:
    async with rounds(database, tmp_path) as made:
        for fault in HARDEST:
            tally = await made.run(fault, 1)
            assert (tally.lost, tally.doubled) == (0, 0), fault

"""A small helping of what `make soak` does: after a few simulated hours nothing is left over, and what is old is gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.soak.hours import HEAD, growth, table
from tests.soak.life import soak

HOURS, BUSY = 3, 2


async def test_what_is_kept_for_an_hour_does_not_pile_up_over_three(tmp_path: Path) -> None:
    soaked = await soak(tmp_path, HOURS, BUSY, seed=1, kept=timedelta(hours=1))
    assert soaked.failures == {}
    hours = soaked.hours
    assert len(hours) == HOURS and hours[-1].done == HOURS * BUSY * 6
    assert hours[-1].runs < hours[-1].done, "of ended runs those of an hour or two are left"
    assert max(hour.rows for hour in hours[2:]) < 2 * hours[1].rows
    assert max(hour.tasks for hour in hours) < 60
    assert set(growth(hours, 1)) >= {"resident", "rows", "handoff.db", "engine.db"}
    assert table(hours).count("\n") == 2 + HOURS and len(hours[0].cells) == len(HEAD)

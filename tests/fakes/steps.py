"""Steps by which a wall clock is set, for tests that must hold whichever it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
STEPS = [timedelta(seconds=-40), timedelta(hours=-1), timedelta(days=-1), timedelta(hours=1), timedelta(days=1)]
BACK = [step for step in STEPS if step < timedelta(0)]
each_step = pytest.mark.parametrize("step", STEPS, ids=str)
each_step_back = pytest.mark.parametrize("step", BACK, ids=str)

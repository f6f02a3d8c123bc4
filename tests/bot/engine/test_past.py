"""Which ended runs are of a workspace, a channel or a person."""

from __future__ import annotations

import pytest

from bot.engine.past import holds


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ("msg:T0AB:C1:1.2 {}", True),
        ('form:7 {"place": {"workspace": "T0AB"}}', True),
        ('change:7 {"site": "T0AB:example"}', True),
        ("msg:T0ABC:C1:1.2 {}", False),
        ('form:7 {"place": {"workspace": "XT0AB"}}', False),
    ],
)
def test_a_run_of_a_workspace_whose_id_only_begins_or_ends_alike_is_anothers(told: str, held: bool) -> None:
    assert holds(told, "T0AB") is held

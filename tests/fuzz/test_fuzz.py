"""A small helping of what `make fuzz` does: mutated payloads at the bot's own routes, none of them a failure of ours."""

from __future__ import annotations

import random
from pathlib import Path

from tests.fuzz.fuzzer import Fuzzer
from tests.fuzz.mutate import bent, broken, dumped
from tests.fuzz.running_bot import opened
from tests.fuzz.shapes import lived_through, verbs_of

ON_A_CARD = {"answer", "why", "wrong", "accept", "undo", "recheck", "ask", "handed_off", "brief", "mute"}
"""What can be pressed on a card in its thread."""
PAYLOADS = 1_500
MUCH = 64 * 2**20
"""Bytes; the full run holds the figure, here only a leak of whole payloads would show."""


async def test_no_mutated_payload_is_a_failure_of_ours(tmp_path: Path) -> None:
    async with opened(tmp_path) as (life, watch):
        shapes = await lived_through(life)
        kinds = {shape.kind for shape in shapes}
        assert kinds == {"events_api", "slash_commands", "interactive", "webhook"}
        assert {verb for shape in shapes for verb in verbs_of(shape)} >= ON_A_CARD, "each press is bent, not some"
        tally = await Fuzzer(life, watch, seed=1).send_mutated(shapes, PAYLOADS, parts=3)
    assert (tally.failures, tally.unanswered) == ({}, 0)
    assert {200, 204, 303, 400, 401, 404, 405} <= tally.statuses.keys(), (
        "what is sound is taken, what is forged or broken is not"
    )
    assert tally.grown < MUCH
    assert tally.tasks <= 5


def test_the_same_seed_bends_a_payload_the_same_way() -> None:
    payload = {"type": "event_callback", "event": {"type": "message", "text": "PAY-12", "blocks": [{"type": "x"}]}}
    for seed in range(200):
        once, again = (dumped(bent(payload, random.Random(seed))) for _ in range(2))  # noqa: S311
        assert once == again
        assert broken(once, random.Random(seed)) == broken(again, random.Random(seed))  # noqa: S311
    assert payload["event"] == {"type": "message", "text": "PAY-12", "blocks": [{"type": "x"}]}

"""`python -m tests.fuzz [--payloads N] [--seed S]`: mutated payloads of Slack, Jira and browsers at the bot's own routes."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bot.commands.parts.arenas import few_arenas
from tests.fuzz.fuzzer import Fuzzer, Tally
from tests.fuzz.running_bot import opened
from tests.fuzz.shapes import lived_through, recorded

SHARED = Path(__file__).parents[3] / "shared"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--payloads", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    few_arenas()  # as `handoff serve` does
    began, worked = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory(prefix="handoff-fuzz-", ignore_cleanup_errors=True) as folder:
        tally = asyncio.run(everything(Path(folder), given.payloads, given.seed))
    sys.stdout.write(told(tally, time.monotonic() - began, time.process_time() - worked))
    sys.exit(0 if tally.sound else 1)


async def everything(folder: Path, payloads: int, seed: int) -> Tally:
    async with opened(folder) as (life, watch):
        shapes = await lived_through(life)
        if SHARED.is_dir():
            shapes += recorded(SHARED)
        sys.stdout.write(f"{len(shapes)} shapes\n")
        return await Fuzzer(life, watch, seed).send_mutated(shapes, payloads)


def told(tally: Tally, seconds: float, processor: float) -> str:
    answers = ", ".join(f"{status}: {count}" for status, count in sorted(tally.statuses.items()))
    lines = [
        f"{tally.sent} payloads in {seconds:.0f} s, {processor:.0f} s of processor time, {tally.unanswered} without an answer",
        f"answers {answers}",
        f"memory {tally.grown / 2**20:+.1f} MB after the first fifth, {tally.tasks} tasks left over",
        *(f"  after part {number}: {held}" for number, held in enumerate(tally.memory, 1)),
        f"{tally.failures.total()} unhandled",
        *(f"  {count} x {what}" for what, count in tally.failures.most_common(20)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

"""`python -m tests.soak [--hours N] [--busy N] [--seed S]`: simulated hours of mixed traffic, and what the bot holds after
each of them."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bot.commands.parts.arenas import few_arenas
from tests.soak.hours import Hour, growth, table
from tests.soak.life import soak

WARM = 6
"""Hours until what is remembered is full, and what is kept is as old as it gets."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--busy", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    few_arenas()  # as `handoff serve` does
    began, worked = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory(prefix="handoff-soak-", ignore_cleanup_errors=True) as folder:
        soaked = asyncio.run(soak(Path(folder), given.hours, given.busy, given.seed, said))
    sys.stdout.write(table(soaked.hours))
    sys.stdout.write(f"{time.monotonic() - began:.0f} s, {time.process_time() - worked:.0f} s of processor time\n")
    if len(soaked.hours) > WARM + 3:
        for name, share in growth(soaked.hours, WARM).items():
            sys.stdout.write(f"{name}: {share:+.1%} from the first third after the warm-up to the last\n")
    for what, count in soaked.failures.items():
        sys.stdout.write(f"{count} x {what}\n")
    sys.exit(1 if soaked.failures else 0)


def said(hour: Hour) -> None:
    sys.stderr.write(" ".join(hour.cells) + "\n")


if __name__ == "__main__":
    main()

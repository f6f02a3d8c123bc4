"""A process whose runs kill it: `python -m tests.bot.engine.poison URL [start]`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from sqlalchemy import make_url

from bot.engine import Engine
from bot.engine.run import DurableRun


async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(url: str, *start: str) -> None:
    engine = Engine(make_url(url), takeover=0.2, attempts=1)
    engine.register("judge", judge)
    await engine.launch()
    if start:
        await engine.start("judge", "poison", {})
    await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

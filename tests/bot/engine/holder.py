"""A process that begins runs and holds them until it is killed: `python holder.py URL FILE COUNT`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from bot.engine import Engine
from bot.engine.run import DurableRun, Handler


def held(file: Path) -> Path:
    return file.with_name(f"{file.name}.held")


def noting(file: Path, *, hold: bool) -> Handler:
    """A handler of two steps that leaves a line for each; when `hold`, it never gets past the first, and says in a file of
    their own which runs stand there, their first step recorded."""

    async def judge(run: DurableRun, payload: dict[str, Any]) -> None:
        async def note(step: str) -> None:
            with file.open("a") as lines:
                lines.write(f"{run.identity} {step}\n")

        await run.step("one", lambda: note("one"))
        if hold:
            with held(file).open("a") as recorded:
                recorded.write(f"{run.identity}\n")
            await asyncio.Event().wait()
        await run.step("two", lambda: note("two"))

    return judge


async def main(url: str, file: str, count: str) -> None:
    engine = Engine(make_url(url))
    engine.register("judge", noting(Path(file), hold=True))
    await engine.launch()
    for number in range(int(count)):
        await engine.start("judge", f"msg:{number}", {})
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

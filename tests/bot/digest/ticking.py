"""One process of two that look for due digests, by a clock of its own: `python ticking.py URL NAME FROM UNTIL [FROM UNTIL]`.

Between two spans the process was down. It prints channel and date of every digest that was its to make.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import make_url

from bot.digest.ticker import Ticker
from bot.store import Store

STEP = timedelta(hours=3, minutes=17)


class Begins:
    """Begins the digest, as a run of the engine's would."""

    def __init__(self, store: Store, name: str, now: datetime) -> None:
        self.store = store
        self.name = name
        self.now = now

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        day = date.fromisoformat(payload["day"])
        mine = f"{identity} by {self.name}"
        begun = await self.store.digests.begin(payload["workspace"], payload["channel"], day, mine, now=self.now)
        if begun is not None:
            print(payload["channel"], day.isoformat(), flush=True)  # noqa: T201


async def main() -> None:
    url, name, *moments = sys.argv[1:]
    spans = [datetime.fromisoformat(moment) for moment in moments]
    store = Store.open(make_url(url))
    begins = Begins(store, name, spans[0])
    ticker = Ticker(store.digests, begins, lambda: begins.now)
    for start, until in zip(spans[::2], spans[1::2], strict=True):
        begins.now = start
        while begins.now < until:
            await ticker.tick()
            begins.now += STEP
    await store.close()


asyncio.run(main())

"""One process of two that look for due digests, over months of a clock of its own: `python ticking.py URL FROM UNTIL`.

It prints channel and date of every digest that was this process's to make.
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
    url, name, start, until = sys.argv[1:]
    store = Store.open(make_url(url))
    begins = Begins(store, name, datetime.fromisoformat(start))
    ticker = Ticker(store.digests, begins, lambda: begins.now)
    while begins.now < datetime.fromisoformat(until):
        await ticker.tick()
        begins.now += STEP
    await store.close()


asyncio.run(main())

"""
The lower bound of a server that commits: one POST, one INSERT, 200. What the machine and its disk allow.

Started by `benchmarks.ack` in the bot's place, on the same database.
"""

from __future__ import annotations

import asyncio
import os
import sys

from aiohttp import web
from sqlalchemy import make_url, text

from bot.store.sql.database import connect


async def serve(url: str, port: int) -> None:
    engine = connect(make_url(url))
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS floor (body TEXT)"))

    async def heard(request: web.Request) -> web.Response:
        body = await request.text()
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO floor (body) VALUES (:body)"), {"body": body})
        return web.Response()

    async def ready(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", heard)
    app.router.add_get("/readyz", ready)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(os.environ["HANDOFF_PORT"])))

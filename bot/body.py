"""Reading a request's body no further than is allowed."""

from __future__ import annotations

from aiohttp import web


async def body_of(request: web.Request, *, limit: int) -> bytes | None:
    """The body; None when it is longer than `limit` bytes, before it has all been read."""
    raw = bytearray()
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > limit:
            return None
    return bytes(raw)

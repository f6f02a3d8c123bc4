"""The HTTP session for calls to Slack: how long a call may take, and how long an answer may be."""

from __future__ import annotations

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=10)
"""Of one call to Slack. The session's own time-out holds, not the client's (slack_sdk's web client)."""
LARGEST = 8 * 1024 * 1024
"""Bytes of an answer, unpacked. Slack's longest, 200 people of a directory, are below one megabyte; what is above, as of a
proxy that streams, would only fill the memory: within the time-out an answer without end took two gigabytes."""


class Answer(aiohttp.ClientResponse):
    """An answer that is read to `LARGEST` and no further."""

    async def read(self) -> bytes:
        """The body. Raises: `aiohttp.ClientPayloadError` where there is more of it."""
        if self._body is None:
            pieces = bytearray()
            try:
                async for piece in self.content.iter_any():
                    pieces += piece
                    if len(pieces) > LARGEST:
                        raise aiohttp.ClientPayloadError("the answer is too long")
            except BaseException:
                self.close()
                raise
            self._body = bytes(pieces)
        return await super().read()


def session() -> aiohttp.ClientSession:
    """To be closed by whoever asked for it."""
    return aiohttp.ClientSession(timeout=TIMEOUT, trust_env=True, response_class=Answer)

"""The digest's picture, drawn by a process of its own, so that the memory that drawing takes is freed when it ends.

Run as `python -m bot.digest.presenting.drawing`: a TrendView and a language as JSON in, PNG out.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass

import structlog
from pydantic import TypeAdapter

from bot.render.charts.chart import Picture, description
from bot.render.words import words
from bot.views import TrendView

PATIENCE = 30.0
"""Seconds that drawing may take; it takes one or two. The digest is posted without a picture after that."""
LARGEST = 100_000
"""Bytes of a picture."""
TREND = TypeAdapter(TrendView)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws pictures, one process each."""

    async def draw(self, trend: TrendView, language: str) -> Picture | None:
        """The picture; None when there is nothing to see or drawing failed: the digest is then posted without one."""
        if not any(count for _, counts in trend.weeks for _, count in counts):
            return None
        asked = json.dumps({"trend": TREND.dump_python(trend, mode="json"), "language": language})
        try:
            png = await _drawn(asked.encode())
        except OSError as error:  # no process can be started: no memory, or too many of them
            log.warning("digest.no_process", error=type(error).__name__)
            return None
        if png is None or not png.startswith(b"\x89PNG") or len(png) > LARGEST:
            log.warning("digest.no_picture", size=len(png or b""))
            return None
        return Picture(png, description(trend, words(language)))


async def _drawn(asked: bytes) -> bytes | None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            png, _ = await process.communicate(asked)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return png if process.returncode == 0 else None


def main() -> None:
    """Read what is asked, write the picture."""
    from bot.render.charts.chart import chart

    asked = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(chart(TREND.validate_python(asked["trend"]), str(asked["language"])).png)


if __name__ == "__main__":
    main()

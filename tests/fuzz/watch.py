"""Somebody who watches the bot: everything that failed without an answer."""

from __future__ import annotations

import asyncio
import logging
import threading
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.telemetry import logs

EXPECTED = frozenset({"slack.removed", "slack.blocks_refused"})
"""Errors that are logged because the payload says so: the app was removed, Slack cannot draw a message."""


@dataclass
class Watch(logging.Handler):
    """Logged errors, tasks and threads that ended badly, each by what and where it was."""

    failures: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        said: Any = record.msg
        event = said.get("event", "") if isinstance(said, dict) else f"{record.name}: {record.getMessage()[:200]}"
        if event not in EXPECTED:
            self.failures[f"{event} {_where(record, said if isinstance(said, dict) else {})}"] += 1

    def of_loop(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.failures[f"loop: {context.get('message')} {context.get('exception')!r}"] += 1

    def of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        self.failures[f"thread: {arguments.exc_value!r}"] += 1


@contextmanager
def watching() -> Iterator[Watch]:
    """In place of the log, of the running loop's handler of errors, and of the threads'."""
    watch, hook, root = Watch(), threading.excepthook, logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure("json", "error")
    root.handlers = [watch]
    threading.excepthook = watch.of_thread
    asyncio.get_running_loop().set_exception_handler(watch.of_loop)
    try:
        yield watch
    finally:
        asyncio.get_running_loop().set_exception_handler(None)
        threading.excepthook = hook
        root.handlers = handlers
        root.setLevel(level)


def _where(record: logging.LogRecord, said: Mapping[str, Any]) -> str:
    """What kind of error it was and where it rose."""
    error = record.exc_info[1] if record.exc_info else None
    frames = [f"{at.filename}:{at.lineno}" for at in traceback.extract_tb(error.__traceback__)] if error else []
    name = type(error).__name__ if error else said.get("error", "")
    return f"{name} {frames[-4:] or said.get('frames') or said.get('at', '')}"

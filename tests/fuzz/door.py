"""The real bot on a real port with a real SQLite file, what is sent to it, and what went wrong."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
import logging
import random
import resource
import sys
import threading
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

import bot.slack.pace
from bot import logs
from bot.sandbox.slack.signing import signed
from tests.bot.conversation.conftest import Life, lived
from tests.fuzz.mutate import CONTENT_TYPES, Wire, bent, broken, dumped
from tests.fuzz.shapes import HOOK, Shape

AT_ONCE = 8
PAUSE_AT = 200
"""Runs under way at which no more is sent until they are fewer."""
BATCH = 500
FORM = "application/x-www-form-urlencoded"
EXPECTED = frozenset({"slack.removed", "slack.blocks_refused"})
"""Errors that are logged because the payload says so: the app was removed, Slack cannot draw a message."""


@dataclass
class Watch(logging.Handler):
    """Everything that failed without an answer: logged errors, tasks and threads that ended badly."""

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


@dataclass
class Tally:
    """What the door answered. `grown`: bytes of resident memory between the warm-up and the end."""

    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    grown: int = 0
    tasks: int = 0
    """Tasks left over at the end, above those of an idle bot."""

    @property
    def sent(self) -> int:
        return self.statuses.total() + self.unanswered

    @property
    def sound(self) -> bool:
        return not self.failures and not self.unanswered and not any(status >= 500 for status in self.statuses)


class Door:
    """Sends mutated payloads at the bot's doors."""

    def __init__(self, life: Life, watch: Watch, seed: int) -> None:
        self._life = life
        self._watch = watch
        self._dice = random.Random(seed)  # noqa: S311 - chaos, not secrets
        self._base = f"http://127.0.0.1:{life.bot.port}"
        self._serial = 0
        self._places = asyncio.Semaphore(AT_ONCE)

    async def pound(self, shapes: Sequence[Shape], count: int, *, warm: int) -> Tally:
        """`count` payloads, of which the first `warm` are not measured."""
        tally, idle, after_warm_up = Tally(), len(asyncio.all_tasks()), 0
        connector = aiohttp.TCPConnector(limit=AT_ONCE)
        async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60)) as session:
            while tally.sent < count:
                due = min(BATCH, count - tally.sent)
                await asyncio.gather(*(self._one(session, tally, self._dice.choice(shapes)) for _ in range(due)))
                await self._rest(PAUSE_AT)
                self._forget()
                if not after_warm_up and tally.sent >= warm:
                    after_warm_up = resident()
        await self._rest(0)
        gc.collect()
        tally.grown = resident() - after_warm_up
        tally.tasks = len(asyncio.all_tasks()) - idle
        tally.failures = self._watch.failures
        return tally

    async def _one(self, session: aiohttp.ClientSession, tally: Tally, shape: Shape) -> None:
        async with self._places:
            wire = self._wire(shape)
            path = "/jira/webhook" if wire.kind == HOOK else "/slack/events"
            try:
                async with session.post(self._base + path, data=wire.body, headers=self._headers(wire)) as answer:
                    await answer.read()
                    tally.statuses[answer.status] += 1
            except (aiohttp.ClientError, TimeoutError) as error:
                tally.unanswered += 1
                self._watch.failures[f"no answer: {error!r}"] += 1

    def _wire(self, shape: Shape) -> Wire:
        dice = self._dice
        payload = self._fresh(shape.payload)
        if dice.random() < 0.85:
            payload = bent(payload, dice)
        body, content_type = self._encoded(shape.kind, payload)
        if dice.random() < 0.15:
            body = broken(body, dice)
        if dice.random() < 0.1:
            content_type = dice.choice(CONTENT_TYPES)
        return Wire(shape.kind, body, content_type, forged=dice.random() < 0.1)

    def _encoded(self, kind: str, payload: Any) -> tuple[bytes, str]:
        if kind == "slash_commands" and isinstance(payload, dict):
            form = {name: value if isinstance(value, str) else dumped(value) for name, value in payload.items()}
            return urlencode(form, errors="surrogatepass").encode(), FORM
        if kind == "interactive":
            return urlencode({"payload": dumped(payload)}).encode(), FORM
        return dumped(payload), "application/json"

    def _fresh(self, payload: dict[str, Any]) -> dict[str, Any]:
        """With ids of its own, or every payload would be a redelivery; some are."""
        if self._dice.random() < 0.4:
            return payload
        self._serial += 1
        made = dict(payload)
        for name in ("trigger_id", "event_id"):
            if name in made:
                made[name] = f"{made[name]}{self._serial}"
        if isinstance(made.get("event"), dict) and "ts" in made["event"]:
            made["event"] = made["event"] | {"ts": f"17{self._serial:08}.000100"}
        return made

    def _headers(self, wire: Wire) -> dict[str, str]:
        sandbox, dice = self._life.sandbox, self._dice
        headers = {"Content-Type": wire.content_type} if wire.content_type else {}
        if wire.kind == HOOK:
            secret = "forged" if wire.forged else sandbox.jira.webhooks.secret
            mac = hmac.new(secret.encode(), wire.body, hashlib.sha256).hexdigest()
            headers |= {"X-Hub-Signature": f"sha256={mac}", "X-Atlassian-Webhook-Identifier": f"fuzz-{self._serial}"}
        else:
            headers |= signed("forged" if wire.forged else sandbox.signing_secret, wire.body)
        if wire.forged:
            name = dice.choice([name for name in headers if name.startswith("X-")])
            headers[name] = dice.choice(("", "v0=", "0", "-1", "9" * 300, "v0=\u00e9", "sha256=", "sha1=00"))
        if dice.random() < 0.1:
            headers |= {"X-Slack-Retry-Num": dice.choice(("1", "x", "-1")), "X-Slack-Retry-Reason": "http_timeout"}
        return headers

    async def _rest(self, most: int) -> None:
        """Until no more than so many runs are under way."""
        async with asyncio.timeout(600):
            while len(self._life.bot._engine._running) > most:  # noqa: ASYNC110 - the bot works
                await asyncio.sleep(0.05)

    def _forget(self) -> None:
        """What the sandbox remembers is not the bot's memory."""
        slack, jira = self._life.sandbox.slack, self._life.sandbox.jira
        del slack.workspace.messages[:-200]
        for grown in (slack.workspace.ephemerals, slack.workspace.unseen, slack.workspace.files, slack.workspace.homes):
            grown.clear()
        for calls in (slack.calls, jira.calls):
            calls.clear()
        slack.core.delivery.sent.clear()
        jira.webhooks.sent.clear()


def _where(record: logging.LogRecord, said: Mapping[str, Any]) -> str:
    """What kind of error it was and where it rose."""
    error = record.exc_info[1] if record.exc_info else None
    frames = [f"{at.filename}:{at.lineno}" for at in traceback.extract_tb(error.__traceback__)] if error else []
    name = type(error).__name__ if error else said.get("error", "")
    return f"{name} {frames[-4:] or said.get('frames') or said.get('at', '')}"


def resident() -> int:
    """Bytes of memory that this process has now (Linux), or had at most."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().split("VmRSS:")[1].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[Life, Watch]]:
    """The bot, without its pace of one message a second, and somebody who watches it."""
    watch, hook, root = Watch(), threading.excepthook, logging.getLogger()
    handlers, level = root.handlers, root.level
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.slack.pace.Pace.__init__, "__defaults__", (0.0, None))
        logs.configure("json", "error")
        root.handlers = [watch]
        threading.excepthook = watch.of_thread
        asyncio.get_running_loop().set_exception_handler(watch.of_loop)
        try:
            async for life in lived(folder, patch):
                yield life, watch
        finally:
            asyncio.get_running_loop().set_exception_handler(None)
            threading.excepthook = hook
            root.handlers = handlers
            root.setLevel(level)

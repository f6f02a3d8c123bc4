"""Sends mutated payloads to the bot's own routes: what is sent, what was answered, and what the process held meanwhile."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from bot.sandbox.slack.delivery.signing import signed
from tests.bot.connecting.conftest import Connected
from tests.fuzz.memory import Held, held
from tests.fuzz.mutate import CONTENT_TYPES, Wire, bent, broken, dumped
from tests.fuzz.pages import Browsers
from tests.fuzz.running_bot import forget
from tests.fuzz.shapes import HOOK, Shape
from tests.fuzz.watch import Watch

AT_ONCE = 8
PAUSE_AT = 200
"""Runs under way at which no more is sent until they are fewer."""
BATCH = 500
FORM = "application/x-www-form-urlencoded"
BUSY = {"/readyz"}
"""Where 503 is a true answer: on a machine that has more to do, the database may take more than two seconds."""
PAGES = 0.15
"""The share of requests that browsers send."""


@dataclass
class Tally:
    """What the doors answered. `memory`: what the process held after each part, the first being the warm-up."""

    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    memory: list[Held] = field(default_factory=list)
    tasks: int = 0
    """Tasks left over at the end, above those of an idle bot."""

    @property
    def sent(self) -> int:
        return self.statuses.total() + self.unanswered

    @property
    def grown(self) -> int:
        """Bytes of resident memory since the warm-up."""
        return self.memory[-1].resident - self.memory[0].resident

    @property
    def sound(self) -> bool:
        return not self.failures and not self.unanswered


class Fuzzer:
    """Sends mutated payloads at the bot's doors."""

    def __init__(self, life: Connected, watch: Watch, seed: int) -> None:
        self._life = life
        self._watch = watch
        self._dice = random.Random(seed)  # noqa: S311 - chaos, not secrets
        self._browsers = Browsers(life, self._dice)
        self._base = f"http://127.0.0.1:{life.bot.port}"
        self._serial = 0
        self._places = asyncio.Semaphore(AT_ONCE)

    async def send_mutated(self, shapes: Sequence[Shape], count: int, *, parts: int = 5) -> Tally:
        """`count` payloads; after each of so many equal parts it is seen what the process holds."""
        tally, idle = Tally(), _tasks()
        connector = aiohttp.TCPConnector(limit=AT_ONCE)
        async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60)) as session:
            for part in range(1, parts + 1):
                await self._send(session, tally, shapes, count * part // parts)
                await self._rest(0)
                forget(self._life.sandbox)
                tally.memory.append(held())
        tally.tasks = _tasks() - idle
        tally.failures = self._watch.failures
        return tally

    async def _send(self, session: aiohttp.ClientSession, tally: Tally, shapes: Sequence[Shape], until: int) -> None:
        while (due := min(BATCH, until - tally.sent)) > 0:
            await asyncio.gather(*(self._one(session, tally, shapes) for _ in range(due)))
            await self._rest(PAUSE_AT)
            forget(self._life.sandbox)

    async def _one(self, session: aiohttp.ClientSession, tally: Tally, shapes: Sequence[Shape]) -> None:
        async with self._places:
            if self._dice.random() < PAGES:
                method, address, headers, body = await self._browsed()
            else:
                method, address, headers, body = self._told(self._dice.choice(shapes))
            url = URL(address, encoded=True)
            try:
                async with session.request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
                    await answer.read()
                    tally.statuses[answer.status] += 1
                    if answer.status >= 500 and url.path not in BUSY:
                        self._watch.failures[f"{answer.status}: {method} {url.path[:80]}"] += 1
            except (aiohttp.ClientError, TimeoutError) as error:
                tally.unanswered += 1
                self._watch.failures[f"no answer: {method} {address[:80]} {error!r}"[:300]] += 1

    async def _browsed(self) -> tuple[str, str, CIMultiDict[str], bytes]:
        visit = await self._browsers.visit()
        headers = CIMultiDict(visit.headers)
        if visit.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in visit.cookies.items())
        return visit.method, self._base + visit.address, headers, visit.body

    def _told(self, shape: Shape) -> tuple[str, str, CIMultiDict[str], bytes]:
        wire = self._wire(shape)
        headers = CIMultiDict(self._headers(wire))
        if wire.kind != HOOK:
            return "POST", f"{self._base}/slack/events", headers, wire.body
        connected = self._life.sandbox.jira.webhooks.url or ""
        aside = self._dice.random() < 0.2  # the operator's own address, where nothing of a connected site is known
        return "POST", f"{self._base}/jira/webhook" if aside else connected + "x" * wire.forged, headers, wire.body

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


def _tasks() -> int:
    """Beside those of connections that are kept for the next request."""
    return sum("RequestHandler.start" not in repr(task.get_coro()) for task in asyncio.all_tasks())

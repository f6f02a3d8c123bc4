"""Stories of cards: a link is pasted and answered; a ticket is asked about again and its card brought up to date."""

from __future__ import annotations

from functools import partial

from tests.chaos.asked import Asked
from tests.chaos.stage import PATIENCE, Stage, until

KEY = "PAY-12"
AT_ONCE = 4
"""Messages said in a round."""
DESCRIPTIONS = ("Do it.", "h2. Problem\n\nRefunds of a part of a payment fail with 500 since Monday.")
"""Two texts of one ticket that are judged differently."""


class Cards:
    """Links are pasted, each in a message of its own."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def ready(self, _: str) -> None:
        return None

    async def act(self, _: str) -> list[Asked]:
        stage = self._stage
        threads = [await stage.say(f"Please look at {stage.sandbox.link(KEY)}") for _ in range(AT_ONCE)]
        return [Asked(ts, partial(self._stands, ts), partial(self._extra, ts)) for ts in threads]

    def _stands(self, thread: str) -> bool:
        return bool(self._stage.said(thread))

    def _extra(self, thread: str) -> int:
        return max(0, len(self._stage.said(thread)) - 1)


class Updates:
    """A ticket is edited under its cards, of which no webhook tells, and asked about again in each thread."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._edits = 0
        self._threads: list[str] = []

    async def ready(self, _: str) -> None:
        stage = self._stage
        self._threads = [await stage.say(f"Please look at {stage.sandbox.link(KEY)}") for _ in range(AT_ONCE)]
        await until(lambda: all(stage.said(ts) for ts in self._threads), PATIENCE)

    async def act(self, _: str) -> list[Asked]:
        stage = self._stage
        before = {ts: stage.card(ts) for ts in self._threads}
        url, stage.sandbox.jira.webhooks.url = stage.sandbox.jira.webhooks.url, None
        self._edits += 1
        stage.sandbox.jira.edit(KEY, description=DESCRIPTIONS[self._edits % 2])
        stage.sandbox.jira.webhooks.url = url
        for ts in self._threads:
            await stage.say(f"@handoff and now? {stage.sandbox.link(KEY)}", thread=ts)
        return [Asked(ts, partial(self._stands, ts, before[ts]), partial(self._extra, ts)) for ts in self._threads]

    def _stands(self, thread: str, before: str) -> bool:
        return self._stage.card(thread) not in ("", before)

    def _extra(self, thread: str) -> int:
        """Cards. That a verdict changed since it was asked for, a look for missed changes may find and say below."""
        cards = [message for message in self._stage.said(thread) if f"{KEY} is now " not in message.text]
        return max(0, len(cards) - 1)

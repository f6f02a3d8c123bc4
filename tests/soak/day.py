"""What people, Jira and clocks do in one hour: links, questions, edits, answers, reminders, digests, App Home, previews,
installations and removals."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from bot.sandbox.slack.models import Message
from bot.sandbox.slack.refusal import Gone
from tests.bot.connecting.conftest import Connected
from tests.bot.conversation.conftest import CONTRACTOR, LEAD, ROOM, gaps_of
from tests.fakes.runs import Clock
from tests.fuzz.running_bot import ACME, ADMIN, forget, install

QUIET = "C0QUIET"
"""A channel that talks about a project, and sees verdicts below its links only."""
LOOK = timedelta(minutes=10)
KEYS = (
    "PAY-1",
    "PAY-12",
    "PAY-15",
    "PAY-18",
    "PAY-21",
    "PAY-23",
    "PAY-27",
    "PAY-30",
    "PAY-33",
    "WEB-4",
    "WEB-7",
    "WEB-11",
)
COMMANDS = (
    "PAY-12",
    "settings",
    "help",
    "digest",
    "digest mon 09:00 UTC",
    "digest preview",
    "PAY-999",
    "mute",
    "unmute",
)


class Day:
    """One hour after another, by a clock that is set."""

    def __init__(self, house: Connected, clock: Clock, dice: random.Random, busy: int) -> None:
        """`busy`: about so many things happen within ten minutes."""
        self._house = house
        self._users = house.sandbox.slack.users
        self._clock = clock
        self._dice = dice
        self._busy = busy
        self._cards: list[Message] = []
        self.done = 0
        """Things that happened so far."""
        self._ways: tuple[tuple[int, Callable[[], Awaitable[object]]], ...] = (
            (8, self._link),
            (4, self._ask),
            (2, self._command),
            (8, self._edit),
            (2, self._answer),
            (2, self._press_ask),
            (3, self._home),
            (3, self._preview),
            (2, self._reply),
            (1, self._digest),
        )

    async def hour(self) -> None:
        """Six looks of ten minutes; then the house is kept, tokens are renewed, and one workspace installs anew."""
        bot = self._house.bot
        for _ in range(6):
            for way in self._dice.choices([w for _, w in self._ways], [n for n, _ in self._ways], k=self._busy):
                await way()
                self.done += 1
            self._clock.now += LOOK
            await bot._composed.ticker.tick()
            await bot._composed.conversation.sweep.look_around()
            await self._rest()
        await self._removed_and_installed()
        many = bot._composed.installing.many
        assert many is not None
        await many.renewal.once()
        await many.count()
        await bot._composed.house.once()
        await self._rest()
        forget(self._house.sandbox)
        self._cards = self._cards[-20:]

    async def _rest(self) -> None:
        """Until nothing that was begun is under way."""
        await self._house.sandbox.jira.webhooks.idle()
        await self._house.sandbox.slack.core.delivery.idle()
        async with asyncio.timeout(120):
            while self._house.bot._engine._running:  # noqa: ASYNC110 - the bot works
                await asyncio.sleep(0.02)

    async def _link(self) -> None:
        said = await self._users.say(LEAD, ROOM, f"See {self._house.sandbox.link(self._dice.choice(KEYS))}")
        await self._rest()
        self._cards += self._house.thread(said.ts)[:1]

    async def _ask(self) -> None:
        said = await self._users.say(CONTRACTOR, ROOM, f"@handoff {self._dice.choice(KEYS)}")
        await self._rest()
        self._cards += self._house.thread(said.ts)[:1]

    async def _command(self) -> None:
        await self._users.command(ADMIN, ROOM, f"/handoff {self._dice.choice(COMMANDS)}")
        self._house.sandbox.slack.workspace.modals.clear()

    async def _edit(self) -> None:
        jira, key = self._house.sandbox.jira, self._dice.choice(KEYS)
        if self._dice.random() < 0.3:
            jira.add_comment(key, f"Said at {self._clock.now:%H:%M}.")
        else:
            jira.edit(key, summary=f"Summary of {key} at {self._clock.now:%H:%M} number {self.done}")

    async def _answer(self) -> None:
        """Typed, looked at, confirmed: it becomes a comment."""
        card = self._card()
        if card is None:
            return
        modals = self._house.sandbox.slack.workspace.modals
        modals.clear()
        with suppress(AssertionError, Gone, TimeoutError):  # an update of the card took the button away
            await self._house.press(card, "answer", gaps_of(card)[0])
            await self._house.until(lambda: self._house.modal().get("callback_id") == "handoff_answer", 5)
            await self._users.submit(LEAD, {"answer": f"It answers 204, as of number {self.done}."})
            await self._house.until(lambda: self._house.modal().get("callback_id") == "handoff_change", 5)
            await self._users.submit(LEAD)
        await self._rest()

    async def _press_ask(self) -> None:
        """A question for the reporter; a day later, by the hour's looks, it is put again."""
        if card := self._card():
            with suppress(AssertionError, Gone):
                await self._house.press(card, "ask", user=CONTRACTOR)

    async def _home(self) -> None:
        await self._users.open_home(self._dice.choice((LEAD, CONTRACTOR, ADMIN)))

    async def _preview(self) -> None:
        await self._users.say(LEAD, QUIET, f"See {self._house.sandbox.link(self._dice.choice(KEYS[:9]))}")

    async def _reply(self) -> None:
        if card := self._card():
            await self._users.say(LEAD, ROOM, "It should be 204.", thread=card.thread_ts)

    async def _digest(self) -> None:
        await self._users.command(ADMIN, ROOM, "/handoff digest now")

    async def _removed_and_installed(self) -> None:
        many = self._house.sandbox.many
        assert many is not None
        many.uninstall(ACME)
        await many.slacks[ACME].core.delivery.idle()
        await self._rest()
        await install(f"http://127.0.0.1:{self._house.bot.port}", ACME)

    def _card(self) -> Message | None:
        """Among the latest, one that has gaps."""
        with_gaps = [card for card in self._cards[-20:] if gaps_of(card)]
        return self._dice.choice(with_gaps) if with_gaps else None

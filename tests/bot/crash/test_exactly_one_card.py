"""What Slack delivers three times to two processes, one of them killed at work, is one card per ticket and thread."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from sqlalchemy import URL

from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.slack.delivery.transport import Answer
from tests.bot.crash.fleet import fleet
from tests.fakes.waiting import until

CHANNEL, USER = "C0PAYMENTS", "U0LEAD"
MESSAGES = 12
BOT = "U0HANDOFF"


def cards(sandbox: Sandbox) -> Counter[str]:
    """The bot's messages by the thread they stand in."""
    return Counter(m.thread_ts or "" for m in sandbox.slack.messages(CHANNEL) if m.user == BOT)


async def say_thrice(sandbox: Sandbox, text: str, *, thread: str | None = None) -> str:
    """Type it, and have Slack deliver its events twice more; the message's ts. Returns once all are acknowledged."""
    delivery = sandbox.slack.core.delivery
    seen = len(delivery.sent)
    message = await sandbox.slack.users.say(USER, CHANNEL, text, thread=thread)
    events = [event for event in delivery.sent[seen:] for _ in range(2)]
    answers = await asyncio.gather(*(delivery.once("events_api", event) for event in events))
    assert all(answer.ok for answer in answers)
    return message.ts


async def test_a_process_killed_between_ack_and_post_loses_nothing_and_doubles_nothing(
    database: URL, tmp_path: Path
) -> None:
    async with fleet(database, tmp_path, 2) as (sandbox, (first, second)):
        await asyncio.gather(first.start(), second.start())
        sandbox.jira.site.faults.add(Fault("GET /rest/api/*/issue/*", delay=1.0, passes=True, times=None))
        threads = await asyncio.gather(*(say_thrice(sandbox, sandbox.link("PAY-12")) for _ in range(MESSAGES)))
        await sandbox.slack.core.delivery.idle()
        assert not cards(sandbox), "killed before any card was posted"
        await first.kill()
        sandbox.jira.site.faults.clear()
        await until(lambda: len(cards(sandbox)) == MESSAGES)
        await asyncio.sleep(1)
        assert cards(sandbox) == Counter(threads)
        assert not sandbox.slack.core.delivery.lost


async def test_a_message_and_its_mention_are_one_card_in_both_orders(database: URL, tmp_path: Path) -> None:
    async with fleet(database, tmp_path, 1) as (sandbox, (process,)):
        await process.start()
        delivery, threads = sandbox.slack.core.delivery, list[str]()
        for first in ("app_mention", "message"):
            seen = len(delivery.sent)
            hold, delivery.transport = delivery.transport, _Nowhere()
            message = await sandbox.slack.users.say(USER, CHANNEL, f"@handoff is this ready? {sandbox.link('PAY-12')}")
            delivery.transport = hold
            events = sorted(delivery.sent[seen:], key=lambda event: event["event"]["type"] != first)
            assert [event["event"]["type"] for event in events] == [first, *({"app_mention", "message"} - {first})]
            for event in events:
                for _ in range(3):
                    assert (await delivery.once("events_api", event)).ok
            threads.append(message.ts)
        await until(lambda: len(cards(sandbox)) == len(threads))
        await asyncio.sleep(0.5)
        assert cards(sandbox) == Counter(threads)


class _Nowhere:
    """A road that takes everything and delivers nothing."""

    async def send(self, *_: object) -> Answer:
        return Answer(200)

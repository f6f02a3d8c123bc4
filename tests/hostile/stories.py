"""What people and a failing Slack and Jira do to a bot, one after the other, without looking at the outcome."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
from collections.abc import Iterator
from typing import Any

import aiohttp

from bot.sandbox import Sandbox
from bot.sandbox.slack.delivery.signing import signed
from bot.sandbox.slack.models import BOT_USER, Message
from bot.sandbox.slack.refusal import Refusal

ROOM, LEAD, ADMIN = "C0PAYMENTS", "U0LEAD", "U0ADMIN"
SETTLE = 30.0
"""Seconds at most that one story may keep the bot busy."""
SLACK_FAULTS: tuple[dict[str, Any], ...] = (
    {"error": "channel_not_found"},
    {"error": "internal_error"},
    {"status": 500, "body": b"<html>oops</html>"},
    {"retry_after": 1},
    {"hangup": True},
)
JIRA_FAULTS: tuple[dict[str, Any], ...] = (
    *({"status": status} for status in (401, 403, 404, 500)),
    {"status": 429, "headers": {"Retry-After": "1"}},
    {"body": "<html>Sign in, {secret}</html>", "content_type": "text/html"},
    {"body": '{"key": "PAY-'},
    {"hangup": True},
    {"delay": 11.0, "times": 1},  # longer than the bot waits
)


class Stories:
    def __init__(self, sandbox: Sandbox, url: str, typed: Iterator[str]) -> None:
        """`url`: where the bot answers. `typed`: words that people type, each once."""
        self._sandbox = sandbox
        self._url = url
        self._typed = typed
        self.answers: list[bytes] = []
        """Bodies of all that the bot answered to whoever asked it."""

    async def daily(self) -> None:
        """Links, mentions, commands, the shortcut, every button with what it opens, edits in Jira, the digest."""
        users = self._sandbox.slack.users
        for key in ("PAY-18", "WEB-7"):
            message = await users.say(LEAD, ROOM, f"{next(self._typed)} {self._sandbox.link(key)} {next(self._typed)}")
            await self._carded(message)
            for card in self._sandbox.slack.messages(ROOM, thread=message.ts):
                await self._press_all(card)
        await users.say(LEAD, ROOM, f"<@{BOT_USER}> is PAY-15 ready for an agent? {next(self._typed)}")
        said = await users.say(LEAD, ROOM, f"PAY-21 {next(self._typed)}")
        await users.shortcut(LEAD, ROOM, said.ts, "handoff_check")
        await self._command("PAY-12 for agent", f"nonsense {next(self._typed)}", "on PAY,WEB", "settings", "help")
        for whisper in self._sandbox.slack.whispers(LEAD)[-4:]:
            await self._press_all(whisper)
        await self._command("digest mon 09:00 Europe/Helsinki project = PAY", "digest preview", "digest now")
        for message in self._sandbox.slack.messages(ROOM)[-2:]:
            await self._press_all(message)
        for user in (LEAD, ADMIN):
            await users.open_home(user)
        self._sandbox.jira.edit("PAY-18", summary=f"Refunds {next(self._typed)}")
        self._sandbox.jira.add_comment("PAY-18", f"What about limits? {next(self._typed)}")
        await self._rest()

    async def _carded(self, message: Message) -> None:
        slack = self._sandbox.slack
        await slack.workspace.until(lambda: slack.messages(ROOM, thread=message.ts), SETTLE)
        await self._rest()

    async def failures(self) -> None:
        """Everything Jira and Slack may answer but the truth, each to a command and to a link."""
        jira, slack, users = self._sandbox.jira, self._sandbox.slack, self._sandbox.slack.users
        for fault in JIRA_FAULTS:
            jira.fail("GET *issue/WEB-4*", **{"times": 2} | fault)
            await self._command("WEB-4")
            await users.say(LEAD, ROOM, f"{self._sandbox.link('WEB-4')} {next(self._typed)}")
            await self._rest()
            jira.site.faults.clear()
        for method, fault in itertools.product(("chat.postMessage", "chat.update", "response_url"), SLACK_FAULTS):
            if method == "response_url" and "error" in fault:
                continue
            with contextlib.suppress(ValueError):  # not each method answers each error
                slack.fail(method, **fault)
            await users.say(LEAD, ROOM, f"{self._sandbox.link('PAY-9')} {next(self._typed)}")
            await self._command("PAY-9")
            slack.core.faults.clear()

    async def strangers(self) -> None:
        """Whoever reaches the port: forged, stale, broken, huge, and pages that are asked for."""
        async with aiohttp.ClientSession() as session:
            secret = self._sandbox.signing_secret
            event = json.dumps({"type": "event_callback", "event": {"type": "message", "text": next(self._typed)}})
            for body in (
                event,
                "{",
                "payload=%7B",
                f"command=%2Fhandoff&text={next(self._typed)}",
                "[]",
                "é" * 400_000,
            ):
                raw = body.encode()
                for headers in (
                    {},
                    signed("wrong", raw),
                    signed(secret, raw, at=int(time.time()) - 3600),
                    signed(secret, raw),
                ):
                    await self._ask(session, "POST", "/slack/events", data=raw, headers=headers)
                    await self._ask(session, "POST", "/jira/webhook", data=raw, headers=headers)
            for path in (
                "/",
                "/healthz",
                "/readyz",
                "/metrics",
                "/slack/events",
                "/slack/install",
                f"/{next(self._typed)}",
            ):
                await self._ask(session, "GET", path)

    async def _ask(self, session: aiohttp.ClientSession, how: str, path: str, **more: Any) -> None:
        with contextlib.suppress(aiohttp.ClientError):
            async with session.request(how, f"{self._url}{path}", **more) as answer:
                self.answers.append(str(dict(answer.headers)).encode() + await answer.read())

    async def _command(self, *lines: str) -> None:
        for line in lines:
            answer = await self._sandbox.slack.users.command(LEAD, ROOM, f"/handoff {line}")
            self.answers.append(answer.body)
            await self._rest()

    async def _press_all(self, message: Message) -> None:
        """Each button and menu entry once, as they stand when it is their turn, and each modal filled and sent."""
        users, slack = self._sandbox.slack.users, self._sandbox.slack
        pressed: set[tuple[str, str]] = set()
        while left := [one for one in _buttons(message.blocks or []) if _name(one) not in pressed]:
            action, block, value = left[0]
            pressed.add(_name(left[0]))
            with contextlib.suppress(Refusal, KeyError):
                self.answers.append((await users.click(LEAD, message, action, block_id=block, value=value)).body)
            await self._rest()
            await self._in_modals()
            while slack.workspace.modals.get(LEAD):
                await users.close(LEAD)

    async def _in_modals(self) -> None:
        """Each button of the modal that is open, once, and then what it asks for, as often as it asks."""
        modals = self._sandbox.slack.workspace.modals
        for action, block, value in list(_buttons(modals[LEAD][-1].view["blocks"])) if modals.get(LEAD) else []:
            with contextlib.suppress(Refusal, KeyError):
                view = modals[LEAD][-1]
                await self._sandbox.slack.users.click_in_view(LEAD, view, action, block_id=block, value=value)
            await self._submit()
        await self._submit()

    async def _submit(self) -> None:
        modals = self._sandbox.slack.workspace.modals
        for _ in range(3):
            if modals.get(LEAD):
                await self._rest()
            if modals.get(LEAD) and modals[LEAD][-1].view.get("submit"):
                with contextlib.suppress(Refusal, KeyError):
                    await self._fill(modals[LEAD][-1].view)

    async def _fill(self, view: dict[str, Any]) -> None:
        fields = [block["element"] for block in view["blocks"] if block.get("type") == "input"]
        values = {
            one["action_id"]: f"The limit is 500 EUR, {next(self._typed)}."
            for one in fields
            if one["type"] == "plain_text_input"
        }
        await self._sandbox.slack.users.submit(LEAD, values)

    async def _rest(self) -> None:
        """Until the bot has called nobody for a moment."""
        sandbox, until = self._sandbox, time.monotonic() + SETTLE
        await sandbox.slack.core.delivery.idle()
        before, calls = -1, 0
        while before != calls and time.monotonic() < until:
            await asyncio.sleep(0.15)
            before, calls = calls, sandbox.slack.calls.total + sandbox.jira.calls.total


def _buttons(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, str, str | None]]:
    """Action, block and, of a menu's options, the value."""
    for block in blocks:
        inner = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
        for element in inner:
            if element.get("type") == "button" and "url" not in element:
                yield element["action_id"], block["block_id"], None
            for option in element.get("options", ()) if element.get("type") == "overflow" else ():
                yield element["action_id"], block["block_id"], option["value"]


def _name(pressed: tuple[str, str, str | None]) -> tuple[str, str]:
    """What is pressed, without the handle that changes with each verdict."""
    action, block, value = pressed
    return action, value.split()[0] if value else block

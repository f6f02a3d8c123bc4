"""Jira's door: signed in each of Jira's schemes, doubled, reordered, forged and too long."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from typing import Any

import aiohttp
import pytest

from bot.store.talk.living import LivingStore
from tests.bot.conversation.conftest import Life


async def sent(life: Life, body: bytes, path: str = "", **headers: str) -> int:
    url = f"http://127.0.0.1:{life.bot.port}/jira/webhook{path}"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


def token(secret: str, *, alg: str = "HS256", ends: float = 60) -> str:
    parts = [{"alg": alg, "typ": "JWT"}, {"iss": "jira", "exp": int(time.time() + ends)}]
    head = ".".join(_unpadded(json.dumps(part).encode()) for part in parts)
    return f"{head}.{_unpadded(hmac.new(secret.encode(), head.encode(), hashlib.sha256).digest())}"


def _unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


async def test_each_of_jiras_schemes_is_taken_and_every_forgery_refused(life: Life) -> None:
    await life.card("PAY-15")
    life.sandbox.jira.edit("PAY-15", labels=["one"])
    await life.rest()
    body, secret = json.dumps(life.sandbox.jira.webhooks.sent[-1]).encode(), life.sandbox.jira.webhooks.secret
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert await sent(life, body, **{"X-Hub-Signature": signature}) == 204
    assert await sent(life, body, Authorization=f"Bearer {token(secret)}") == 204
    assert await sent(life, body, f"/{secret}") == 204
    assert await sent(life, body + b" ", **{"X-Hub-Signature": signature}) == 401
    assert await sent(life, body, Authorization=f"Bearer {token('another')}") == 401
    assert await sent(life, body, Authorization=f"Bearer {token(secret, alg='none')}") == 401
    assert await sent(life, body, Authorization=f"Bearer {token(secret, ends=-60)}") == 401
    assert await sent(life, body, "/guess") == 401
    assert await sent(life, body) == 401
    assert await sent(life, b"{" * (5 * 1024 * 1024), **{"X-Hub-Signature": signature}) == 413


async def test_a_doubled_change_is_one_run_and_changes_in_any_order_end_the_same(life: Life) -> None:
    card = await life.card("PAY-15")
    life.sandbox.jira.webhooks.url = None
    life.sandbox.jira.edit("PAY-15", description="First words.")
    life.repair("PAY-15")
    life.sandbox.jira.webhooks.url = f"http://127.0.0.1:{life.bot.port}/jira/webhook"
    life.sandbox.jira.edit("PAY-15", labels=["late"])
    await life.rest()
    body = json.dumps(life.sandbox.jira.webhooks.sent[-1]).encode()
    for number in (2, 1, 1):
        await life.sandbox.jira.webhooks.deliver(body, identifier=f"same-{number}")
    await life.rest()
    assert "is ready for" in card.text
    assert len(life.answers(card)) == 1


async def test_a_change_of_a_ticket_without_a_card_is_no_work(life: Life) -> None:
    asked = life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-18")
    life.sandbox.jira.edit("PAY-18", description="Nobody talks about this one.")
    await life.rest()
    assert life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-18") == asked


async def test_a_blocker_that_closes_has_what_it_blocked_judged_again(life: Life) -> None:
    await life.card("PAY-15")
    blocker = life.sandbox.jira.issue("PAY-18")
    life.sandbox.jira.issue("PAY-15").links.append({"relation": "is blocked by", "key": "PAY-18"})
    blocker.links.append({"relation": "blocks", "key": "PAY-15"})
    asked = life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15")
    life.sandbox.jira.edit("PAY-18", status="Done")
    await life.until(lambda: life.sandbox.jira.calls.count("GET /rest/api/3/issue/PAY-15") > asked)


async def test_a_ticket_that_is_linked_with_many_costs_one_question(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    known = LivingStore.known

    async def counted(store: LivingStore, workspace: str, site: str, keys: Sequence[str]) -> Any:
        asked.append(len(keys))
        return await known(store, workspace, site, keys)

    await life.card("PAY-15")
    life.sandbox.jira.issue("PAY-18").links += [{"relation": "blocks", "key": f"PAY-{one}"} for one in (12, 13, 14)]
    monkeypatch.setattr(LivingStore, "known", counted)
    life.sandbox.jira.edit("PAY-18", status="Done")
    await life.until(lambda: bool(asked))
    await life.rest()
    assert len(asked) == 1 and asked[0] > 1


async def test_the_sweep_finds_what_no_webhook_told(life: Life) -> None:
    card = await life.card("PAY-15")
    life.sandbox.jira.webhooks.url = None
    life.repair("PAY-15")
    await life.rest()
    assert await life.bot._composed.conversation.sweep.sweep() == 1
    await life.until(lambda: "is ready for" in card.text)

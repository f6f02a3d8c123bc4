"""An edit in the small Jira is told to the bot, signed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

from bot.jira.webhook.payload import heard
from bot.jira.webhook.signatures import genuine, genuine_token
from bot.sandbox import Sandbox
from tests.fakes.listener import listening


async def test_an_edit_is_told_with_what_changed() -> None:
    async with listening() as listener:
        url = listener.url.replace("/slack/events", "/jira")
        async with Sandbox(webhook_url=url) as sandbox:
            listener.answers = [503]
            sandbox.jira.edit("PAY-18", description="h2. New", status="In Progress")
            sandbox.jira.edit("PAY-18", status="In Progress")
            sandbox.jira.add_comment("PAY-18", "Decided.")
            await sandbox.jira.webhooks.idle()
            secret = sandbox.jira.webhooks.secret
    kinds = [body["webhookEvent"] for body in listener.bodies]
    assert sorted(kinds) == ["comment_created", "jira:issue_updated", "jira:issue_updated"]
    for _, headers, raw in listener.heard:
        digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        assert headers["X-Hub-Signature"] == f"sha256={digest}"
    updated = [(b, h) for b, h, _ in listener.heard if b["webhookEvent"] == "jira:issue_updated"]
    fields = {item["field"] for item in updated[0][0]["changelog"]["items"]}
    assert fields == {"description", "status"}
    assert "emailAddress" not in updated[0][0]["user"]


async def test_a_retried_webhook_keeps_its_identifier() -> None:
    async with listening() as listener, Sandbox() as sandbox:
        sandbox.jira.webhooks.url = listener.url.replace("/slack/events", "/jira")
        listener.answers = [503, 429]
        sandbox.jira.edit("PAY-18", summary="New")
        await sandbox.jira.webhooks.idle()
    identifiers = [h["X-Atlassian-Webhook-Identifier"] for _, h, _ in listener.heard]
    assert len(identifiers) == 3 and len(set(identifiers)) == 1
    assert [h["X-Atlassian-Webhook-Retry"] for _, h, _ in listener.heard] == ["0", "1", "2"]


async def test_the_bot_takes_both_signatures_for_jiras_own() -> None:
    async with listening() as listener, Sandbox() as sandbox:
        hooks, now = sandbox.jira.webhooks, datetime.now(UTC)
        hooks.url = listener.url.replace("/slack/events", "/jira")
        for scheme in ("body", "token"):
            hooks.scheme = scheme
            sandbox.jira.edit("PAY-18", summary=f"Told by {scheme}")
            await hooks.idle()
    (_, by_body, raw), (_, by_token, _) = listener.heard
    assert genuine(raw, by_body, hooks.secret) and not genuine(raw + b" ", by_body, hooks.secret)
    assert genuine_token(by_token, hooks.secret, now=now) and not genuine_token(by_token, "other", now=now)
    (change,) = heard(raw, by_body, now=now)
    assert (change.key, change.fields) == ("PAY-18", frozenset({"summary"}))

"""An edit in the small Jira is told to the bot, signed."""

from __future__ import annotations

import hashlib
import hmac

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

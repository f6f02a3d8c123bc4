"""Uninstalling the app and sharing a channel, as the bot learns of them."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.slack.people import admin
from tests.fakes.listener import listening


async def test_after_an_uninstall_every_call_fails() -> None:
    async with listening() as listener, Sandbox(App(request_urls=[listener.url]), pace=Pace.fast()) as sandbox:
        admin.uninstall(sandbox.slack.core)
        await sandbox.slack.core.delivery.idle()
        with pytest.raises(SlackApiError) as caught:
            await AsyncWebClient(sandbox.token, base_url=sandbox.slack_url).auth_test()
    assert caught.value.response["error"] == "token_revoked"
    assert sorted(event["type"] for event in listener.events) == ["app_uninstalled", "tokens_revoked"]


async def test_a_pending_share_is_not_yet_a_shared_channel() -> None:
    async with listening() as listener, Sandbox(App(request_urls=[listener.url]), pace=Pace.fast()) as sandbox:
        client = AsyncWebClient(sandbox.token, base_url=sandbox.slack_url)
        admin.share(sandbox.slack.core, "C0QUIET", pending=True)
        pending = (await client.conversations_info(channel="C0QUIET"))["channel"]
        admin.share(sandbox.slack.core, "C0QUIET")
        shared = (await client.conversations_info(channel="C0QUIET"))["channel"]
        admin.unshare(sandbox.slack.core, "C0QUIET")
        await sandbox.slack.core.delivery.idle()
    assert (pending["is_pending_ext_shared"], pending["is_ext_shared"]) == (True, False)
    assert (shared["is_pending_ext_shared"], shared["is_ext_shared"]) == (False, True)
    assert sorted(event["type"] for event in listener.events) == ["channel_shared", "channel_unshared"]

"""The small Slack's Web API is as strict as Slack where a bot would notice."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import App, Pace, Sandbox

ROOM = "C0PAYMENTS"


def button(action_id: str = "a") -> dict[str, object]:
    words = {"type": "plain_text", "text": "Go"}
    return {"type": "actions", "elements": [{"type": "button", "action_id": action_id, "text": words}]}


async def refused(call: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call  # type: ignore[misc]
    return str(caught.value.response["error"])


async def test_a_call_without_a_good_token_is_refused(sandbox: Sandbox) -> None:
    assert await refused(AsyncWebClient("", base_url=sandbox.slack_url).auth_test()) == "not_authed"
    assert await refused(AsyncWebClient("xoxb-no", base_url=sandbox.slack_url).auth_test()) == "invalid_auth"
    app_level = AsyncWebClient(sandbox.app_token, base_url=sandbox.slack_url)
    assert await refused(app_level.auth_test()) == "not_allowed_token_type"


async def test_every_answer_names_the_granted_scopes(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


async def test_a_missing_scope_is_named_with_what_was_granted() -> None:
    async with Sandbox(App(scopes=frozenset({"commands"})), pace=Pace.fast()) as sandbox:
        client = AsyncWebClient(sandbox.token, base_url=sandbox.slack_url)
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=ROOM, text="hello")
    assert caught.value.response.data == {
        "ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "commands",
    }  # fmt: skip


async def test_the_scope_of_a_channel_look_up_hangs_on_the_kind_of_channel() -> None:
    async with Sandbox(App(scopes=frozenset({"channels:read"}))) as sandbox:
        client = AsyncWebClient(sandbox.token, base_url=sandbox.slack_url)
        assert (await client.conversations_info(channel=ROOM))["channel"]["is_member"]
        direct = sandbox.slack.workspace.direct("U0LEAD").id
        assert await refused(client.conversations_info(channel=direct)) == "missing_scope"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": ROOM, "text": ""}, "no_text"),
        ({"channel": "C0NOSUCH", "text": "hello"}, "channel_not_found"),
        ({"channel": "C0NOBOT", "text": "hello"}, "not_in_channel"),
        ({"channel": ROOM, "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": ROOM, "text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"channel": ROOM, "text": "x", "metadata": {"event_type": "card"}}, "invalid_metadata_schema"),
        ({"channel": ROOM, "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"text": "x"}, "invalid_arguments"),
    ],
)
async def test_a_bad_message_is_refused_with_slacks_own_word(
    client: AsyncWebClient, arguments: dict[str, object], error: str
) -> None:
    assert await refused(client.api_call("chat.postMessage", json=arguments)) == error


async def test_a_message_in_an_archived_channel_is_refused(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.slack.workspace.channels[ROOM].is_archived = True
    assert await refused(client.chat_postMessage(channel=ROOM, text="hello")) == "is_archived"


async def test_a_second_message_within_a_second_is_throttled() -> None:
    async with Sandbox(pace=Pace(message_gap=1.0)) as sandbox:
        client = AsyncWebClient(sandbox.token, base_url=sandbox.slack_url)
        await client.chat_postMessage(channel=ROOM, text="one")
        await client.chat_postMessage(channel="C0QUIET", text="elsewhere")
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=ROOM, text="two")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert len(sandbox.slack.messages(ROOM)) == 1


async def test_an_update_without_blocks_takes_the_blocks_away_and_keeps_the_metadata(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "1"}}
    ts = (await client.chat_postMessage(channel=ROOM, text="x", blocks=[button()], metadata=metadata))["ts"]
    await client.chat_update(channel=ROOM, ts=ts, text="only words")
    [message] = sandbox.slack.messages(ROOM)
    assert (message.blocks, message.metadata) == (None, metadata)
    assert await refused(client.chat_update(channel=ROOM, ts=ts, text="x" * 4001)) == "msg_too_long"


async def test_an_ephemeral_message_cannot_be_updated(client: AsyncWebClient, sandbox: Sandbox) -> None:
    ts = (await client.chat_postEphemeral(channel=ROOM, user="U0LEAD", text="psst"))["message_ts"]
    assert [m.text for m in sandbox.slack.whispers("U0LEAD")] == ["psst"]
    assert sandbox.slack.messages(ROOM) == []
    assert await refused(client.chat_update(channel=ROOM, ts=ts, text="later")) == "message_not_found"
    outsider = client.chat_postEphemeral(channel="C0SHARED", user="U0GUEST", text="psst")
    assert await refused(outsider) == "user_not_in_channel"


async def test_an_ephemeral_in_a_thread_without_answers_is_seen_by_nobody(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    parent = await sandbox.slack.users.say("U0LEAD", ROOM, "hello")
    arguments: dict[str, Any] = {"channel": ROOM, "user": "U0LEAD", "text": "psst", "thread_ts": parent.ts}
    assert (await client.chat_postEphemeral(**arguments))["ok"]
    assert sandbox.slack.whispers("U0LEAD") == []
    await sandbox.slack.users.say("U0GUEST", ROOM, "an answer", thread=parent.ts)
    await client.chat_postEphemeral(**arguments)
    assert [m.thread_ts for m in sandbox.slack.whispers("U0LEAD")] == [parent.ts]


async def test_only_own_messages_can_be_changed(client: AsyncWebClient, sandbox: Sandbox) -> None:
    theirs = await sandbox.slack.users.say("U0LEAD", ROOM, "mine")
    assert await refused(client.chat_update(channel=ROOM, ts=theirs.ts, text="x")) == "cant_update_message"
    assert await refused(client.chat_delete(channel=ROOM, ts=theirs.ts)) == "cant_delete_message"


async def test_an_answer_to_a_gone_parent_is_posted_unthreaded(client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel=ROOM, text="x", thread_ts="1.000001")
    assert "thread_ts" not in answer["message"]


async def test_a_thread_is_read_with_its_metadata_only_when_asked(client: AsyncWebClient, sandbox: Sandbox) -> None:
    parent = await sandbox.slack.users.say("U0LEAD", ROOM, "parent")
    metadata = {"event_type": "card", "event_payload": {"id": "1"}}
    await client.chat_postMessage(channel=ROOM, text="x", thread_ts=parent.ts, metadata=metadata)
    plain = (await client.conversations_replies(channel=ROOM, ts=parent.ts))["messages"]
    full = (await client.conversations_replies(channel=ROOM, ts=parent.ts, include_all_metadata=True))["messages"]
    assert [m.get("metadata") for m in plain] == [None, None]
    assert [m.get("metadata") for m in full] == [None, metadata]
    assert full[0]["reply_count"] == 1
    assert await refused(client.conversations_replies(channel=ROOM, ts="1.000001")) == "thread_not_found"


async def test_a_stranger_has_no_address_to_look_up(client: AsyncWebClient) -> None:
    assert (await client.users_lookupByEmail(email="MAIJA@sandbox.example"))["user"]["id"] == "U0LEAD"
    assert await refused(client.users_lookupByEmail(email="sam@elsewhere.example")) == "users_not_found"
    stranger = (await client.users_info(user="U0STRANGER"))["user"]
    assert stranger["is_stranger"] and "email" not in stranger["profile"]


async def test_a_file_goes_up_in_three_steps(client: AsyncWebClient, sandbox: Sandbox) -> None:
    parent = await sandbox.slack.users.say("U0LEAD", ROOM, "brief?")
    await client.files_upload_v2(content="# Brief", filename="PAY-12.md", channel=ROOM, thread_ts=parent.ts)
    [message] = sandbox.slack.messages(ROOM, thread=parent.ts)
    assert message.files[0]["name"] == "PAY-12.md"
    assert sandbox.slack.workspace.files[message.files[0]["id"]]["content"] == b"# Brief"


async def test_a_fault_on_demand_hits_the_next_call_only(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.slack.fail("chat.postMessage", "restricted_action")
    assert await refused(client.chat_postMessage(channel=ROOM, text="x")) == "restricted_action"
    assert (await client.chat_postMessage(channel=ROOM, text="x"))["ok"]
    with pytest.raises(ValueError, match="does not answer"):
        sandbox.slack.fail("chat.postMessage", "no_such_error")


async def test_a_lost_answer_leaves_the_message_posted(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.slack.fail("chat.postMessage", status=503, after=True)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=ROOM, text="x")
    assert len(sandbox.slack.messages(ROOM)) == 1
    assert sandbox.slack.calls.count("chat.postMessage") == 1

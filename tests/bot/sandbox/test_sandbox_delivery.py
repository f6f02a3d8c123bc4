"""What people do reaches the bot as Slack would send it: signed, in time or again, and never in a thread's command."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.slack.delivery.transport import Attempt
from tests.fakes.listener import Listener, listening

ROOM = "C0PAYMENTS"


@pytest.fixture
async def pair() -> AsyncIterator[tuple[Sandbox, Listener]]:
    async with listening() as listener, Sandbox(App(request_urls=[listener.url]), pace=Pace.fast()) as sandbox:
        yield sandbox, listener


async def test_a_message_arrives_signed_with_text_and_blocks(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    await sandbox.slack.users.say("U0LEAD", ROOM, "see https://x.example/a?b=1&c=2, `CODE-1` & <b>")
    await sandbox.slack.core.delivery.idle()
    [(body, headers, raw)] = listener.heard
    assert SignatureVerifier(sandbox.signing_secret).is_valid_request(raw, headers)
    assert body["event"]["text"] == "see <https://x.example/a?b=1&amp;c=2>, `CODE-1` &amp; &lt;b&gt;"
    assert {"type": "link", "url": "https://x.example/a?b=1&c=2"} in body["event"]["blocks"][0]["elements"][0][
        "elements"
    ]
    assert body["event"]["channel_type"] == "channel"
    assert body["authorizations"][0]["is_bot"]


async def test_a_mention_is_two_events_with_one_ts(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    await sandbox.slack.users.say("U0LEAD", ROOM, "@handoff is PAY-1 ready?")
    await sandbox.slack.core.delivery.idle()
    assert sorted(event["type"] for event in listener.events) == ["app_mention", "message"]
    assert len({event["ts"] for event in listener.events}) == 1
    assert len({body["event_id"] for body in listener.bodies}) == 2


async def test_an_unacknowledged_event_comes_again_three_times_and_is_then_lost(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    listener.answers = [500, 500, 500, 500]
    await sandbox.slack.users.say("U0LEAD", ROOM, "hello")
    await sandbox.slack.core.delivery.idle()
    retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for _, h, _ in listener.heard]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({body["event_id"] for body in listener.bodies}) == 1
    assert len(sandbox.slack.lost) == 1


async def test_a_slow_answer_counts_as_none() -> None:
    async with listening() as listener:
        listener.delay = 0.15
        app, pace = App(request_urls=[listener.url]), Pace(ack=0.05, retries=(0.01,), message_gap=0, preview=0)
        async with Sandbox(app, pace=pace) as sandbox:
            await sandbox.slack.users.say("U0LEAD", ROOM, "hello")
            await sandbox.slack.core.delivery.idle()
    assert [h.get("X-Slack-Retry-Reason") for _, h, _ in listener.heard] == [None, "http_timeout"]


async def test_the_bots_own_words_come_back_and_so_do_its_changes(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    client = AsyncWebClient(sandbox.token, base_url=sandbox.slack_url)
    ts = (await client.chat_postMessage(channel=ROOM, text="one"))["ts"]
    await client.chat_update(channel=ROOM, ts=ts, text="two")
    await client.chat_delete(channel=ROOM, ts=ts)
    await sandbox.slack.core.delivery.idle()
    by_subtype = {event.get("subtype"): event for event in listener.events}
    assert by_subtype[None]["bot_id"] and by_subtype[None]["user"] == "U0HANDOFF"
    assert by_subtype["message_changed"]["message"]["text"] == "two"
    assert by_subtype["message_changed"]["previous_message"]["text"] == "one"
    assert by_subtype["message_deleted"]["deleted_ts"] == ts


async def test_a_preview_is_told_as_a_change_without_new_words() -> None:
    async with listening() as listener:
        pace = Pace(preview=0.01, message_gap=0)
        async with Sandbox(App(request_urls=[listener.url]), pace=pace) as sandbox:
            await sandbox.slack.users.say("U0LEAD", ROOM, "https://x.example/a")
            await sandbox.slack.core.delivery.idle()
    changed = next(event for event in listener.events if event.get("subtype") == "message_changed")
    assert changed["message"]["text"] == changed["previous_message"]["text"]
    assert changed["message"]["attachments"] and "edited" not in changed["message"]


async def test_nothing_is_heard_where_the_bot_is_no_member(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    await sandbox.slack.users.say("U0LEAD", "C0NOBOT", "@handoff PAY-1")
    await sandbox.slack.core.delivery.idle()
    assert listener.heard == []


async def test_an_event_without_a_subscription_is_not_sent() -> None:
    async with listening() as listener:
        app = App(request_urls=[listener.url], events=frozenset({"app_mention"}))
        async with Sandbox(app, pace=Pace.fast()) as sandbox:
            await sandbox.slack.users.say("U0LEAD", ROOM, "@handoff PAY-1")
            await sandbox.slack.core.delivery.idle()
    assert [event["type"] for event in listener.events] == ["app_mention"]


async def test_an_invitation_is_told_and_a_shared_channel_is_marked(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    await sandbox.slack.users.invite("C0NOBOT", "U0HANDOFF", by="U0LEAD")
    await sandbox.slack.users.say("U0LEAD", "C0SHARED", "hello")
    await sandbox.slack.core.delivery.idle()
    assert "member_joined_channel" in {event["type"] for event in listener.events}
    assert [body["is_ext_shared_channel"] for body in listener.bodies if body["event"]["channel"] == "C0SHARED"] == [
        True
    ]


async def test_a_command_is_a_form_and_its_answer_is_for_one_person(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    listener.answers = [{"text": "for you alone"}]
    await sandbox.slack.users.command("U0LEAD", ROOM, "/handoff PAY-1 payload schema")
    [body] = listener.bodies
    assert (body["command"], body["text"], body["channel_name"]) == ("/handoff", "PAY-1 payload schema", "payments")
    assert "thread_ts" not in body
    assert [m.text for m in sandbox.slack.whispers("U0LEAD")] == ["for you alone"]


async def test_a_command_in_a_thread_never_leaves(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    message = await sandbox.slack.users.say("U0LEAD", ROOM, "hello")
    await sandbox.slack.users.command("U0LEAD", ROOM, "/handoff PAY-1", thread=message.ts)
    await sandbox.slack.core.delivery.idle()
    assert len(listener.heard) == 1
    assert "not supported in threads" in sandbox.slack.whispers("U0LEAD")[0].text


async def test_an_unanswered_command_is_shown_as_failed_and_not_sent_again(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    listener.answers = [404]
    await sandbox.slack.users.command("U0LEAD", ROOM, "/handoff PAY-1")
    assert len(listener.heard) == 1
    assert 'error "dispatch_failed"' in sandbox.slack.whispers("U0LEAD")[0].text


async def test_a_payload_can_be_sent_as_it_is_and_forged(pair: tuple[Sandbox, Listener]) -> None:
    sandbox, listener = pair
    headers = {"X-Slack-Signature": "v0=00"}
    payload = {"type": "event_callback", "event": {"type": "message", "text": None}}
    answer = await sandbox.slack.deliver("events_api", payload, attempt=Attempt(2, "http_timeout"), headers=headers)
    [(body, sent, raw)] = listener.heard
    assert answer.ok and body == payload and sent["X-Slack-Retry-Num"] == "2"
    assert not SignatureVerifier(sandbox.signing_secret).is_valid_request(raw, sent)
    assert abs(int(sent["X-Slack-Request-Timestamp"]) - time.time()) < 5


async def test_processes_behind_one_address_take_turns() -> None:
    async with (
        listening() as one,
        listening() as two,
        Sandbox(App(request_urls=[one.url, two.url]), pace=Pace.fast()) as sandbox,
    ):
        for number in range(4):
            await sandbox.slack.users.say("U0LEAD", ROOM, str(number))
        await sandbox.slack.core.delivery.idle()
    assert (len(one.heard), len(two.heard)) == (2, 2)

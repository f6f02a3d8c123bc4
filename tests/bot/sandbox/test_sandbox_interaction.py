"""Clicks, shortcuts, modals and answers through a response_url."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.slack.refusal import Refusal
from tests.fakes.listener import Listener, listening

ROOM = "C0PAYMENTS"
PLAIN = {"type": "plain_text", "text": "x"}
BUTTONS = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "button", "action_id": "go", "value": "7", "text": PLAIN}],
}
MODAL: dict[str, Any] = {
    "type": "modal", "callback_id": "answer", "title": PLAIN, "submit": PLAIN, "private_metadata": "id-1",
    "blocks": [
        {"type": "input", "block_id": "why", "label": PLAIN, "element": {"type": "plain_text_input", "action_id": "text"}},
        {"type": "input", "block_id": "who", "label": PLAIN, "optional": True,
         "element": {"type": "static_select", "action_id": "pick", "options": [{"text": PLAIN, "value": "agent"}]}},
    ],
}  # fmt: skip


@pytest.fixture
async def trio() -> AsyncIterator[tuple[Sandbox, Listener, AsyncWebClient]]:
    async with listening() as listener, Sandbox(App(request_urls=[listener.url]), pace=Pace.fast()) as sandbox:
        yield sandbox, listener, AsyncWebClient(sandbox.token, base_url=sandbox.slack_url)


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def posted(sandbox: Sandbox, client: AsyncWebClient) -> Any:
    await client.chat_postMessage(channel=ROOM, text="card", blocks=[BUTTONS])
    return sandbox.slack.messages(ROOM)[-1]


async def clicked(sandbox: Sandbox, listener: Listener, client: AsyncWebClient, user: str = "U0LEAD") -> dict[str, Any]:
    await sandbox.slack.users.click(user, await posted(sandbox, client), "go")
    return listener.last("block_actions")


async def respond(url: str, **body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def test_a_click_carries_what_the_button_carries(trio: Any) -> None:
    body = await clicked(*trio)
    assert body["type"] == "block_actions"
    assert body["actions"][0]["value"] == "7"
    assert body["container"]["message_ts"] == body["message"]["ts"]
    assert body["user"]["id"] == "U0LEAD"


async def test_a_trigger_opens_one_modal(trio: Any) -> None:
    sandbox, _, client = trio
    trigger = (await clicked(*trio))["trigger_id"]
    await client.views_open(trigger_id=trigger, view=MODAL)
    assert sandbox.slack.workspace.modals["U0LEAD"][0].view["callback_id"] == "answer"
    assert await refused(client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.abc", view=MODAL)) == "invalid_trigger_id"


async def test_a_trigger_dies_after_three_seconds() -> None:
    async with listening() as listener:
        pace = Pace(trigger_life=0.01, message_gap=0, preview=0)
        async with Sandbox(App(request_urls=[listener.url]), pace=pace) as sandbox:
            client = AsyncWebClient(sandbox.token, base_url=sandbox.slack_url)
            trigger = (await clicked(sandbox, listener, client))["trigger_id"]
            await asyncio.sleep(0.02)
            assert await refused(client.views_open(trigger_id=trigger, view=MODAL)) == "expired_trigger_id"


async def test_a_submission_holds_typed_values_and_its_errors_keep_it_open(trio: Any) -> None:
    sandbox, listener, client = trio
    await client.views_open(trigger_id=(await clicked(*trio))["trigger_id"], view=MODAL)
    assert await sandbox.slack.users.submit("U0LEAD", {}) == {"why": "Please complete this required field."}
    listener.answers = [{"response_action": "errors", "errors": {"why": "Say more."}}]
    assert await sandbox.slack.users.submit("U0LEAD", {"text": "no", "pick": "agent"}) == {"why": "Say more."}
    values = listener.last("view_submission")["view"]["state"]["values"]
    assert values["why"]["text"] == {"type": "plain_text_input", "value": "no"}
    assert values["who"]["pick"]["selected_option"]["value"] == "agent"
    assert await sandbox.slack.users.submit("U0LEAD", {"text": "yes"}) == {}
    assert sandbox.slack.workspace.modals["U0LEAD"] == []


async def test_a_view_is_updated_with_its_hash_or_not_at_all(trio: Any) -> None:
    _, _, client = trio
    view = (await client.views_open(trigger_id=(await clicked(*trio))["trigger_id"], view=MODAL))["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    assert await refused(client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)) == "hash_conflict"
    assert await refused(client.views_update(view_id="V0", view=MODAL)) == "not_found"
    assert (
        await refused(
            client.views_update(view_id=view["id"], view=MODAL | {"title": {"type": "plain_text", "text": "x" * 25}})
        )
        == "invalid_arguments"
    )


async def test_a_modal_holds_three_views(trio: Any) -> None:
    _, _, client = trio
    await client.views_open(trigger_id=(await clicked(*trio))["trigger_id"], view=MODAL)
    for _ in range(2):
        await client.views_push(trigger_id=(await clicked(*trio))["trigger_id"], view=MODAL)
    third = (await clicked(*trio))["trigger_id"]
    assert await refused(client.views_push(trigger_id=third, view=MODAL)) == "push_limit_reached"


async def test_a_home_is_published_for_one_person(trio: Any) -> None:
    sandbox, listener, client = trio
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    view = (await client.views_publish(user_id="U0LEAD", view=home))["view"]
    await client.views_publish(user_id="U0LEAD", view=home, hash=view["hash"])
    assert await refused(client.views_publish(user_id="U0LEAD", view=home, hash=view["hash"])) == "hash_conflict"
    await sandbox.slack.users.open_home("U0LEAD")
    await sandbox.slack.core.delivery.idle()
    assert listener.events[-1]["tab"] == "home" and listener.events[-1]["view"]["hash"]


async def test_a_response_url_works_five_times(trio: Any) -> None:
    sandbox, _, _ = trio
    url = (await clicked(*trio))["response_url"]
    for number in range(5):
        assert (await respond(url, text=str(number)))[0] == 200
    assert await respond(url, text="6") == (404, '{"ok": false, "error": "used_url"}')
    assert [m.text for m in sandbox.slack.whispers("U0LEAD")] == ["0", "1", "2", "3", "4"]


async def test_a_response_url_reaches_where_the_bot_is_no_member(trio: Any) -> None:
    sandbox, listener, _ = trio
    await sandbox.slack.users.command("U0LEAD", "C0NOBOT", "/handoff PAY-1")
    assert (await respond(listener.last("command")["response_url"], text="shared", response_type="in_channel"))[
        0
    ] == 200
    assert [m.text for m in sandbox.slack.messages("C0NOBOT")] == ["shared"]


async def test_an_ephemeral_is_replaced_and_deleted_through_its_own_response_url(trio: Any) -> None:
    sandbox, listener, client = trio
    await client.chat_postEphemeral(channel=ROOM, user="U0LEAD", text="card", blocks=[BUTTONS])
    [whisper] = sandbox.slack.whispers("U0LEAD")
    await sandbox.slack.users.click("U0LEAD", whisper, "go")
    body = listener.last("block_actions")
    assert body["container"]["is_ephemeral"] and "message" not in body
    await respond(body["response_url"], text="newer", replace_original=True)
    assert [m.text for m in sandbox.slack.whispers("U0LEAD")] == ["newer"]
    await respond(body["response_url"], delete_original=True)
    assert sandbox.slack.whispers("U0LEAD") == []


async def test_somebody_elses_ephemeral_cannot_be_pressed(trio: Any) -> None:
    sandbox, _, client = trio
    await client.chat_postEphemeral(channel=ROOM, user="U0LEAD", text="card", blocks=[BUTTONS])
    with pytest.raises(Refusal):
        await sandbox.slack.users.click("U0CONTRACTOR", sandbox.slack.whispers("U0LEAD")[0], "go")


async def test_whoever_presses_a_button_that_is_gone_is_told(trio: Any) -> None:
    sandbox, _, client = trio
    message = await posted(sandbox, client)
    with pytest.raises(Refusal, match="this button is gone"):
        await sandbox.slack.users.click("U0LEAD", message, "went")


async def test_a_message_shortcut_carries_the_message(trio: Any) -> None:
    sandbox, listener, _ = trio
    message = await sandbox.slack.users.say("U0GUEST", ROOM, "PAY-1")
    await sandbox.slack.users.shortcut("U0LEAD", ROOM, message.ts, "handoff_check")
    body = listener.last("message_action")
    assert (body["type"], body["callback_id"], body["message"]["user"]) == (
        "message_action",
        "handoff_check",
        "U0GUEST",
    )

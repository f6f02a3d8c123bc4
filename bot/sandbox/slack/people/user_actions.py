"""What people do in the small Slack: speak, type commands, press, fill in. Each act reaches the bot as Slack would send
it."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from bot.sandbox.slack.block_kit.content import content_of
from bot.sandbox.slack.block_kit.viewcheck import check_view
from bot.sandbox.slack.core import Core
from bot.sandbox.slack.delivery import announce
from bot.sandbox.slack.delivery.transport import Answer
from bot.sandbox.slack.models import Channel, Message, Person, View
from bot.sandbox.slack.people import payloads, responses
from bot.sandbox.slack.people.composer import Names, compose
from bot.sandbox.slack.people.handles import Reply
from bot.sandbox.slack.people.inputs import Raw, action_of, complaints, element_of, values_of
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api.views import push_view, replace_view

SLACKBOT = "USLACKBOT"
COMMAND = "/handoff"


class UserActions:
    """Acts of people. Raises Refusal when Slack's own client would not let them."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def say(self, user: str, channel: str, text: str, *, thread: str | None = None) -> Message:
        """Type something and send it. Not for commands: see `command`."""
        core, where = self._core, self._channel(user, channel)
        composed = compose(text, self._names())
        message = Message(
            core.workspace.ts(),
            where.id,
            user,
            composed.text,
            composed.blocks,
            thread,
            client_msg_id=secrets.token_hex(16),
        )
        core.workspace.add(message)
        announce.said(core, message)
        if core.pace.preview and "<http" in message.text:
            core.delivery.spawn(self._preview(message))
        return message

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        message = self._message(channel, ts)
        if message.user != user:
            raise Refusal("cant_update_message")
        before = message.json(metadata=False)
        composed = compose(text, self._names())
        message.text, message.blocks, message.edited = composed.text, composed.blocks, self._core.workspace.ts()
        self._core.workspace.changed()
        announce.edited(self._core, before, message)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        message = self._message(channel, ts)
        if message.user != user:
            raise Refusal("cant_delete_message")
        self._core.workspace.remove(message)
        announce.deleted(self._core, message)

    async def command(self, user: str, channel: str, line: str, *, thread: str | None = None) -> Answer:
        """Type a slash command. What the bot answers at once is shown only to that person."""
        if thread:
            self._tell(user, channel, f"{line.split()[0]} is not supported in threads. Sorry!", thread)
            return Answer(0, reason="not_in_threads")
        core, where = self._core, self._channel(user, channel)
        name, _, text = line.partition(" ")
        if name != COMMAND:
            self._tell(user, channel, f"{name} is not a valid command.")
            return Answer(0, reason="no_such_command")
        payload = payloads.command(core, core.workspace.people[user], where, name, text.strip())
        answer = await core.delivery.once("slash_commands", payload)
        if not answer.ok:
            error = "operation_timeout" if answer.reason == "http_timeout" else "dispatch_failed"
            self._tell(user, channel, f'{name} failed with the error "{error}"')
        else:
            self._show_at_once(Reply(where.id, user), answer)
        return answer

    async def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Answer:
        """Choose a shortcut in a message's menu."""
        person, message = self._person(user), self._message(channel, ts)
        payload = payloads.shortcut(self._core, person, message, callback_id)
        return await self._core.delivery.once("interactive", payload)

    async def global_shortcut(self, user: str, callback_id: str) -> Answer:
        payload = payloads.global_shortcut(self._core, self._person(user), callback_id)
        return await self._core.delivery.once("interactive", payload)

    async def click(
        self,
        user: str,
        message: Message,
        action_id: str,
        *,
        block_id: str | None = None,
        value: Any = None,
        values: Raw | None = None,
    ) -> Answer:
        """Press a button or change a field of a message. `value` is what was chosen, by its option's value."""
        if message.viewer not in (None, user):
            raise Refusal("message_not_found")
        blocks = message.blocks or []
        block, element = element_of(blocks, action_id, block_id)
        action = action_of(block, element, value, self._core.workspace.ts())
        state = values_of(blocks, values or {})
        payload = payloads.click_in_message(self._core, self._person(user), message, action, state)
        return await self._core.delivery.once("interactive", payload)

    async def click_in_view(
        self,
        user: str,
        view: View,
        action_id: str,
        *,
        block_id: str | None = None,
        value: Any = None,
        values: Raw | None = None,
    ) -> Answer:
        blocks = view.view["blocks"]
        block, element = element_of(blocks, action_id, block_id)
        filled = dict(values or {}) | ({} if value is None else {f"{block['block_id']}/{action_id}": value})
        action = action_of(block, element, value, self._core.workspace.ts())
        payload = payloads.click_in_view(self._core, self._person(user), view, action, values_of(blocks, filled))
        return await self._core.delivery.once("interactive", payload)

    async def submit(self, user: str, values: Raw | None = None) -> dict[str, str]:
        """Submit the topmost modal. Returns what is wrong, by block; empty when it was accepted."""
        view = self._top(user)
        filled = values_of(view.view["blocks"], values or {})
        if wrong := complaints(view.view["blocks"], filled):
            return wrong
        payload = payloads.submission(self._core, self._person(user), view, filled)
        answer = await self._core.delivery.once("interactive", payload)
        if not answer.ok:
            return {"": "The app did not answer. Try again."}
        return self._after_submission(user, view, answer.json)

    async def close(self, user: str) -> None:
        """Close the topmost modal."""
        view = self._top(user)
        self._core.workspace.modals[user].remove(view)
        self._core.workspace.changed()
        if view.view.get("notify_on_close"):
            await self._core.delivery.once("interactive", payloads.closed(self._core, self._person(user), view))

    async def open_home(self, user: str, tab: str = "home") -> None:
        self._person(user)
        announce.home_opened(self._core, user, tab)

    async def invite(self, channel: str, user: str, *, by: str) -> None:
        """Bring a person or the bot into a channel."""
        found = self._core.workspace.channels[channel]
        found.members.add(user)
        line = Message(
            self._core.workspace.ts(), channel, user, f"<@{user}> has joined the channel", subtype="channel_join"
        )
        self._core.workspace.add(line)
        announce.said(self._core, line)
        announce.joined(self._core, found, user, by)

    def _show_at_once(self, reply: Reply, answer: Answer) -> None:
        """The acknowledgement's own body: plain text, or a message."""
        body = answer.json or {"text": answer.body.decode()}
        if body.get("text") or body.get("blocks"):
            responses.show(self._core, reply, content_of(body), body)

    def _after_submission(self, user: str, view: View, answer: dict[str, Any]) -> dict[str, str]:
        action, stack = answer.get("response_action"), self._core.workspace.modals[user]
        if action == "errors":
            return {str(block): str(words) for block, words in answer.get("errors", {}).items()}
        if action == "update":
            replace_view(self._core, view, check_view(answer.get("view"), "modal"))
        elif action == "push":
            push_view(self._core, check_view(answer.get("view"), "modal"), user)
        elif action == "clear":
            stack.clear()
        elif view in stack:
            stack.remove(view)
        self._core.workspace.changed()
        return {}

    async def _preview(self, message: Message) -> None:
        """Slack attaches a preview a moment later and reports it as a change of the message."""
        await asyncio.sleep(self._core.pace.preview)
        before = message.json(metadata=False)
        url = message.text.split("<http", 1)[1].split(">")[0].split("|")[0]
        message.attachments = [{"id": 1, "from_url": f"http{url}", "title": "Preview", "fallback": "Preview"}]
        announce.edited(self._core, before, message)

    def _tell(self, user: str, channel: str, text: str, thread: str | None = None) -> None:
        workspace = self._core.workspace
        workspace.add(Message(workspace.ts(), channel, SLACKBOT, text, thread_ts=thread, viewer=user))

    def _names(self) -> Names:
        workspace = self._core.workspace
        users = {person.name: person.id for person in workspace.people.values()}
        return Names(users, {c.name: c.id for c in workspace.channels.values() if c.name})

    def _person(self, user: str) -> Person:
        return self._core.workspace.people[user]

    def _channel(self, user: str, channel: str) -> Channel:
        found = self._core.workspace.channels[channel]
        if user not in found.members:
            raise Refusal("not_in_channel")
        if found.is_archived:
            raise Refusal("is_archived")
        return found

    def _message(self, channel: str, ts: str) -> Message:
        message = self._core.workspace.find(channel, ts)
        if message is None:
            raise Refusal("message_not_found")
        return message

    def _top(self, user: str) -> View:
        stack = self._core.workspace.modals.get(user)
        if not stack:
            raise Refusal("not_found")
        return stack[-1]

"""The payloads of commands, shortcuts, clicks and modals, field by field as Slack sends them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.models import APP, TEAM, TEAM_DOMAIN, VERIFICATION, Channel, Message, Person, View
from bot.sandbox.slack.people.handles import Reply

Payload = dict[str, Any]


def command(core: Core, person: Person, channel: Channel, name: str, text: str) -> Payload:
    """A slash command; there is no thread and no message in it."""
    shown = {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": shown,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": False,
        "response_url": core.response_url(Reply(channel.id, person.id)),
        "trigger_id": core.triggers.issue(person.id),
    }


def shortcut(core: Core, person: Person, message: Message, callback_id: str) -> Payload:
    """A message shortcut."""
    channel = core.workspace.channels[message.channel]
    return _base(core, "message_action", person) | {
        "callback_id": callback_id,
        "action_ts": core.workspace.ts(),
        "message_ts": message.ts,
        "message": message.json(replies=core.workspace.replies(message), metadata=False),
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "response_url": core.response_url(Reply(channel.id, person.id)),
    }


def global_shortcut(core: Core, person: Person, callback_id: str) -> Payload:
    return _base(core, "shortcut", person) | {"callback_id": callback_id, "action_ts": core.workspace.ts()}


def click_in_message(core: Core, person: Person, message: Message, action: Payload, values: Payload) -> Payload:
    channel = core.workspace.channels[message.channel]
    container: Payload = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.viewer is not None,
        "is_app_unfurl": False,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    reply = Reply(channel.id, person.id, message.ts, message.thread_ts)
    found = _base(core, "block_actions", person) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "state": {"values": values},
        "response_url": core.response_url(reply),
        "actions": [action],
    }
    if message.viewer is None:
        found["message"] = message.json(replies=core.workspace.replies(message), metadata=False)
    return found


def click_in_view(core: Core, person: Person, view: View, action: Payload, values: Payload) -> Payload:
    return _base(core, "block_actions", person) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view.json(values),
        "actions": [action],
    }


def submission(core: Core, person: Person, view: View, values: Payload) -> Payload:
    return _base(core, "view_submission", person) | {"view": view.json(values), "response_urls": []}


def closed(core: Core, person: Person, view: View) -> Payload:
    found = _base(core, "view_closed", person) | {"view": view.json(), "is_cleared": False}
    del found["trigger_id"]
    return found


def _base(core: Core, kind: str, person: Person) -> Payload:
    user = {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team}
    return {
        "type": kind,
        "user": user,
        "api_app_id": APP,
        "token": VERIFICATION,
        "trigger_id": core.triggers.issue(person.id),
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }

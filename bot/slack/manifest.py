"""The Slack app's manifest, made from what the listeners hear and the poster calls: nothing asked for that is not used.

`manifest.yml` is the Socket Mode form; with a URL it is the HTTP form.
"""

from __future__ import annotations

from typing import Any

import yaml

from bot.slack.asking import COMMAND, SHORTCUT
from bot.slack.drafts import TAKE
from bot.slack.http import PATH
from bot.slack.listeners import CHANNEL_CHANGED, HEARD, REMOVED
from bot.slack.looks import LOOK

CALLBACK = "/slack/oauth_redirect"
"""Where Slack sends people back to who installed the bot."""
SCOPES = {
    "app_mentions:read": "app_mention",
    "channels:history": "messages of public channels, and one look in a thread after a crash",
    "channels:read": "who can read a public channel; member_joined_channel; channel_shared",
    "chat:write": "answers",
    "commands": "/handoff and the message shortcut",
    "files:write": "the digest's picture and list, and the brief of a ticket",
    "groups:history": "messages of private channels",
    "groups:read": "who can read a private channel",
    "im:history": "direct messages to the bot",
    "im:read": "who can read a direct message",
    "mpim:history": "messages of group conversations",
    "mpim:read": "who can read a group conversation",
    "reactions:write": "a reaction where a whole answer would be too loud",
    "users:read": "who may let a channel see a project",
    "users:read.email": "whether Jira lets whoever asks see the ticket; whom in Slack a question is for",
}
"""Each bot scope with what needs it."""
MESSAGES = ("message.channels", "message.groups", "message.im", "message.mpim")
HEADER = "# The Slack app, to paste at api.slack.com/apps. Made by `handoff manifest`; a test holds it to the code.\n"
LONG = (
    "Name a Jira ticket and the bot says whether someone outside its codebase could pick it up today and know what "
    "done looks like: a contractor, another team, or an AI coding agent. It shows each gap in the ticket's own words, "
    "the one edit that closes it, and at most three questions for the person who can answer. It runs on your own "
    "machine and sends ticket text to nobody."
)


def manifest(url: str | None = None, *, many: bool = False) -> dict[str, Any]:
    """The manifest: for Socket Mode, or for HTTP where `url` is the bot's public address. `many`: for a bot that is
    installed in many workspaces or in a whole organisation, by OAuth at that address, with tokens that rotate. Rotation
    cannot be switched off again, and would end the token of a bot that has only the one."""
    installed: dict[str, Any] = {"redirect_urls": [f"{url.rstrip('/')}{CALLBACK}"]} if url and many else {}
    rotates = {"token_rotation_enabled": True} if many else {}  # nosec B105 - a switch, no token
    request = {"request_url": f"{url.rstrip('/')}{PATH}"} if url else {}
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Handoff",
            "description": "Says whether a Jira ticket can be handed off, and what is missing",
            "long_description": LONG,
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "handoff", "always_online": True},
            "shortcuts": [
                {
                    "name": "Check for hand-off",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Judge the tickets that this message names",
                },
                {
                    "name": "Take as the answer",
                    "type": "message",
                    "callback_id": TAKE,
                    "description": "Close a gap of the thread's ticket with this message",
                },
                {
                    "name": "Ready to hand off?",
                    "type": "global",
                    "callback_id": LOOK,
                    "description": "Look at a ticket, for your eyes alone",
                },
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Is this ticket ready to hand off?",
                    "usage_hint": "PAY-12 [for agent] | on PAY,WEB | off | digest mon 09:00 Europe/Helsinki | help",
                    "should_escape": False,
                    **({"url": request["request_url"]} if request else {}),
                }
            ],
        },
        "oauth_config": {**installed, "scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": bot_events()},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": many,
            "socket_mode_enabled": url is None,
            **rotates,
        },
    }


def bot_events() -> list[str]:
    """What to subscribe to: `message` is four subscriptions, one a kind of conversation."""
    events = [event for event in (*HEARD, *CHANNEL_CHANGED, *REMOVED) if event != "message"]
    return sorted([*events, *MESSAGES])


def manifest_text(url: str | None = None, *, many: bool = False) -> str:
    """The manifest as YAML."""
    body = yaml.safe_dump(manifest(url, many=many), sort_keys=False, allow_unicode=True, width=100)
    return f"{HEADER if url is None else ''}{body}"

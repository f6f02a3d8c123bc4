"""What the small Slack contains: people, channels, messages, views, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ChannelKind = Literal["public", "private", "im", "mpim"]
Role = Literal["lead", "contractor", "guest", "admin", "stranger", "bot"]

TEAM = "T0SANDBOX"
TEAM_DOMAIN = "sandbox"
OTHER_TEAM = "T0ELSEWHERE"
APP = "A0HANDOFF"
BOT_ID = "B0HANDOFF"
BOT_USER = "U0HANDOFF"
VERIFICATION = "deprecated"
"""The `token` field that payloads still carry; Slack has long said to check signatures instead."""


def in_team(team: str, text: str, enterprise: str = "") -> str:
    """What is said outside a workspace with this id, and organisation, if not its own: inside, each believes it is the
    only one."""
    return text.replace(TEAM, team).replace(enterprise_of(TEAM), enterprise or enterprise_of(team))


def enterprise_of(team: str) -> str:
    """The id of the organisation that a workspace is in."""
    return f"E{team[1:]}"


@dataclass(slots=True)
class Person:
    id: str
    name: str
    real_name: str
    role: Role
    email: str = ""
    title: str = ""
    tz: str = "Europe/Helsinki"
    team: str = TEAM
    deleted: bool = False

    def json(self, *, with_email: bool) -> dict[str, Any]:
        """As `users.info` gives it; the e-mail address only with its scope, and never a stranger's."""
        profile: dict[str, Any] = {
            "real_name": self.real_name,
            "display_name": self.name,
            "title": self.title,
            "team": self.team,
        }
        if with_email and self.email and self.role != "stranger":
            profile["email"] = self.email
        return {
            "id": self.id,
            "team_id": self.team,
            "enterprise_user": {"enterprise_id": enterprise_of(self.team)},
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "is_admin": self.role == "admin",
            "is_owner": False,
            "is_bot": self.role == "bot",
            "is_restricted": self.role == "guest",
            "is_ultra_restricted": False,
            "is_stranger": self.role == "stranger",
            "is_email_confirmed": bool(self.email),
            "is_app_user": False,
            "tz": self.tz,
            "locale": "en-US",
            "profile": profile,
        }


@dataclass(slots=True)
class Channel:
    id: str
    name: str
    kind: ChannelKind = "public"
    members: set[str] = field(default_factory=set)
    topic: str = ""
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_archived: bool = False
    user: str = ""
    """The other person in a direct message with the bot."""
    creator: str = ""

    @property
    def event_kind(self) -> str:
        """`channel_type` of message events."""
        return {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}[self.kind]

    def json(self, *, is_member: bool) -> dict[str, Any]:
        """As `conversations.info` gives it."""
        if self.kind == "im":
            return {"id": self.id, "is_im": True, "user": self.user, "is_open": True, "is_archived": False}
        shared = [TEAM, OTHER_TEAM] if self.is_ext_shared else [TEAM]
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": False,
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "public",
            "is_archived": self.is_archived,
            "is_general": False,
            "is_shared": self.is_ext_shared,
            "is_org_shared": False,
            "is_ext_shared": self.is_ext_shared,
            "is_pending_ext_shared": self.is_pending_ext_shared,
            "pending_connected_team_ids": [OTHER_TEAM] if self.is_pending_ext_shared else [],
            "shared_team_ids": shared,
            "internal_team_ids": [TEAM],
            "connected_team_ids": [OTHER_TEAM] if self.is_ext_shared else [],
            "conversation_host_id": TEAM,
            "context_team_id": TEAM,
            "is_member": is_member,
            "creator": self.creator,
            "topic": {"value": self.topic},
            "purpose": {"value": ""},
            "num_members": len(self.members),
        }


@dataclass(slots=True)
class Message:
    ts: str
    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]] | None = None
    thread_ts: str | None = None
    """Set only on replies; a parent's own ts is not repeated here."""
    metadata: dict[str, Any] | None = None
    subtype: str | None = None
    edited: str | None = None
    client_msg_id: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    viewer: str | None = None
    """An ephemeral message's only reader."""

    @property
    def by_bot(self) -> bool:
        return self.user == BOT_USER

    @property
    def shown_text(self) -> str:
        """All words a reader sees or hears, for tests to look in."""
        return "\n".join([self.text, *_words(self.blocks or [])])

    def json(self, *, replies: int = 0, metadata: bool = True) -> dict[str, Any]:
        """As events and `conversations.replies` give it."""
        found: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM}
        if self.by_bot:
            found |= {"bot_id": BOT_ID, "app_id": APP, "bot_profile": {"id": BOT_ID, "app_id": APP, "name": "handoff"}}
        optional = {
            "client_msg_id": self.client_msg_id,
            "blocks": self.blocks,
            "subtype": self.subtype,
            "thread_ts": self.thread_ts or (self.ts if replies else None),
            "reply_count": replies or None,
            "metadata": self.metadata if metadata else None,
            "files": self.files or None,
            "attachments": self.attachments or None,
            "edited": {"user": self.user, "ts": self.edited} if self.edited else None,
            "reactions": [{"name": n, "users": u, "count": len(u)} for n, u in self.reactions.items()] or None,
        }
        return found | {name: value for name, value in optional.items() if value is not None}


@dataclass(slots=True)
class View:
    """A modal or a Home tab as the person has it open."""

    id: str
    view: dict[str, Any]
    hash: str
    user: str
    root: str
    previous: str | None = None

    def json(self, values: dict[str, Any] | None = None) -> dict[str, Any]:
        defaults = {"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False}
        return (
            defaults
            | self.view
            | {
                "id": self.id,
                "team_id": TEAM,
                "hash": self.hash,
                "state": {"values": values or {}},
                "root_view_id": self.root,
                "previous_view_id": self.previous,
                "app_id": APP,
                "bot_id": BOT_ID,
                "app_installed_team_id": TEAM,
            }
        )


def _words(node: Any) -> list[str]:
    if isinstance(node, list):
        return [word for child in node for word in _words(child)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + [word for key, child in node.items() if isinstance(child, dict | list) for word in _words(child)]

"""What every part of the small Slack shares: its state, its limits, and the way to the bot."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.calls import Calls
from bot.sandbox.faults import Faults
from bot.sandbox.pace import Pace
from bot.sandbox.slack.delivery.delivery import Delivery
from bot.sandbox.slack.delivery.socket import OverSocket
from bot.sandbox.slack.models import BOT_USER, TEAM, Channel
from bot.sandbox.slack.people.handles import Limiter, Replies, Reply, Triggers
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.workspace import Workspace


@dataclass(slots=True)
class Core:
    workspace: Workspace
    pace: Pace
    scopes: frozenset[str]
    bot_token: str
    app_token: str
    delivery: Delivery
    socket: OverSocket
    triggers: Triggers
    replies: Replies
    limiter: Limiter
    url: str = ""
    """The sandbox's address, without a trailing slash; known once it listens."""
    revoked: bool = False
    """The app was uninstalled: every call fails."""
    team: str = TEAM
    enterprise: str = ""
    """The organisation that it shares with others; empty where it is on its own."""
    granted: dict[str, float] = field(default_factory=dict)
    """Bot tokens issued by OAuth, with the moment (of `time.time`) each of them expires."""
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)

    def response_url(self, reply: Reply) -> str:
        return f"{self.url}/response/{self.replies.issue(reply)}"

    def channel(self, wanted: str) -> Channel:
        """A channel the bot may know of, by id, name or (for direct messages) person."""
        found = self.workspace.channels.get(wanted) or self.workspace.channel_named(wanted)
        if found is None and wanted in self.workspace.people:
            found = self.workspace.direct(wanted)
        if found is None or (found.kind != "public" and BOT_USER not in found.members):
            raise Refusal("channel_not_found")
        return found

    def joined(self, wanted: str) -> Channel:
        """A channel the bot can post in."""
        channel = self.channel(wanted)
        if channel.is_archived:
            raise Refusal("is_archived")
        if BOT_USER not in channel.members and "chat:write.public" not in self.scopes:
            raise Refusal("not_in_channel")
        return channel

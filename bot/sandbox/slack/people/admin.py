"""What a workspace's admin does to the app and its channels: uninstall it, share a channel with another company."""

from __future__ import annotations

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.models import BOT_USER


def uninstall(core: Core) -> None:
    """Every token is revoked; both events are sent, in an order that the bot cannot rely on."""
    core.revoked = True
    core.delivery.event("tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}})
    core.delivery.event("app_uninstalled", {"type": "app_uninstalled"})


def share(core: Core, channel: str, *, pending: bool = False) -> None:
    """Share a channel; while the other side has not accepted, only `is_pending_ext_shared` shows it."""
    found = core.workspace.channels[channel]
    found.is_pending_ext_shared, found.is_ext_shared = pending, not pending
    core.workspace.changed()
    if not pending:
        _tell(core, "channel_shared", channel)


def unshare(core: Core, channel: str) -> None:
    found = core.workspace.channels[channel]
    found.is_pending_ext_shared = found.is_ext_shared = False
    core.workspace.changed()
    _tell(core, "channel_unshared", channel)


def _tell(core: Core, event: str, channel: str) -> None:
    more = {"connected_team_id": "T0ELSEWHERE"} if event == "channel_shared" else {"is_ext_shared": False}
    core.delivery.event(event, {"type": event, "channel": channel, "event_ts": core.workspace.ts(), **more})

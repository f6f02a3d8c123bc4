"""What may be shown where: the whole rule, over values. Pure. What is not known counts as no (design decision 9).

docs/reference/audience.md is this rule as a table, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.ports import Reach, Reason, Showing, Sight

_BARS: Mapping[Reach, Reason] = {
    "guests": "channel_guests",
    "shared": "channel_shared",
    "pending": "channel_pending",
    "unknown": "channel_unknown",
}
"""The reason why a channel that others can read, or may be able to, is barred."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the rule looks at."""

    reach: Reach
    watching: bool
    """The channel asked for answers that nobody asks for."""
    mapped: bool
    """The ticket's project may be discussed in this channel."""
    secured: bool
    """An issue security level hides the ticket from some who can see its project."""
    asked: bool
    """A person asked the bot outright."""
    asker: Sight = "unchecked"
    """Whether that person may see the ticket in Jira."""
    alone: bool = False
    """The place is a direct message: nobody but that person reads it."""
    outsider: bool = False
    """Whoever asks is a guest or of another organisation, or nobody can say."""


def decide(situation: Situation) -> Showing:
    """What may be shown. The first obstacle decides: the asker alone then gets key and verdict, unless something bars
    them too; others get nothing."""
    if situation.reach == "internal" and situation.alone and situation.asked and situation.asker == "sees":
        return Showing("full", "asker_sees")
    obstacle = _obstacle(situation)
    if obstacle and not situation.asked:
        return Showing("silent", obstacle)
    if obstacle:
        barred = _barred(situation)
        return Showing("silent", barred) if barred else Showing("asker_only", obstacle)
    if not situation.watching and not situation.asked:
        return Showing("silent", "not_watching")
    return Showing("full", "mapped")


def _barred(situation: Situation) -> Reason | None:
    """Why whoever asks is not told even whether there is such a ticket: where others read the channel, they must be one of
    us (facts 1.3); whom Jira refuses the ticket is refused it here; and whom Jira does not know is told nothing of what
    a security level hides, or, being no member of the organisation, of what the place may not show."""
    if situation.outsider and situation.reach != "internal":
        return "asker_outside"
    if situation.asker == "not":
        return "asker_cannot_see"
    if situation.asker == "unchecked" and (situation.secured or situation.outsider):
        return "asker_unknown"
    return None


def _obstacle(situation: Situation) -> Reason | None:
    if situation.reach != "internal":
        return _BARS[situation.reach]
    if situation.asked and situation.asker == "not":
        return "asker_cannot_see"
    if situation.secured:
        return "ticket_secured"
    if not situation.mapped:
        return "project_not_mapped"
    return None


def reach_of(channel: Mapping[str, Any]) -> Reach:
    """The reach of a channel, from conversations.info. A share that is only offered is not yet `is_ext_shared`."""
    told = [channel.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared")]
    if not all(isinstance(flag, bool | None) for flag in told) or "id" not in channel:
        return "unknown"
    if channel.get("is_ext_shared"):
        return "shared"
    if (
        channel.get("is_pending_ext_shared")
        or channel.get("pending_shared")
        or channel.get("pending_connected_team_ids")
    ):
        return "pending"
    if channel.get("is_shared") and not channel.get("is_org_shared"):
        return "shared"
    if channel.get("is_im") or channel.get("is_ext_shared") is False:
        return "internal"
    return "unknown"

"""What becomes of a digest that is to be made."""

from __future__ import annotations

from typing import Literal

from bot.digest.reading.unavailable import UNAVAILABLE, Unavailable

Outcome = (
    Literal["posted", "already", "under_way", "nothing_moved", "not_posted", "closed", "stopped"]
    | Literal["no_tickets", "no_sign_in", "slack_away"]
    | Unavailable
)
EXPLAINED: frozenset[Outcome] = frozenset({"no_tickets", "no_sign_in", "slack_away", *UNAVAILABLE})
"""Why there is no digest, as its channel is told if nobody asked for one."""
UNPOSTED: frozenset[Outcome] = frozenset({"not_posted", "closed", "stopped", *EXPLAINED})

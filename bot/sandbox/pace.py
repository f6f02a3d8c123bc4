"""How fast the sandbox's clocks run: Slack's real times by default, a fraction of them in tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in seconds, as with Slack and Jira (docs.slack.dev: events-api, handling-user-interaction)."""

    ack: float = 3.0
    """An event, command or click that is unanswered for longer has failed."""
    retries: tuple[float, ...] = (0.2, 60.0, 300.0)
    """Delays before an event is redelivered: almost none, a minute, five minutes."""
    trigger_life: float = 3.0
    reply_life: float = 1800.0
    """How long a response_url may be used."""
    reply_uses: int = 5
    message_gap: float = 1.0
    """Shortest time between two messages of the bot in one channel; 0 switches the limit off."""
    preview: float = 0.4
    """After this time a pasted link gets its preview, which Slack reports as a message_changed; 0 for no previews."""

    @classmethod
    def fast(cls) -> Pace:
        """For tests: redelivery in hundredths of a second, no limit on messages, no previews."""
        return cls(retries=(0.01, 0.06, 0.3), message_gap=0.0, preview=0.0)

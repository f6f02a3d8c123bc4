"""What Slack sends of a message, and the bot that it is sent to."""

from __future__ import annotations

from typing import Any

from bot.jira.sites import Site
from bot.requests import JudgeRequest
from bot.slack.reading import intake
from bot.slack.reading.known import Known

US = intake.Us("T1", "UBOT")
CLOUD = Site("main", "https://example.atlassian.net")
CENTER = Site("old", "https://jira.example.com/jira", deployment="datacenter")
KNOWN = Known(
    (CLOUD, CENTER),
    {"main": frozenset({"PAY", "WEB"}), "old": frozenset({"OPS", "PAY"})},
    frozenset({"UTC"}),
)


def said(text: str | None, **more: Any) -> dict[str, Any]:
    base = {"type": "message", "user": "U1", "channel": "C1", "ts": "1.2", "channel_type": "channel"}
    return base | {"text": text} | more


def judged(event: dict[str, Any]) -> list[tuple[str, str]]:
    request = intake.of_message(event, US, KNOWN)
    assert request is None or isinstance(request, JudgeRequest)
    return [(ref.site, ref.key) for ref in request.tickets] if request else []

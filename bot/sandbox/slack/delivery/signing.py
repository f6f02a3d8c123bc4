"""How Slack signs what it sends over HTTP."""

from __future__ import annotations

import hashlib
import hmac
import time


def signed(secret: str, body: bytes, *, at: int | None = None) -> dict[str, str]:
    """The two headers of docs.slack.dev/authentication/verifying-requests-from-slack. `at` in Unix seconds."""
    stamp = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

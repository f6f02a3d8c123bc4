"""What Slack requires of a call before it looks at its meaning: method, token, scopes, arguments, error names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypedDict

from bot.sandbox.slack.refusal import Refusal, invalid

ANY_METHOD: Final = frozenset(
    {
        "access_denied", "account_inactive", "fatal_error", "internal_error", "invalid_arguments", "invalid_auth",
        "invalid_form_data", "invalid_json", "missing_scope", "not_allowed_token_type", "not_authed", "org_login_required",
        "rate_limited", "ratelimited", "request_timeout", "service_unavailable", "team_access_not_granted", "token_expired",
        "token_revoked", "unknown_method",
    }
)  # fmt: skip
"""Errors that any method may answer; the pages of single methods list them inconsistently."""

APP_TOKEN_METHODS: Final = frozenset({"apps.connections.open"})
BY_CHANNEL_KIND: Final = (
    "conversations.history",
    "conversations.info",
    "conversations.members",
    "conversations.replies",
)
SCOPE_OF_KIND: Final = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


class Method(TypedDict):
    """One method: any one of `scopes` is enough; `required` does not include the token; `errors` are those on its
    page."""

    scopes: list[str]
    required: list[str]
    errors: list[str]


@cache
def methods() -> Mapping[str, Method]:
    """Condensed from the method pages of docs.slack.dev; a test compares it with a stored copy of them."""
    text = (files(__package__) / "methods.json").read_text("utf-8")
    found: dict[str, Method] = json.loads(text)
    return found


def knows_error(method: str, error: str) -> bool:
    return error in ANY_METHOD or error in methods()[method]["errors"]


def check_scope(method: str, granted: frozenset[str], kind: str | None = None) -> None:
    """Refuse with `missing_scope` as Slack does. `kind` is the channel's, where the scope depends on it."""
    wanted = methods()[method]["scopes"]
    if kind is not None and method in BY_CHANNEL_KIND:
        wanted = [scope for scope in wanted if scope.split(":")[0] == SCOPE_OF_KIND[kind]]
    if wanted and not granted.intersection(wanted):
        raise Refusal("missing_scope", needed=",".join(wanted), provided=",".join(sorted(granted)))


def check_arguments(method: str, args: Mapping[str, Any]) -> None:
    missing = [name for name in methods()[method]["required"] if args.get(name) in (None, "")]
    if missing:
        raise invalid(*(f"missing required field: {name}" for name in missing))

"""
Slack's refusals, sorted by what to do about them. Pure.

The names are those of docs.slack.dev's method pages (chat.postMessage, chat.update, chat.postEphemeral, views.*).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.errors import SlackError, SlackOutcome
from bot.retrying.backoff import http_date, retry_after_of

_CLOSED = (
    "channel_not_found not_in_channel is_archived is_inactive channel_is_limited_access restricted_action "
    "restricted_action_read_only_channel restricted_action_thread_only_channel "
    "restricted_action_non_threadable_channel restricted_action_thread_locked cannot_reply_to_message "
    "ekm_access_denied user_not_in_channel messages_tab_disabled user_not_found user_disabled"
)
_GONE = (
    "message_not_found cant_update_message edit_window_closed update_failed block_mismatch "
    "streaming_state_conflict thread_not_found"
)
_BIG = (
    "invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text invalid_attachments "
    "attachment_payload_limit_exceeded metadata_too_large markdown_text_conflict"
)
_DEAD = (
    "token_revoked account_inactive invalid_auth token_expired org_login_required team_access_not_granted "
    "app_access_restricted not_authed missing_scope no_permission team_not_found"
)
_SLOW = "ratelimited rate_limited message_limit_exceeded"
_DOWN = "internal_error fatal_error service_unavailable request_timeout external_channel_migrating"

OUTCOMES: Mapping[str, SlackOutcome] = {
    **dict.fromkeys(_CLOSED.split(), "channel_closed"),
    **dict.fromkeys(_GONE.split(), "message_gone"),
    **dict.fromkeys(_BIG.split(), "too_big"),
    **dict.fromkeys(_DEAD.split(), "install_dead"),
    **dict.fromkeys(_SLOW.split(), "throttled"),
    **dict.fromkeys(_DOWN.split(), "unavailable"),
}
PAUSE = 30.0
"""Seconds to wait when Slack throttles without saying for how long."""


def refusal(method: str, error: SlackApiError) -> SlackError:
    """The refusal that an API call met. The response's text is not kept."""
    response = error.response
    data = getattr(response, "data", response)
    name = data.get("error") if isinstance(data, Mapping) else None
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    return sorted_out(method, str(name or ""), int(status), getattr(response, "headers", None) or {})


def sorted_out(method: str, name: str, status: int, headers: Mapping[str, Any]) -> SlackError:
    """The refusal of an error name, an HTTP status, or both; `name` may be empty."""
    if status == 429 or OUTCOMES.get(name) == "throttled":
        return SlackError("throttled", name or "ratelimited", method=method, retry_after=_pause(headers))
    if name in OUTCOMES:
        return SlackError(OUTCOMES[name], name, method=method)
    if status >= 500 or not name:
        return SlackError("unavailable", name or f"http_{status}", method=method)
    return SlackError("refused", name, method=method)


def _pause(headers: Mapping[str, Any]) -> float:
    """Seconds, from Retry-After; Bolt's and aiohttp's headers differ in case and in whether a value is a list."""
    told = {
        name.lower(): str(value[0] if isinstance(value, list) and value else value) for name, value in headers.items()
    }
    asked = retry_after_of(told.get("retry-after", "").strip(), http_date(told.get("date", "")))
    return PAUSE if asked is None else asked

"""The distilled method table says what Slack's own pages say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.sandbox.slack.web_api.api import METHODS
from bot.sandbox.slack.web_api.contract import ANY_METHOD, knows_error, methods

RAISED = {
    "chat.postMessage": ("channel_not_found", "not_in_channel", "is_archived", "no_text", "invalid_blocks",
                         "invalid_blocks_format", "msg_blocks_too_long", "markdown_text_conflict", "metadata_too_large",
                         "invalid_metadata_format", "invalid_metadata_schema", "ratelimited"),
    "chat.update": ("message_not_found", "cant_update_message", "is_inactive", "msg_too_long"),
    "chat.postEphemeral": ("user_not_in_channel", "msg_too_long", "not_in_channel"),
    "chat.delete": ("message_not_found", "cant_delete_message"),
    "reactions.add": ("already_reacted", "message_not_found", "invalid_name"),
    "reactions.remove": ("no_reaction",),
    "conversations.replies": ("thread_not_found", "invalid_cursor", "channel_not_found"),
    "conversations.open": ("users_list_not_supplied", "user_not_found", "too_many_users", "user_disabled"),
    "users.info": ("user_not_found",),
    "users.lookupByEmail": ("users_not_found",),
    "views.open": ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "view_too_large"),
    "views.push": ("push_limit_reached", "not_found"),
    "views.update": ("hash_conflict", "not_found", "duplicate_external_id"),
    "views.publish": ("hash_conflict",),
    "files.completeUploadExternal": ("file_not_found", "not_in_channel"),
}  # fmt: skip


def test_every_method_of_the_table_is_there_and_no_other() -> None:
    assert set(METHODS) == set(methods())


@pytest.mark.parametrize(("method", "errors"), RAISED.items())
def test_the_sandbox_says_no_in_words_slack_documents(method: str, errors: tuple[str, ...]) -> None:
    assert [error for error in errors if not knows_error(method, error)] == []


@pytest.mark.shared
@pytest.mark.parametrize("method", sorted(METHODS))
def test_the_table_agrees_with_slacks_page(method: str, shared: Path) -> None:
    page = json.loads((shared / "specs" / "slack-api" / f"method.{method}.json").read_text("utf-8"))
    ours = methods()[method]
    assert sorted(ours["scopes"]) == sorted((page.get("scope") or {}).get("bot", []))
    assert sorted(ours["required"]) == sorted(set(page["args"].get("required") or ()) - {"token"})
    assert set(ours["errors"]) == set(page["errors"])


@pytest.mark.shared
def test_errors_of_any_method_are_no_inventions(shared: Path) -> None:
    pages = [json.loads(p.read_text("utf-8")) for p in (shared / "specs" / "slack-api").glob("method.*.json")]
    named = {error for page in pages for error in page["errors"]}
    general = {"access_denied", "account_inactive", "fatal_error", "invalid_arguments", "invalid_form_data", "invalid_json",
               "not_authed", "org_login_required", "ratelimited", "request_timeout", "service_unavailable",
               "token_expired", "token_revoked", "unknown_method", "team_access_not_granted"}  # fmt: skip
    assert named | general >= ANY_METHOD

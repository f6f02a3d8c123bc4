"""The manifest against Slack's schema, the listeners and the calls that are really made: nothing missing, nothing more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from bot.cli import main
from bot.slack.listeners import ANYTHING
from bot.slack.manifest import SCOPES, bot_events, manifest, manifest_text
from bot.slack.manifest_variants import UNFURL_SCOPES, varied, with_step, with_unfurls
from bot.slack.unfurling import EVENT

from .conftest import Edge

ROOT = Path(__file__).resolve().parents[3]
URL = "https://handoff.example.com/"


@pytest.mark.shared
@pytest.mark.parametrize(("url", "many"), [(None, False), (URL, False), (URL, True)])
def test_the_manifest_is_valid(shared: Path, url: str | None, many: bool) -> None:
    schema = json.loads((shared / "specs/slack-manifest.schema.json").read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(manifest(url, many=many))


def test_the_committed_file_is_the_socket_mode_form() -> None:
    text = (ROOT / "manifest.yml").read_text("utf-8")
    assert text == manifest_text(), "Write it anew: handoff manifest > manifest.yml"
    assert yaml.safe_load(text)["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(yaml.safe_load(text)["settings"])


def test_the_http_form_has_one_address_everywhere() -> None:
    made = manifest(URL)
    wanted = "https://handoff.example.com/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == wanted
    assert made["settings"]["interactivity"]["request_url"] == wanted
    assert [command["url"] for command in made["features"]["slash_commands"]] == [wanted]
    assert made["settings"]["socket_mode_enabled"] is False


def test_only_a_bot_for_many_workspaces_has_tokens_that_rotate_and_an_address_to_come_back_to() -> None:
    one, many = manifest(URL), manifest(URL, many=True)
    assert many["oauth_config"]["redirect_urls"] == ["https://handoff.example.com/slack/oauth_redirect"]
    assert (many["settings"]["token_rotation_enabled"], many["settings"]["org_deploy_enabled"]) == (True, True)
    assert "redirect_urls" not in one["oauth_config"]
    assert "token_rotation_enabled" not in one["settings"]


async def test_what_is_subscribed_to_is_what_is_heard(edge: Edge) -> None:
    """Read out of Bolt itself, whatever table it was registered from."""
    heard = [
        fact for listener in edge.app._async_listeners for fact in _matched(cast("Any", listener.matchers[0]).func)
    ]
    events = {value for kind, value in heard if kind == "event"} - {ANYTHING, EVENT}
    commands = {value for kind, value in heard if kind == "command"}
    shortcuts = {value for kind, value in heard if kind in ("message_shortcut", "global_shortcut")}
    made = manifest()
    assert {name.partition(".")[0] for name in bot_events()} == events
    assert {command["command"] for command in made["features"]["slash_commands"]} == commands
    assert {shortcut["callback_id"] for shortcut in made["features"]["shortcuts"]} == shortcuts


@pytest.mark.shared
def test_each_scope_is_needed_and_each_need_has_its_scope(shared: Path) -> None:
    specs = shared / "specs/slack-api"
    needs = [_event_scopes(specs, event) for event in (*bot_events(), EVENT)]
    needs += [scopes for method in _called() if (scopes := _method_scopes(specs, method))]
    granted = {*SCOPES, *UNFURL_SCOPES}
    for need in needs:
        assert need & granted, f"none of {sorted(need)} is asked for"
    # No method asks for the first; without the second users.info leaves out the address.
    by_kind = {scope for need in needs if len(need) > 1 for scope in need}
    alone = {scope for need in needs if len(need) == 1 for scope in need} | {"commands", "users:read.email"}
    assert granted <= alone | by_kind, f"nothing needs {sorted(granted - alone - by_kind)}"


def _called() -> set[str]:
    """Methods that the bot's code calls, by the names it reports them under."""
    sources = [path.read_text("utf-8") for path in (ROOT / "bot/slack").rglob("*.py")]
    named = {name for source in sources for name in re.findall(r'"([a-z]+(?:\.[a-zA-Z]+)+)"', source)}
    return {name for name in named if name.partition(".")[0] in FAMILIES}


FAMILIES = {"auth", "chat", "conversations", "reactions", "users", "views", "files"}


def _event_scopes(specs: Path, event: str) -> set[str]:
    scopes = json.loads((specs / f"event.{event}.json").read_text("utf-8")).get("scopes") or ["commands"]
    return {scope.replace("app_mentions.read", "app_mentions:read") for scope in scopes}


def _method_scopes(specs: Path, method: str) -> set[str]:
    described = json.loads((specs / f"method.{method}.json").read_text("utf-8"))
    return set((described.get("scope") or {}).get("bot", ()))


def _matched(func: Any) -> Iterator[tuple[str, Any]]:
    """What a matcher of Bolt's compares with: the strings and patterns in its closures, under its builder's name."""
    kind = func.__qualname__.split(".")[0]
    for cell in func.__closure__ or ():
        value = cell.cell_contents
        if isinstance(value, str | re.Pattern):
            yield kind, value
        elif callable(value):
            yield from _matched(value)


@pytest.mark.shared
@pytest.mark.parametrize("url", [None, URL])
def test_what_is_added_on_demand_is_valid_too(shared: Path, url: str | None) -> None:
    schema = json.loads((shared / "specs/slack-manifest.schema.json").read_text("utf-8"))
    usual = manifest(url)
    both = with_unfurls(with_step(usual), ["example.atlassian.net"])
    jsonschema.validators.validator_for(schema)(schema).validate(both)
    assert both["settings"]["function_runtime"] == "remote" and both["settings"]["org_deploy_enabled"] is True
    assert {"function_executed", EVENT} <= set(both["settings"]["event_subscriptions"]["bot_events"])
    assert set(UNFURL_SCOPES) <= set(both["oauth_config"]["scopes"]["bot"])
    assert usual == manifest(url), "the usual one stays as it is"


def test_nothing_is_added_unless_it_is_asked_for() -> None:
    text = manifest_text()
    assert varied(text, step=False, hosts=()) == text
    assert not {"function_executed", EVENT} & set(bot_events()) and not set(UNFURL_SCOPES) & set(SCOPES)


@pytest.mark.parametrize(
    "hosts", [["https://x.atlassian.net"], ["*.atlassian.net"], ["X.net"], ["localhost"], ["a.b"] * 6]
)
def test_hosts_that_slack_refuses_are_refused_here(hosts: list[str]) -> None:
    with pytest.raises(ValueError, match=r"host name|at most"):
        varied(manifest_text(), step=False, hosts=hosts)


@pytest.mark.usefixtures("bare_environment")
def test_the_manifest_command_prints_both_forms() -> None:
    assert CliRunner().invoke(main, ["manifest"]).output.count("socket_mode_enabled: true") == 1
    made = CliRunner().invoke(main, ["manifest", "--url", "https://h.example"]).output
    assert made.count("https://h.example/slack/events") == 3
    assert CliRunner().invoke(main, ["manifest", "--url", "h.example"]).exit_code == 2

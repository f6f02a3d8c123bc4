"""What an operator may add to the app's manifest: each part is off unless asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import yaml

from bot.slack.unfurling import EVENT
from bot.slack.workflow_step import declared

UNFURL_SCOPES = {"links:read": EVENT, "links:write": "the verdict below a link"}
"""Scopes that verdicts below links need, each with what needs it."""
HOST = re.compile(r"(?=.{4,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
MOST_HOSTS = 5
"""Domains an app may claim (`unfurl_domains`)."""


def with_step(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """With the step of Workflow Builder. Slack wants the app to be ready for a whole organisation, and a paid plan
    (docs.slack.dev/workflows/workflow-steps)."""
    made = _event(manifest, "function_executed")
    made["functions"] = declared()
    made["settings"] |= {"org_deploy_enabled": True, "function_runtime": "remote"}
    return made


def with_unfurls(manifest: Mapping[str, Any], hosts: Sequence[str]) -> dict[str, Any]:
    """With verdicts below links to these hosts. Raises: ValueError for more than Slack takes, or no host name."""
    if len(hosts) > MOST_HOSTS:
        raise ValueError(f"Slack takes {MOST_HOSTS} hosts at most.")
    wrong = next((host for host in hosts if not HOST.fullmatch(host)), None)
    if wrong is not None:
        raise ValueError(f"{wrong[:100]} is no host name. Write it as in example.atlassian.net.")
    made = _event(manifest, EVENT)
    made["features"]["unfurl_domains"] = list(dict.fromkeys(hosts))
    made["oauth_config"]["scopes"]["bot"] = [*made["oauth_config"]["scopes"]["bot"], *UNFURL_SCOPES]
    return made


def varied(text: str, *, step: bool, hosts: Sequence[str]) -> str:
    """A manifest's YAML with what was asked for. Raises: ValueError as `with_unfurls`."""
    if not (step or hosts):
        return text
    made: dict[str, Any] = yaml.safe_load(text)
    made = with_step(made) if step else made
    made = with_unfurls(made, hosts) if hosts else made
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=100)


def _event(manifest: Mapping[str, Any], name: str) -> dict[str, Any]:
    made = deepcopy(dict(manifest))
    events = made["settings"]["event_subscriptions"]["bot_events"]
    made["settings"]["event_subscriptions"]["bot_events"] = sorted({*events, name})
    return made

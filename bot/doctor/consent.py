"""Examines the app at Atlassian: every connection by consent is renewed with its id and secret."""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp

from bot.doctor.result import Result, failed, ok, warning
from bot.errors import JiraError
from bot.jira.connected.atlassian import Atlassian
from bot.settings import Settings

ABOUT = "Atlassian app"
CURE = (
    "Copy the id and the secret from the app's page in Atlassian's developer console (Settings) to HANDOFF_JIRA_CLIENT_ID "
    "and HANDOFF_JIRA_CLIENT_SECRET, and restart `handoff serve`. Nobody has to connect anything again for that."
)
COMPARE = (
    "Where connections are not renewed, compare HANDOFF_JIRA_CLIENT_ID and HANDOFF_JIRA_CLIENT_SECRET with the app's page "
    "in Atlassian's developer console (Settings)."
)
REACH = "Check that this machine reaches {host} (proxy, firewall, DNS), and run this again."


async def examine(settings: Settings, session: aiohttp.ClientSession) -> list[Result]:
    """Nothing where no app is set. Spends no token."""
    client, secret, host = settings.jira_client_id, settings.jira_client_secret, settings.jira_auth_url
    if client is None or secret is None:
        return []
    app = Atlassian(client, secret, "", session, lambda: datetime.now(UTC), host, settings.jira_gateway_url)
    try:
        known = await app.knows_app()
    except JiraError as error:
        return [warning(ABOUT, f"could not be tried ({error.outcome}).", REACH.format(host=host))]
    if known is None:
        return [warning(ABOUT, "could not tell whether Atlassian accepts its id and secret.", COMPARE)]
    if not known:
        return [failed(ABOUT, "Atlassian rejects its id or secret, so connections cannot be renewed.", CURE)]
    return [ok(ABOUT, "Atlassian accepts its id and secret.")]

"""Examines the channels and people that the settings name: do they exist, may the bot speak, do the projects exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor.result import Result, failed, ok, warning
from bot.doctor.tokens import refused
from bot.errors import JiraError, SlackError
from bot.jira.client import Jira
from bot.ports import Reach
from bot.settings import Settings, cure
from bot.slack.calls import call
from bot.slack.installation import web_client
from bot.slack.seeing.gate import reach_of

UNSEEN = "Check the keys, here and in HANDOFF_JIRA_PROJECTS if it is set, or give the bot's account access."
OTHERS: Mapping[Reach, str] = {
    "guests": "has guests",
    "shared": "is shared with others",
    "pending": "is about to be shared with others",
    "unknown": "does not say who reads it",
}
"""Why nothing is shown in a channel."""


async def examine(settings: Settings, session: aiohttp.ClientSession, jira: Jira) -> list[Result]:
    """Nothing when the settings name none, or when there is no working token to look with."""
    if settings.slack_bot_token is None or settings.many_workspaces:
        return []
    client = web_client(settings.slack_bot_token.get_secret_value(), base_url=settings.slack_url, session=session)
    try:
        await call("auth.test", client.auth_test())
    except SlackError:
        return []
    known = await _projects(settings, jira)
    # One after another: all are calls for one workspace and share its limits.
    channels = [await _channel(client, channel, wanted, known) for channel, wanted in settings.channels.items()]
    admins = [await _admin(client, admin) for admin in settings.admins]
    return [*channels, *filter(None, admins)]


async def _channel(
    client: AsyncWebClient, channel: str, wanted: Collection[str], known: frozenset[str] | None
) -> Result:
    about = f"Channel {channel}"
    try:
        answer = await call("conversations.info", client.conversations_info(channel=channel))
    except SlackError as error:
        return refused(about, error, cure("channels"), says="Slack does not show it to the bot")
    strangers = set() if known is None else set(wanted) - known
    return _shown(about, answer.get("channel") or {}, strangers)


async def _admin(client: AsyncWebClient, admin: str) -> Result | None:
    """None where all is well: an admin is not a part of the set-up that has to be listed."""
    try:
        await call("users.info", client.users_info(user=admin))
    except SlackError as error:
        return warning(f"Admin {admin}", f"cannot be looked up ({error.error}).", cure("admins"))
    return None


def _shown(about: str, channel: dict[str, object], strangers: set[str]) -> Result:
    name = f"#{channel.get('name') or '?'}"
    if not channel.get("is_member"):
        return failed(about, f"{name}: the bot is not in it.", "Type /invite @handoff there.")
    reach = reach_of(channel)
    if reach != "internal":
        return warning(about, f"{name} {OTHERS[reach]}, so the bot shows nothing there.", cure("channels"))
    if strangers:
        told = ", ".join(sorted(strangers))
        return failed(about, f"{name}: no Jira project {told} that the bot can see.", UNSEEN)
    return ok(about, f"{name} is on.")


async def _projects(settings: Settings, jira: Jira) -> frozenset[str] | None:
    """None when a site does not say, which is reported where the site is examined."""
    found: frozenset[str] = frozenset()
    for site in settings.sites:
        try:
            found |= await jira.projects(site.name)
        except JiraError:
            return None
    return found

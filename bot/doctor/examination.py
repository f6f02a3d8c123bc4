"""The whole examination, with its parts at once, none of which can hold it up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from bot.doctor import channels, connected, consent, digests, jira, machine, proxy, slack
from bot.doctor.result import Result, failed
from bot.jira.client import Jira
from bot.settings import Settings, cure
from bot.slack.session import session as slack_session

PATIENCE = 40.0
"""Seconds for one part: all of a site's calls, each with its own time-out."""


async def examine(settings: Settings) -> list[Result]:
    """Every result, in the order of a set-up: this machine, Slack, its channels, each Jira of the settings, the app at
    Atlassian, each Jira connected from Slack, the digests that no longer come."""
    async with slack_session() as session, Jira(settings.sites) as sites:
        parts = [
            _bounded("This machine", machine.examine(settings, session)),
            _bounded(proxy.ABOUT, proxy.examine(settings, session)),
            _bounded("Slack", slack.examine(settings, session)),
            _bounded("Channels", channels.examine(settings, session, sites)),
            *(_bounded(f"Jira {site.name}", jira.examine(sites, site)) for site in settings.sites),
            _bounded("Atlassian app", consent.examine(settings, session)),
            _bounded(connected.ABOUT, connected.examine(settings)),
            _bounded(digests.ABOUT, digests.examine(settings)),
        ]
        found = [result for part in await asyncio.gather(*parts) for result in part]
    if not (settings.sites or settings.many_workspaces or any(map(_tells_of_sites, found))):
        found.append(failed("Jira", "no site is set.", cure("jira_url")))
    return found


def _tells_of_sites(result: Result) -> bool:
    """Where reading which sites are connected failed, nobody can say that there are none."""
    return bool(result.site) or result.about == connected.ABOUT


async def _bounded(about: str, part: Awaitable[list[Result]]) -> list[Result]:
    try:
        async with asyncio.timeout(PATIENCE):
            return await part
    except TimeoutError:
        return [failed(about, "took too long to examine.", "Run this again; if it stays that way, check the network.")]

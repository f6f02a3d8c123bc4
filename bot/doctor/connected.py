"""Examines the Jira sites that workspaces connected from Slack: a few at once, each for a bounded time, and without
spending a refresh token, which only the running bot does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial

from bot.connecting.connections import Connected
from bot.doctor.jira import told
from bot.doctor.result import Result, failed, ok, skipped, warning
from bot.doctor.rows import examine_rows
from bot.doctor.turns import in_turns
from bot.errors import JiraError
from bot.jira import examining
from bot.jira.client import Jira
from bot.jira.connected.directory import JiraDirectory
from bot.jira.transport.addresses import Addresses
from bot.settings import Settings
from bot.store import Store
from bot.store.jira.tokens import TokenStore

ABOUT = "Connected Jira sites"
MOST = 60
"""Most sites that are examined."""
AT_ONCE = 12
LONGEST = 6.0
"""Seconds for one site: all of them in turn stay below the limit of the whole part."""
AGAIN = "Have an admin connect it again (Connect Jira in the bot's Home tab), or run `handoff jira connect`."
REACH = "Check that this machine reaches it; a Jira inside your network must be listed in HANDOFF_JIRA_PRIVATE_HOSTS."


async def examine(settings: Settings) -> list[Result]:
    """Nothing where nobody can connect a site, or nobody has."""
    return await examine_rows(settings, ABOUT, partial(_everywhere, settings)) if settings.own_keys else []


async def _everywhere(settings: Settings, store: Store) -> list[Result]:
    connections, tokens = store.jira.connections, store.jira.tokens
    addresses, gateway = Addresses(settings.jira_private_hosts), settings.jira_gateway_url
    directory = JiraDirectory((), connections, tokens, _now, addresses, gateway=gateway)
    made = await connections.everywhere()
    async with Jira((), stored=directory) as client:
        found = await in_turns(partial(_one, client, directory, tokens), made[:MOST], at_once=AT_ONCE)
    more = [skipped(ABOUT, f"{len(made) - MOST} more were not checked.")] if len(made) > MOST else []
    return [result for results in found for result in results] + more


async def _one(client: Jira, directory: JiraDirectory, tokens: TokenStore, made: Connected) -> list[Result]:
    """One line where all is well, else a line for each thing that is not."""
    about = f"Jira {made.name}"
    if made.refused_at is not None:
        return [failed(about, "Atlassian no longer renews its consent.", AGAIN, site=made.name)]
    try:
        async with asyncio.timeout(LONGEST):
            if made.kind == "oauth" and await _ended(tokens, made):
                says = "its access token has expired, so it could not be tried."
                cure = "Start `handoff serve`: it renews tokens as it needs them."
                return [warning(about, says, cure, site=made.name)]
            found = await examining.examine(client, directory.site(made))
    except TimeoutError:
        return [failed(about, f"did not answer within {LONGEST:.0f} seconds.", REACH, site=made.name)]
    except JiraError as error:
        cure = AGAIN if error.outcome == "unauthorized" else REACH
        return [failed(about, f"cannot be asked ({error.outcome}).", cure, site=made.name)]
    wrong = [told(made.name, one, AGAIN) for one in found if one.state in ("failed", "warning")]
    return wrong or [ok(about, f"works, as {found[0].name} ({found[0].detail}).", site=made.name)]


async def _ended(tokens: TokenStore, made: Connected) -> bool:
    """Its access token has expired, and only the running bot gets the next one."""
    return (await tokens.access(made.workspace, made.name))[1] <= _now()


def _now() -> datetime:
    return datetime.now(UTC)

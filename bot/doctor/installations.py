"""Examines each workspace that installed the bot by OAuth: does Slack accept its token, is it renewed in time, does it
grant what the manifest asks for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial

import aiohttp

from bot.doctor.result import Result, failed, ok, skipped, warning
from bot.doctor.rows import examine_rows
from bot.doctor.tokens import REACH, refused, scopes
from bot.doctor.turns import in_turns
from bot.errors import SlackError
from bot.installed import Installed
from bot.settings import Settings, cure, variable
from bot.slack.installation import identify, web_client
from bot.slack.installing.renewal import LATE
from bot.store import Store

ABOUT = "Slack workspaces"
MOST = 100
"""Most workspaces that are examined. Each is one call to Slack, whose limits are per workspace
(docs.slack.dev/apis/web-api/rate-limits), so that asking many at once brings none nearer to its limit."""
AT_ONCE = 10
LONGEST = 3.0
"""Seconds for one workspace: all of them in turn stay below the limit of the whole part."""


async def examine(settings: Settings, session: aiohttp.ClientSession) -> list[Result]:
    results = await examine_rows(settings, ABOUT, partial(_everyone, settings, session)) or [_nobody(settings)]
    if settings.jira_url or settings.jira_sites:
        says = "is not served: each workspace connects its own Jira."
        advice = "Admins connect it in the bot's Home tab in Slack, or you do with `handoff jira connect`."
        results.append(warning(variable("jira_url"), says, advice))
    return results


async def _everyone(settings: Settings, session: aiohttp.ClientSession, store: Store) -> list[Result]:
    names = await store.installations.everyone()
    results = await in_turns(partial(_one, settings, session, store), names[:MOST], at_once=AT_ONCE)
    if len(names) > MOST:
        results.append(skipped(ABOUT, f"{len(names) - MOST} more were not checked."))
    return results


async def _one(settings: Settings, session: aiohttp.ClientSession, store: Store, name: str) -> Result:
    about, again = f"Slack workspace {name}", f"Install it again: {settings.url}/slack/install"
    found = await store.installations.of(name)
    if found is None:
        return failed(about, "its token is sealed with a key that is not given.", cure("keys"))
    if found.dead:
        return failed(about, f"Slack rejected its token ({found.dead}).", again)
    if late := _late(found):
        return late
    token = found.token.value.get_secret_value()
    try:
        async with asyncio.timeout(LONGEST):
            seen = await identify(web_client(token, base_url=settings.slack_url, session=session))
    except TimeoutError:
        return failed(about, f"Slack did not answer within {LONGEST:.0f} seconds.", REACH)
    except SlackError as error:
        return refused(about, error, again, says="Slack rejects its token")
    granted = scopes(seen, about)
    if granted.state in ("failed", "warning"):
        return granted
    return ok(about, f"works ({seen.url or settings.slack_url}).")


def _late(found: Installed) -> Result | None:
    """A token that should have been renewed by now."""
    ends = found.token.expires_at
    if ends is None or ends - datetime.now(UTC) > LATE:
        return None
    about = f"Slack workspace {found.installation.workspace}"
    return warning(
        about, "its token is expiring and was not renewed.", "Start `handoff serve`: it renews tokens as it runs."
    )


def _nobody(settings: Settings) -> Result:
    where = f"{(settings.url or '').rstrip('/')}/slack/install"
    return warning(ABOUT, "the bot is installed in none yet.", f"Open {where} and press the button.")

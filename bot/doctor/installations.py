"""Each workspace the bot is installed in by OAuth, examined: does Slack take its token, is it renewed in time, does it
grant what the manifest asks."""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.result import SEE_DATABASE, Result, failed, ok, warning
from bot.doctor.scopes import scopes
from bot.errors import SlackError
from bot.installed import Installed
from bot.seal import Seal
from bot.settings import Settings, cure, variable
from bot.slack.installation import identify, web_client
from bot.slack.renewal import LATE
from bot.store.database import connect, database_url, is_sqlite
from bot.store.installations import InstallationStore

MOST = 100
"""Workspaces that are examined; each is a call to Slack."""


async def examine(settings: Settings, session: aiohttp.ClientSession) -> list[Result]:
    about = "Slack workspaces"
    url = database_url(settings.data, settings.database_url.get_secret_value() if settings.database_url else None)
    if is_sqlite(url) and not (settings.data / "handoff.db").exists():
        return [_nobody(settings)]
    engine = connect(url)
    try:
        store = InstallationStore(engine, Seal(settings.own_keys))
        names = await store.everyone()
        results = [await _one(settings, session, store, name) for name in names[:MOST]] or [_nobody(settings)]
    except SQLAlchemyError as error:
        return [failed(about, f"cannot be read ({type(error).__name__}).", SEE_DATABASE)]
    finally:
        await engine.dispose()
    if settings.jira_url or settings.jira_sites:
        says = "is not served: each workspace connects a Jira of its own."
        results.append(
            warning(
                variable("jira_url"),
                says,
                "Admins connect it in the bot's Home tab in Slack, or you by `handoff jira connect`.",
            )
        )
    return results


async def _one(settings: Settings, session: aiohttp.ClientSession, store: InstallationStore, name: str) -> Result:
    about, again = f"Slack workspace {name}", f"Install it anew: {settings.url}/slack/install"
    found = await store.of(name)
    if found is None:
        return failed(about, "its token is sealed with a key that is not given.", cure("keys"))
    if found.dead:
        return failed(about, f"Slack refused its token ({found.dead}).", again)
    if late := _late(found):
        return late
    token = found.token.value.get_secret_value()
    try:
        seen = await identify(web_client(token, base_url=settings.slack_url, session=session))
    except SlackError as error:
        return failed(about, f"Slack refuses its token ({error.error}).", again)
    granted = scopes(seen, about)
    return (
        granted if granted.state in ("failed", "warning") else ok(about, f"works ({seen.url or settings.slack_url}).")
    )


def _late(found: Installed) -> Result | None:
    """A token that should have been renewed by now."""
    ends = found.token.expires_at
    if ends is None or ends - datetime.now(UTC) > LATE:
        return None
    about = f"Slack workspace {found.installation.workspace}"
    return warning(about, "its token ends and was not renewed.", "Start `handoff serve`: it renews tokens as it runs.")


def _nobody(settings: Settings) -> Result:
    where = f"{(settings.url or '').rstrip('/')}/slack/install"
    return warning("Slack workspaces", "the bot is installed in none yet.", f"Open {where} and press the button.")

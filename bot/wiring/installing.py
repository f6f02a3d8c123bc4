"""Wires the ways of being installed: by one bot token, or in many workspaces by OAuth."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.engine import Engine
from bot.engine.past import Past
from bot.retrying.periodic import periodically
from bot.runs import serve
from bot.seal import Seal
from bot.settings import Settings
from bot.slack.installation import Installations
from bot.slack.installing.departed import SlackDeparted
from bot.slack.installing.install import InstallRoutes
from bot.slack.installing.install_state import InstallStates
from bot.slack.installing.many import ManyInstallations
from bot.slack.installing.oauth import SlackOAuth
from bot.slack.installing.renewal import Renewal
from bot.slack.installing.single import SingleInstallation
from bot.store import Store
from bot.store.privacy.erasing import erase_left
from bot.telemetry import metrics
from bot.upkeep.housekeeping import HOUR
from bot.upkeep.requests import RemovalRequest
from bot.upkeep.uninstalling import Uninstalled
from bot.wiring.resources import Opened


@dataclass(frozen=True, slots=True)
class Many:
    """What only a bot for many workspaces has."""

    renewal: Renewal
    pages: InstallRoutes
    store: Store

    async def count(self) -> None:
        """Once a minute, for whoever watches."""
        for state, number in (await self.store.installations.counts()).items():
            metrics.INSTALLATIONS.labels(state).set(number)

    async def keep_counting(self) -> None:
        await periodically("installations", self.count, HOUR / 60)


@dataclass(frozen=True, slots=True)
class Installing:
    installations: Installations
    many: Many | None = None

    def rounds(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """What comes round for as long as the process lives."""
        return (self.many.renewal.keep_renewing(), self.many.keep_counting()) if self.many else ()

    def routes(self) -> list[web.RouteDef]:
        return self.many.pages.routes() if self.many else []

    async def close(self) -> None:
        if self.many:
            await self.many.renewal.close()


def installing(settings: Settings, opened: Opened, clock: Callable[[], datetime]) -> Installing:
    """By the settings; with many workspaces, what their removal asks for is registered with the engine."""
    session, store, engine = opened.session, opened.store, opened.engine
    base_url, secret = settings.slack_url, settings.slack_client_secret
    if settings.slack_client_id is None or secret is None:
        token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
        return Installing(SingleInstallation(token, base_url=base_url, session=session))
    url = settings.url or ""
    oauth = SlackOAuth(settings.slack_client_id, secret, own_url=url, base_url=base_url, session=session, clock=clock)
    renewal = Renewal(store.installations, oauth, clock)
    installations = ManyInstallations(store.installations, renewal, base_url=base_url, session=session)
    departed = SlackDeparted(store.installations, renewal, base_url=base_url, session=session)

    async def erase(workspace: str, mark: str) -> dict[str, int] | None:
        return await erase_left(store.engine, workspace, mark)

    async def clear(workspace: str) -> int:
        return await asyncio.to_thread(_clear, engine, workspace)

    serve(engine, RemovalRequest, Uninstalled(departed, erase, clear, installations.forget))
    states = InstallStates(Seal(settings.own_keys), store.attempts, clock)
    pages = InstallRoutes(oauth, states, store.installations, installations, url, clock)
    return Installing(installations, Many(renewal, pages, store))


def _clear(engine: Engine, workspace: str) -> int:
    past = Past(engine.url)
    try:
        return past.delete([workspace])[0]
    finally:
        past.close()

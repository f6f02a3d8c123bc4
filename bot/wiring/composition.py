"""Every use case made from its ports and given to the engine under its name, and what hands it work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.digest.ticker import Ticker
from bot.runs import serve
from bot.settings import Settings
from bot.slack.installation import Installations
from bot.slack.interactions import Interactions
from bot.slack.listeners import Listeners
from bot.upkeep.housekeeping import Expiring, Housekeeping
from bot.upkeep.requests import ExpiryRequest
from bot.wiring.channels import channels
from bot.wiring.connections import Connections, connections
from bot.wiring.conversing import Conversing, conversing
from bot.wiring.installing import Installing, installing
from bot.wiring.judging import judging
from bot.wiring.resources import Opened
from bot.wiring.shared import Shared, shared_of


@dataclass(frozen=True, slots=True)
class Composed:
    """What takes orders: from Slack, from Jira, from the clock."""

    installing: Installing
    listeners: Listeners
    ticker: Ticker
    house: Housekeeping
    conversation: Conversing
    connections: Connections | None

    @property
    def installations(self) -> Installations:
        return self.installing.installations

    async def workspace(self) -> str:
        """The one workspace of a bot token."""
        return (await self.installations.workspaces())[0]


def compose(settings: Settings, opened: Opened, clock: Callable[[], datetime]) -> Composed:
    """Make every use case and register it with the engine, which is not launched yet."""
    store, engine = opened.store, opened.engine
    installed = installing(settings, opened, clock)
    shared = shared_of(settings, opened, installed, clock)
    channels(settings, shared)
    conversation = conversing(settings, shared)
    judging(settings, shared, conversation.living)
    connecting = connections(settings, shared, conversation.homes) if settings.own_keys else None
    serve(engine, ExpiryRequest, Expiring(shared.admins))
    house = Housekeeping(engine, store, opened.sites.endings, clock, timedelta(days=settings.keep_days))
    ticker = Ticker(store.digests, engine, clock)
    return Composed(installed, _listeners(shared, connecting), ticker, house, conversation, connecting)


def _listeners(shared: Shared, connecting: Connections | None) -> Listeners:
    engine, store, knowledge, clock = shared.engine, shared.store, shared.knowledge, shared.clock
    talk, connects = store.talk, connecting.connects if connecting else None
    interactions = Interactions(
        engine, talk.drafts, store.verdicts, store.digests, shared.seal, knowledge, clock, connects
    )
    return Listeners(
        engine, knowledge, store.channels, talk.asks, shared.audience, shared.installations, interactions, clock
    )

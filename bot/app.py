"""The composition root: settings in, a running bot out. Web and worker are one process."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import aiohttp
import structlog
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import URL

from bot import logs
from bot.admins import Admins
from bot.channel import ChannelAgreement, ChannelMoved, Say, Welcome
from bot.channel_form import ChannelForms, ChannelSaving
from bot.conversation.hush import Hush
from bot.conversation.policies import PeoplesPolicies
from bot.conversing import Around, conversing
from bot.delivery import Delivery
from bot.digest.compose import digesting
from bot.digest.maker import RUN, identity_of
from bot.digest.ticker import Ticker
from bot.engine import Engine, migrate_engine
from bot.errors import SettingsError
from bot.housekeeping import NOTICE, Expiring, Housekeeping
from bot.jira.client import Jira
from bot.jira.sight import Sights
from bot.judge import Judge
from bot.looking import Looking
from bot.policies import Policies
from bot.ports import ChannelSettings
from bot.recheck import Clicked
from bot.replies import Replies
from bot.schedule import local_date
from bot.seal import Seal
from bot.settings import Settings, cure, variable
from bot.slack.acts import Acts
from bot.slack.audience import SlackAudience
from bot.slack.bolt import bolt_app
from bot.slack.guests import SlackGuests
from bot.slack.http import SlackEndpoint
from bot.slack.installation import TIMEOUT, Installations, web_client
from bot.slack.known import Knowledge
from bot.slack.listeners import Listeners
from bot.slack.people import SlackPeople
from bot.slack.poster import SlackPoster
from bot.slack.responder import Responder
from bot.slack.socket import SocketMode
from bot.store import Store
from bot.store.database import database_url
from bot.store.migrate import migrate as migrate_store
from bot.web import web_app

GRACE = 10.0
"""Seconds that steps under way have to end once we are asked to."""
SETTLE = 0.5
"""Seconds between `/readyz` turning false and the door closing, for whoever spreads requests to notice."""
log = structlog.get_logger(__name__)


def migrate(settings: Settings) -> None:
    """Bring both schemas to this version, one process at a time. Blocking."""
    migrate_store(database(settings), also=migrate_engine)


def build(settings: Settings, *, socket: bool | None = None) -> App:
    """The bot of these settings; nothing is opened yet. `socket`: Socket Mode or not, whatever tokens there are.
    Raises `SettingsError` when the token or secret of that transport is missing."""
    socket_mode = settings.slack_app_token is not None if socket is None else socket
    missing = "slack_app_token" if socket_mode else "slack_signing_secret"
    if getattr(settings, missing) is None:
        raise SettingsError(((f"{variable(missing)} is not set.", cure(missing)),))
    return App(settings, socket=socket_mode)


class App:
    """One process of the bot. Use it once: `run`, or `start` and `close`."""

    def __init__(self, settings: Settings, *, socket: bool) -> None:
        self._settings = settings
        self._socket_mode = socket
        self._draining = False
        self._socket: SocketMode | None = None
        self.port = settings.port

    async def run(self) -> int:
        """Start, serve until SIGTERM or SIGINT, drain; the exit status."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(wanted, stop.set)
        await self.start()
        lost = asyncio.create_task(self._engine.lost.wait())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({lost, stopped}, return_when=asyncio.FIRST_COMPLETED)
        failed = lost.done()
        for waiting in (lost, stopped):
            waiting.cancel()
        await self.close()
        return 1 if failed else 0

    async def start(self) -> None:
        """Open everything, the door last. What was opened is closed again when something fails."""
        async with AsyncExitStack() as opened:
            await self._open(opened)
            self._opened = opened.pop_all()
        log.info("app.started", transport="http" if self._socket is None else "socket", port=self.port)

    async def close(self) -> None:
        """Say that we go, close the door, let steps under way end, let go of everything."""
        self._draining = True
        await asyncio.sleep(SETTLE)
        await self._opened.aclose()
        log.info("app.stopped")

    async def post_digest(self, channel: str) -> bool:
        """Make the digest of this local date for a channel, beside whatever processes run; False when the channel has
        none set. A digest that was made already is not made again."""
        async with AsyncExitStack() as opened:
            await self._open_work(opened)
            workspace = await self._workspace()
            plan = await self._store.digests.plan(workspace, channel)
            if plan is None:
                return False
            day = local_date(_now(), plan.zone)
            identity = identity_of(workspace, channel, day)
            payload = {"workspace": workspace, "channel": channel, "day": day.isoformat(), "asked": True}
            await self._engine.start(RUN, identity, payload)
            while any(identity in run for run in await self._engine.unfinished()):  # noqa: ASYNC110 - it may run elsewhere
                await asyncio.sleep(SETTLE)
            return True

    async def _open(self, opened: AsyncExitStack) -> None:
        await self._open_work(opened)
        for forever in (self._ticker.keep_ticking(), self._house.keep_house(), self._conversing.sweep.keep_sweeping()):
            opened.push_async_callback(_end, asyncio.create_task(forever))
        await self._open_door(opened)

    async def _open_work(self, opened: AsyncExitStack) -> None:
        """Everything that does work, and nothing that takes orders from Slack or the clock."""
        url = database(self._settings)
        await asyncio.to_thread(migrate_store, url, also=migrate_engine)
        self._session = await opened.enter_async_context(aiohttp.ClientSession(timeout=TIMEOUT))
        self._seal = Seal.of(self._settings.own_keys, _secret(self._settings.slack_bot_token))
        self._store = Store.open(url, _given(self._settings), self._seal)
        opened.push_async_callback(self._store.close)
        self._policies = Policies(self._settings.policies)
        fields = self._policies.criteria_fields()
        sites = [replace(site, policy_fields=fields) for site in self._settings.sites]
        self._jira = await opened.enter_async_context(Jira(sites))
        self._knowledge = Knowledge(self._settings.sites, self._jira)
        opened.push_async_callback(self._knowledge.close)
        self._engine = Engine(url)
        self._compose()
        opened.push_async_callback(self._engine.close, GRACE)
        await self._engine.launch()
        logs.quieten()

    async def ready(self) -> bool:
        """Whether this process should be sent work."""
        if self._draining or not self._engine.sound:
            return False
        with suppress(Exception):
            async with asyncio.timeout(2):
                await self._store.answers()
                return self._socket is None or await self._socket.connected()
        return False

    def _compose(self) -> None:
        settings, store, clock = self._settings, self._store, _now
        token = _secret(settings.slack_bot_token)
        self._installations = Installations(token, base_url=settings.slack_url, session=self._session)
        responder = Responder(self._seal, base_url=settings.slack_url, session=self._session)
        poster = SlackPoster(self._installations, responder)
        people = SlackPeople(self._installations, settings.admins)
        guests = SlackGuests(self._installations) if settings.guests == "strangers" else None
        sights = Sights(self._jira)
        audience = SlackAudience(self._installations, store.channels, people, sights, guests)
        acts = Acts(self._engine, store.talk.drafts, self._seal, self._knowledge, clock)
        self._listeners = Listeners(
            self._engine, self._knowledge, store.channels, audience, self._installations, self._seal, acts
        )
        policies = PeoplesPolicies(self._policies, store.talk.standing)
        delivery = Delivery(store.posts, poster, clock)
        replies = Replies(poster)
        admins = Admins(settings.admins, store.notices, poster, clock)
        looking = Looking(self._jira, policies, audience, store.channels, store.verdicts, clock)
        shown = (store.verdicts, store.posts, store.cards, store.summaries)
        digests = digesting(store, self._jira, policies, audience, poster, delivery, admins, clock)
        sites = tuple(site.name for site in settings.sites)
        register = self._engine.register
        hushed = Hush(
            Judge(looking, delivery, replies, admins, *shown),
            store.talk.mutes,
            store.talk.living,
            clock,
            cooldown=timedelta(minutes=settings.cooldown),
            hours=settings.quiet_hours,
        )
        register("judge", hushed)
        register("click", Clicked(looking, delivery, replies, *shown))
        register("digest", digests.settings)
        register("list", digests.whole)
        register(RUN, digests.maker)
        register("settings", ChannelAgreement(store.channels, people, replies, clock))
        register("welcome", Welcome(store.channels, self._jira, sites, audience, store.posts, delivery, replies, clock))
        register("say", Say(store.posts, delivery, replies))
        register("moved", ChannelMoved(store.channels))
        forms = ChannelForms(store.channels, store.digests, self._jira, people, poster, sites, digests.preview)
        register("form", forms)
        register("save", ChannelSaving(store.channels, people, digests.settings, replies, clock))
        register(NOTICE, Expiring(admins))
        around = Around(
            self._engine,
            store,
            self._jira,
            policies,
            audience,
            people,
            sights,
            self._installations,
            poster,
            delivery,
            replies,
            admins,
            looking,
            clock,
        )
        self._conversing = conversing(
            around,
            settings.sites,
            workspace=self._workspace,
            secret=_secret(settings.jira_webhook_secret),
            quiet=settings.jira_settle,
            writes=settings.jira_writes,
            hours=settings.quiet_hours,
        )
        self._ticker = Ticker(store.digests, self._engine, clock)
        expiries = [
            (site.name, date.fromisoformat(site.token_expires)) for site in settings.sites if site.token_expires
        ]
        kept = timedelta(days=settings.keep_days)
        self._house = Housekeeping(self._engine, store, expiries, self._workspace, clock, kept)

    async def _workspace(self) -> str:
        return (await self._installations.current()).workspace

    async def _open_door(self, opened: AsyncExitStack) -> None:
        settings = self._settings
        await self._installations.check()
        secret = _secret(settings.slack_signing_secret)
        client = web_client(None, base_url=settings.slack_url, session=self._session)
        app = bolt_app(client, self._installations, signing_secret=secret)
        self._listeners.register(app)
        endpoint = None
        if self._socket_mode:
            self._socket = SocketMode(app, _secret(settings.slack_app_token), client)
        else:
            endpoint = SlackEndpoint(app, signing_secret=secret)
        runner = web.AppRunner(
            web_app(endpoint, self.ready, self._conversing.hook), access_log=None, shutdown_timeout=GRACE
        )
        await runner.setup()
        opened.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, settings.host, settings.port).start()
        self.port = runner.addresses[0][1]
        if self._socket is not None:
            await self._socket.start()
            opened.push_async_callback(self._socket.close)


def database(settings: Settings) -> URL:
    """Where these settings keep the bot's rows."""
    given = settings.database_url
    return database_url(settings.data, given.get_secret_value() if given else None)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _given(settings: Settings) -> dict[str, ChannelSettings]:
    return {
        channel: ChannelSettings(watching=True, projects=frozenset(projects))
        for channel, projects in settings.channels.items()
    }


def _secret(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()


def _now() -> datetime:
    return datetime.now(UTC)

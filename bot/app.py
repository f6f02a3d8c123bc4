"""The composition root: settings in, a running bot out. Web and worker are one process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex
from typing import Literal

import aiohttp
import structlog
from aiohttp import web

from bot.digest.making import MakeDigest
from bot.digest.values import DigestPlan
from bot.engine import Engine, migrate_engine
from bot.errors import SettingsError, SlackError
from bot.jira.addresses import Addresses
from bot.jira.client import Jira
from bot.jira.directory import JiraDirectory
from bot.jira.sites import Site
from bot.policies.in_force import Policies
from bot.ports import ChannelSettings
from bot.runs import to_payload
from bot.schedule import local_date
from bot.seal import Seal
from bot.settings import Settings, cure, variable
from bot.slack.bolt import bolt_app
from bot.slack.http import SlackEndpoint
from bot.slack.installation import TIMEOUT, web_client
from bot.slack.known import Knowledge
from bot.slack.socket import SocketMode
from bot.store import Store
from bot.store.migrate import migrate as migrate_store
from bot.telemetry import logs
from bot.wiring.composition import Opened, compose, secret_of
from bot.wiring.connections import atlassian_of
from bot.wiring.opening import database, database_of, port_of
from bot.wiring.web import web_app
from checks.ticket import Ticket

GRACE = 10.0
"""Seconds that steps under way have to end once we are asked to."""
SETTLE = 0.5
"""Seconds between `/readyz` turning false and the door closing, for whoever spreads requests to notice."""
log = structlog.get_logger(__name__)


def migrate(settings: Settings) -> None:
    """Bring both schemas to this version, one process at a time. Blocking. Raises `SettingsError` where the database
    cannot be opened, or is a newer version's."""
    with database_of(settings) as url:
        migrate_store(url, also=migrate_engine)


def build(settings: Settings, *, socket: bool | None = None) -> App:
    """The bot of these settings; nothing is opened yet. `socket`: Socket Mode or not, whatever tokens there are.
    Raises `SettingsError` when the token or secret of that transport is missing."""
    socket_mode = settings.slack_app_token is not None if socket is None else socket
    needed = ["slack_app_token" if socket_mode else "slack_signing_secret"]
    if settings.many_workspaces:
        needed += ["keys_file" if settings.keys_file else "keys", "url"]
    if missing := [field for field in needed if not getattr(settings, field)]:
        raise SettingsError(tuple((f"{variable(field)} is not set.", cure(field)) for field in missing))
    return App(settings, socket=socket_mode)


class App:
    """One process of the bot. Use it once: `start` and `close`."""

    def __init__(self, settings: Settings, *, socket: bool) -> None:
        self._settings = settings
        self._socket_mode = socket
        self._draining = False
        self._socket: SocketMode | None = None
        self.port = settings.port

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

    async def lost(self) -> None:
        """Returns when this process can no longer know its runs to be its own: it must end and start again."""
        await self._engine.lost.wait()

    async def post_digest(self, channel: str) -> Literal["made", "not_set", "not_made"]:
        """Make the digest of this local date for a channel, beside whatever processes run, also where an earlier run
        could not. A digest that was made already is not made again."""
        async with AsyncExitStack() as opened:
            await self._open_work(opened)
            plan = await self._plan(channel)
            if plan is None:
                return "not_set"
            day = local_date(_now(), plan.zone)
            wanted = MakeDigest(plan.workspace, channel, day, asked=True)
            identity = f"{wanted.identity}:{token_hex(8)}"
            await self._engine.start(wanted.RUN, identity, to_payload(wanted))
            while await self._engine.works_on(wanted.RUN, identity):  # noqa: ASYNC110 - it may run elsewhere
                await asyncio.sleep(SETTLE)
            last = await self._store.digests.latest(plan.workspace, channel)
            return "made" if last and last.day == day else "not_made"

    async def _plan(self, channel: str) -> DigestPlan | None:
        """A channel's id says in which workspace it is to nobody but Slack."""
        for workspace in await self._composed.installations.workspaces():
            if plan := await self._store.digests.plan(workspace, channel):
                return plan
        return None

    async def _open(self, opened: AsyncExitStack) -> None:
        await self._open_work(opened)
        await self._warm()
        for forever in (
            self._composed.ticker.keep_ticking(),
            self._composed.house.keep_house(),
            self._composed.conversation.sweep.keep_sweeping(),
            *self._composed.installing.rounds(),
        ):
            opened.push_async_callback(_end, asyncio.create_task(forever))
        await self._open_door(opened)

    async def _open_work(self, opened: AsyncExitStack) -> None:
        """Everything that does work, and nothing that takes orders from Slack or the clock."""
        await asyncio.to_thread(migrate, self._settings)
        url = database(self._settings)
        self._session = await opened.enter_async_context(aiohttp.ClientSession(timeout=TIMEOUT))
        seal = Seal.of(self._settings.own_keys, secret_of(self._settings.slack_bot_token))
        given = {} if self._settings.many_workspaces else _given(self._settings)
        self._store = Store.open(url, given, seal)
        opened.push_async_callback(self._store.close)
        self._policies = Policies(self._settings.policies, many=self._settings.many_workspaces)
        fields = self._policies.criteria_fields()
        sites = [replace(site, policy_fields=fields) for site in self._settings.sites]
        self._atlassian = atlassian_of(self._settings, self._session, _now)
        self._sites = self._directory(sites)
        self._jira = await opened.enter_async_context(Jira(sites, stored=self._sites))
        self._knowledge = Knowledge(self._sites, self._jira)
        opened.push_async_callback(self._knowledge.close)
        self._engine = Engine(url)
        self._composed = compose(
            self._settings,
            Opened(
                self._session,
                seal,
                self._store,
                self._jira,
                self._sites,
                self._atlassian,
                self._knowledge,
                self._policies,
                self._engine,
            ),
            _now,
        )
        opened.push_async_callback(self._composed.installing.close)
        opened.push_async_callback(self._engine.close, GRACE)
        await self._engine.launch()
        logs.quieten()

    def _directory(self, sites: Sequence[Site]) -> JiraDirectory:
        """The operator's sites are those of the one workspace that a bot token is of."""

        async def alone() -> str:
            return await self._composed.workspace()

        book = self._store.jira
        workspace = None if self._settings.many_workspaces else alone
        return JiraDirectory(
            sites,
            book.connections,
            book.tokens,
            _now,
            addresses=Addresses(self._settings.jira_private_hosts),
            atlassian=self._atlassian,
            gateway=self._settings.jira_gateway_url,
            workspace=workspace,
            fields=self._policies.criteria_fields(),
        )

    async def _warm(self) -> None:
        """Read what the first request would read, and hold up the acknowledgements of those behind it: rules,
        lexicons, the Jira library, the projects there are."""
        with suppress(SlackError):  # it may answer later
            for workspace in {workspace for workspace, _ in await self._sites.given()}:
                await self._knowledge.now(workspace)
        await asyncio.to_thread(self._policies.judge, Ticket("WARM-1", "Say hello"), None, _now())

    async def ready(self) -> bool:
        """Whether this process should be sent work."""
        if self._draining or not self._engine.sound:
            return False
        with suppress(Exception):  # whatever a database or a socket fails with, no work is to come here
            async with asyncio.timeout(2):
                await self._store.answers()
                return self._socket is None or await self._socket.connected()
        return False

    async def _open_door(self, opened: AsyncExitStack) -> None:
        settings = self._settings
        await self._composed.installations.check()
        secret = secret_of(settings.slack_signing_secret)
        client = web_client(None, base_url=settings.slack_url, session=self._session)
        app = bolt_app(client, self._composed.installations, signing_secret=secret)
        self._composed.listeners.register(app)
        endpoint = None
        if self._socket_mode:
            self._socket = SocketMode(app, secret_of(settings.slack_app_token), client)
        else:
            endpoint = SlackEndpoint(app, signing_secret=secret)
        served = web_app(endpoint, self.ready, self._composed.conversation.hook)
        served.add_routes(self._composed.installing.routes())
        if self._composed.connections is not None:
            served.add_routes(self._composed.connections.routes())
        runner = web.AppRunner(served, access_log=None, shutdown_timeout=GRACE)
        await runner.setup()
        opened.push_async_callback(runner.cleanup)
        with port_of(settings):
            await web.TCPSite(runner, settings.host, settings.port).start()
        self.port = runner.addresses[0][1]
        if self._socket is not None:
            await self._socket.start()
            opened.push_async_callback(self._socket.close)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _given(settings: Settings) -> dict[str, ChannelSettings]:
    return {
        channel: ChannelSettings(watching=True, projects=frozenset(projects))
        for channel, projects in settings.channels.items()
    }


def _now() -> datetime:
    return datetime.now(UTC)

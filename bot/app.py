"""The composition root: settings in, a running bot out. Web and worker are one process."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from secrets import token_hex
from typing import Literal

import structlog
from aiohttp import web

from bot.digest.requests import MakeDigest
from bot.digest.values import DigestPlan
from bot.engine import mark_restored, migrate_engine
from bot.errors import SettingsError, SlackError
from bot.runs import to_payload
from bot.schedule import local_date
from bot.settings import Settings, cure, variable
from bot.slack.bolt import bolt_app
from bot.slack.http import SlackEndpoint
from bot.slack.installation import web_client
from bot.slack.socket import SocketMode
from bot.store.migrate import migrate as migrate_store
from bot.telemetry import logs
from bot.wiring.composition import compose
from bot.wiring.opening import database_of, port_of
from bot.wiring.resources import opened_on, secret_of
from bot.wiring.web import web_app
from checks.ticket import Ticket

GRACE = 10.0
"""Seconds that steps under way get to end in, once the process is asked to stop."""
SETTLE = 0.5
"""Seconds between `/readyz` turning to 503 and the door closing, so that a load balancer can notice."""
log = structlog.get_logger(__name__)


def migrate(settings: Settings) -> None:
    """Bring both schemas to this version, one process at a time. Blocking. Raises `SettingsError` where the database
    cannot be opened or belongs to a newer version."""
    with database_of(settings) as url:
        migrate_store(url, also=migrate_engine)


def after_restore(settings: Settings) -> int:
    """Mark the runs that a restored database holds as under way, so that Slack is searched for their messages before
    they are posted again; how many. Call it once the schemas are at this version and before the bot is started.
    Blocking. Raises as `migrate` does."""
    with database_of(settings) as url:
        return mark_restored(url)


def build(settings: Settings, *, socket: bool | None = None) -> App:
    """The bot for these settings; nothing is opened yet. `socket` forces Socket Mode or HTTP, whatever tokens there
    are. Raises `SettingsError` when the token or secret of that transport is missing."""
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
        """Open everything, the door last. If something fails, what was opened is closed again."""
        async with AsyncExitStack() as opened:
            await self._open(opened)
            self._stack = opened.pop_all()
        log.info("app.started", transport="http" if self._socket is None else "socket", port=self.port)

    async def close(self) -> None:
        """Stop being ready, close the door, let steps under way end, and release everything."""
        self._draining = True
        await asyncio.sleep(SETTLE)
        await self._stack.aclose()
        log.info("app.stopped")

    async def lost(self) -> None:
        """Returns when this process can no longer know that its runs are its own: it must then end and be started
        again."""
        await self._engine.lost.wait()

    async def post_digest(self, channel: str) -> Literal["made", "not_set", "not_made"]:
        """Make a channel's digest for this local date, beside any running processes, even where an earlier run could
        not. A digest that was already made is not made again."""
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
        """Only Slack knows which workspace a channel id belongs to."""
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

        async def workspace() -> str:
            return await self._composed.workspace()

        self._opened = await opened_on(opened, self._settings, workspace, _now)
        self._engine, self._store = self._opened.engine, self._opened.store
        self._composed = compose(self._settings, self._opened, _now)
        opened.push_async_callback(self._composed.installing.close)
        opened.push_async_callback(self._engine.close, GRACE)
        await self._engine.launch()
        logs.quieten()

    async def _warm(self) -> None:
        """Load in advance what the first request would load, holding up the acknowledgements behind it: rules,
        lexicons, the Jira library, the list of projects."""
        with suppress(SlackError):  # it may answer later
            for workspace in {workspace for workspace, _ in await self._opened.sites.given()}:
                await self._opened.knowledge.now(workspace)
        await asyncio.to_thread(self._opened.policies.judge, Ticket("WARM-1", "Say hello"), None, _now())

    async def ready(self) -> bool:
        """Whether this process should be sent work."""
        if self._draining or not self._engine.sound:
            return False
        with suppress(Exception):  # however a database or a socket fails, no work may be sent here then
            async with asyncio.timeout(2):
                await self._store.answers()
                await self._store.has_room()
                return self._socket is None or await self._socket.connected()
        return False

    async def _open_door(self, opened: AsyncExitStack) -> None:
        settings = self._settings
        await self._composed.installations.check()
        secret = secret_of(settings.slack_signing_secret)
        client = web_client(None, base_url=settings.slack_url, session=self._opened.session)
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


def _now() -> datetime:
    return datetime.now(UTC)

"""Starts runs, runs them, takes over those of dead processes, and clears away what is long done."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from dbos._dbos import _get_dbos_instance
from sqlalchemy import URL

from bot.engine import outcomes
from bot.engine.calm import Calm
from bot.engine.commits import commit_together
from bot.engine.gate import Gate, Lane
from bot.engine.listing import age, delete_runs, list_runs
from bot.engine.orphans import Orphans
from bot.engine.overwriting import overwrite
from bot.engine.restored import restored
from bot.engine.rows import BURIED, FINISHED, SCHEMA, UNFINISHED, address_of, identity_in, run_id
from bot.engine.run import DurableRun, Handler, LaidDown
from bot.engine.slots import SLOTS, Locks, claim, locks_for
from bot.engine.sqlite_clock import keep_milliseconds
from bot.errors import Trouble, kind_of
from bot.store.sql.away import is_away
from bot.store.sql.database import is_sqlite
from bot.telemetry import metrics, tracing

log = structlog.get_logger(__name__)
T = TypeVar("T")

VERSION = "1"
"""Constant, because the library resumes interrupted runs only within one version. Instead, handlers keep the order of
their steps across upgrades."""
ATTEMPTS = 10
SQLITE_WIDTH, POSTGRES_WIDTH = 4, 6
"""Measured with `benchmarks/ack.py`: at 12, acknowledgements on SQLite took seconds."""
MISSES = 30
"""Checks in a row without our slot before we give up: a minute, in which a database can restart."""
AWAY = (
    "Check that Postgres answers (`handoff doctor`). After a minute without it this process ends, to be started again."
)


class Engine:
    """One per process, used on the loop that launched it."""

    def __init__(self, url: URL, *, width: int | None = None, takeover: float = 2.0, attempts: int = ATTEMPTS) -> None:
        """`width`: runs that work at once in this process, by default as many as leave the database free for
        acknowledgements; others wait. `takeover`: seconds between looks for dead processes. `attempts`: processes a
        run may take down with it before it is buried."""
        self.url = url
        self._takeover = takeover
        self._attempts = attempts
        self._boot = uuid.uuid4().hex[:12]
        self._handlers: dict[str, Handler] = {}
        self._restored: Mapping[str, datetime] = {}
        self._workflows: dict[str, Callable[[dict[str, Any]], Any]] = {}
        self._running: set[str] = set()
        self._orphans = Orphans(attempts)
        self._calm = Calm()
        self._gate = Gate(width or (SQLITE_WIDTH if is_sqlite(url) else POSTGRES_WIDTH), self._calm)
        self._locks: Locks | None = None
        self._slot = ""
        self._watch: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine-locks")
        self.sound = False
        """Whether runs are taken: False before launch, while draining, and while the database is away."""
        self.lost = asyncio.Event()
        """Set when this process can no longer know its runs to be its own: it must end and start again."""
        self._misses = 0
        self._cut = False
        """Whether steps are still under way while the library closes: their failures are then nobody's fault."""

    def register(self, name: str, handler: Handler) -> None:
        """Say who does runs of this name. Before `launch`."""
        self._handlers[name] = handler

    async def launch(self) -> None:
        """Take a slot, resume its last holder's runs, and begin. The schema must be there (`migrate_engine`)."""
        self._locks = await self._blocking(locks_for, self.url)
        self._slot = await self._blocking(claim, self._lock_table)
        keep_milliseconds()
        self._restored = await self._blocking(restored, self.url)
        DBOS(config=self._config())
        for name, handler in self._handlers.items():
            self._workflows[name] = _workflow(name, handler, self, self._attempts)
        DBOS.launch()
        system = _system()
        overwrite(system.engine)
        commit_together(system)
        self._watch = asyncio.create_task(self._look_around())
        self.sound = True
        log.info("engine.launched", slot=self._slot)

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        """Commit a run and begin it; returns after the commit. A second start of one identity does nothing."""
        # Shielded: if this were cancelled between commit and task, nobody would work on the run until this process ends.
        with tracing.root(f"start {name}", identity):
            await asyncio.shield(asyncio.create_task(self._start(name, identity, payload)))

    async def close(self, grace: float = 10.0) -> None:
        """Begin no further step, let those under way be recorded, and leave the rest to whoever starts next."""
        self.sound = False
        # Before the wait: finding its slot held, it would take this process for sound again, and take over others' runs.
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        self._cut = not await self._gate.drain(grace)
        if self._cut:
            log.warning("engine.cut_short", steps=self._gate.inside)
        await self._blocking(lambda: DBOS.destroy(destroy_registry=True))
        # The library made its own pool, now shut down, the loop's default.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        if self._locks is not None:
            await self._blocking(self._locks.close)
        self._thread.shutdown()

    async def clean(self, older: timedelta, *, buried: timedelta | None = None, now: datetime | None = None) -> int:
        """Delete finished runs that began longer ago than `older`, and buried ones that did longer ago than `buried`,
        `older` unless given; how many. Their identities could then run again, so both must exceed Slack's and Jira's
        redelivery (a day)."""
        at = now or datetime.now(UTC)
        return await delete_runs(FINISHED, at - older) + await delete_runs([BURIED], at - (buried or older))

    async def unfinished(self) -> list[str]:
        """Identities, with their names, of every process's unfinished runs, oldest first; at most 1,000."""
        return [found.workflow_id for found in await list_runs(UNFINISHED, limit=1000)]

    async def works_on(self, name: str, identity: str) -> bool:
        """Whether this run is unfinished, in whichever process."""
        return bool(await list_runs(UNFINISHED, workflow_ids=[run_id(name, identity)]))

    async def buried(self) -> list[str]:
        """Runs given up after their attempts."""
        return [found.workflow_id for found in await list_runs([BURIED], limit=1000)]

    async def _start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        with self._calm.disturbed(), SetWorkflowID(run_id(name, identity)):
            await DBOS.start_workflow_async(self._workflows[name], payload)

    async def execute(self, name: str, handler: Handler, payload: dict[str, Any]) -> None:
        """One execution of a run: from its start, or from where a dead process left it."""
        run = DBOS.workflow_id or ""
        identity = identity_in(run, name)
        structlog.contextvars.bind_contextvars(run=identity, trace=tracing.trace_of(identity))
        self._running.add(run)
        metrics.RUNNING.set(len(self._running))
        log.info("run.begun", kind=name)
        began = time.monotonic()
        try:
            execution = f"{self._boot}:{uuid.uuid4().hex[:8]}"
            with tracing.root(f"run {name}", identity):
                lane, since = Lane.of(payload), self._restored.get(run)
                async with DurableRun(name, identity, execution, self._gate, lane, unsure_since=since) as working:
                    await handler(working, payload)
        except (Exception, LaidDown) as met:  # whatever a use case raises, the library may keep only a reference to it
            error = met.error if isinstance(met, LaidDown) else met
            if self._cut or (is_away(error) and self._orphans.leaves(run, error)):
                raise LaidDown(error) from None
            metrics.RUNS.labels(name, "trouble").inc()
            reference = error.reference if isinstance(error, Trouble) else None
            # Without its cause: the library keeps and logs what it is given, and a cause may quote a ticket.
            raise Trouble(reference or outcomes.trouble(error, identity=identity, step=name), name) from None
        finally:
            self._running.discard(run)
            metrics.RUNNING.set(len(self._running))
        metrics.RUNS.labels(name, "done").inc()
        log.info("run.done", kind=name, seconds=round(time.monotonic() - began, 1))
        self._orphans.ended(run)

    async def _look_around(self) -> None:
        while True:
            await asyncio.sleep(self._takeover)
            try:
                await self._check_slot()
                if not self.sound:
                    continue
                await self._take_over()
                await self._orphans.adopt(self._slot, self._running)
                await self._measure()
            except Exception as error:  # the database may be away; the next look makes up for it
                log.warning("engine.look_around_failed", error=kind_of(error))

    async def _check_slot(self) -> None:
        """A slot that another process has made its own is lost: two would then take each other's runs for their own."""
        held = await self._blocking(self._lock_table.holds, self._slot)
        if held is not self.sound:
            log.warning("engine.slot", slot=self._slot, held=held, **({} if held else {"cure": AWAY}))
        self._misses = 0 if held else self._misses + 1
        self.sound = held
        if self._misses >= MISSES and not self.lost.is_set():
            log.error("engine.lost", slot=self._slot, cure=AWAY)
            self.lost.set()

    async def _take_over(self) -> None:
        others = set(SLOTS) - {self._slot}
        # One slot at a time: the runs of live processes may be many, and all older than a dead one's.
        while others and (found := await list_runs(["PENDING"], executor_id=sorted(others), limit=1)):
            slot = str(found[0].executor_id)
            others.discard(slot)
            if await self._blocking(self._lock_table.take, slot):
                try:
                    taken = await self._blocking(DBOS._recover_pending_workflows, [slot])
                finally:
                    await self._blocking(self._lock_table.drop, slot)
                metrics.TAKEN_OVER.inc(len(taken))
                log.info("engine.took_over", slot=slot, runs=len(taken))

    async def _measure(self) -> None:
        waiting = await list_runs(UNFINISHED, limit=1000)
        metrics.WAITING.set(len(waiting))
        metrics.OLDEST_SECONDS.set(max(0.0, age(waiting[0])) if waiting else 0)
        metrics.BURIED.set(len(await self.buried()))

    async def _blocking(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    @property
    def _lock_table(self) -> Locks:
        if self._locks is None:
            raise RuntimeError("the engine is not launched")
        return self._locks

    def _config(self) -> DBOSConfig:
        return DBOSConfig(
            name="handoff",
            system_database_url=address_of(self.url),
            dbos_system_schema=SCHEMA,
            # SQLite lets whoever asks at the right moment write; a pool of one makes it first come, first served.
            sys_db_pool_size=1 if is_sqlite(self.url) else 8,
            executor_id=self._slot,
            application_version=VERSION,
            serializer=DBOSPortableJSONSerializer(),
            max_executor_threads=64,
            scheduler_polling_interval_sec=3600,
            log_level="ERROR",
        )


def _system() -> Any:
    """The library's own access to its rows, which it gives nobody: there from its launch on."""
    return _get_dbos_instance()._sys_db


def _workflow(
    name: str, handler: Handler, engine: Engine, attempts: int
) -> Callable[[dict[str, Any]], Awaitable[None]]:
    @DBOS.workflow(name=f"handoff.{name}", max_recovery_attempts=attempts)
    async def run(payload: dict[str, Any]) -> None:
        await engine.execute(name, handler, payload)

    return run

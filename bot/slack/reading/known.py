"""What intake knows of Jira: sites, their projects, and so which words name tickets. `Known` is a value; `Knowledge`
keeps one for each workspace current in the background, so that Slack never waits for Jira."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol
from zoneinfo import available_timezones

import structlog

from bot.errors import JiraError
from bot.jira.keys import key_of, keys_in_text
from bot.jira.links import on_a_site, refs_in_url
from bot.jira.sites import Site
from bot.requests import SayRequest, TicketRef
from bot.runs import Request
from bot.slack.reading.said import Said

FRESH = 60.0
"""Seconds after which sites and projects are asked for again, so that what an admin connects is soon heard by every
process."""
DOUBTED = 10.0
"""The same once somebody who asks has named a project that no site has: an admin may have let the bot's account in since."""
WORKSPACES = 1024
"""Of so many it is kept what is known; the one heard of longest ago is forgotten first."""
MOST = 1000
"""Tickets of one message that are heard; `bot.judging.summaries.LOOKED_AT` of them are looked at, the rest is counted."""
FIRST_WAIT = 1.0
"""Seconds that a request waits for the very first answer; Slack wants its own within three."""
UNKNOWN_PROJECT = "unknown_project"
"""What is said to a key of a project that no site has."""
log = structlog.get_logger()


class Projects(Protocol):
    """Jira, as intake needs it. May raise `bot.errors.JiraError`."""

    async def projects(self, site: str, oldest: float = ...) -> frozenset[str]:
        """As Jira said at most `oldest` seconds ago."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """`projects` are the keys that each site's account can browse; a site that has not answered yet is absent."""

    sites: tuple[Site, ...] = ()
    projects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    zones: frozenset[str] = frozenset()

    @property
    def silent(self) -> bool:
        """Some site has not said yet which projects it has, so what looks like a key may be one."""
        return any(site.name not in self.projects for site in self.sites)

    def tickets_in(self, said: Said, *, asked: bool) -> tuple[TicketRef, ...]:
        """The tickets that words and links name, each once: links to configured sites, then bare keys of known
        projects, of the first site that has them. A person who asks may write keys in lower case."""
        found = {ref: None for url in said.urls if (ref := refs_in_url(url, self.sites))}
        homes: dict[str, str] = {}
        for site in self.sites:
            for key in keys_in_text(said.text, self.projects.get(site.name, ()), loose=asked):
                homes.setdefault(key, site.name)
        if asked and not found and not homes:
            homes = dict.fromkeys(self._taken_on_trust(said.text), self.sites[0].name if self.sites else "")
        named = found | {TicketRef(site, key): None for key, site in homes.items()}
        return tuple(named)[:MOST]

    def on_a_site(self, said: Said) -> bool:
        """Whether some link leads to a page of a connected Jira."""
        return any(on_a_site(url, self.sites) for url in said.urls)

    def unknown_key(self, text: str) -> str:
        """The first word that looks like a key; empty when there is none."""
        return next(iter(_keys(text)), "")

    def _taken_on_trust(self, text: str) -> tuple[str, ...]:
        """While the only site has not said which projects it has, what looks like a key and is asked for is one."""
        return _keys(text) if len(self.sites) == 1 and self.silent else ()


def _keys(text: str) -> tuple[str, ...]:
    words = (word.strip(".,;:!?()[]\"'*_~") for word in text.split())
    return tuple(key for word in words if (key := key_of(word)))


class Sites(Protocol):
    """The sites there are (`bot.jira.connected.directory`)."""

    async def of(self, workspace: str) -> tuple[Site, ...]: ...


class Knowledge:
    """Keeps `Known` current, for each workspace on its own: what is old is asked for again in the background, and used
    meanwhile."""

    def __init__(self, sites: Sites, jira: Projects, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._sites = sites
        self._jira = jira
        self._clock = clock
        self._of: dict[str, _Kept] = {}
        self._zones: frozenset[str] = frozenset()

    async def now(self, workspace: str) -> Known:
        """What is known now; a look for what has changed begins when it is due."""
        return (await self._looking(workspace)).known

    async def current(self, workspace: str) -> Known:
        """What is known, for a person who waits: they do so, briefly, only until the sites were asked once."""
        kept = await self._looking(workspace)
        if kept.asking is not None and not kept.heard:
            await asyncio.wait({kept.asking}, timeout=FIRST_WAIT)
        return kept.known

    async def understood(self, workspace: str, read: Callable[[Known], Request | None]) -> Request | None:
        """What a person who waits asks for. Where they name a project that no site has, the sites are asked once more."""
        request = read(await self.current(workspace))
        if not isinstance(request, SayRequest) or request.word != UNKNOWN_PROJECT:
            return request
        kept = await self._looking(workspace, doubted=True)
        if kept.asking is not None:
            await asyncio.wait({kept.asking}, timeout=FIRST_WAIT)
        return read(kept.known)

    async def _looking(self, workspace: str, *, doubted: bool = False) -> _Kept:
        if not self._zones:  # once: they are read from hundreds of files, and do not wait for any Jira
            self._zones = frozenset(await asyncio.to_thread(available_timezones))
        if workspace not in self._of:
            known = Known(await self._sites.of(workspace), zones=self._zones)
            self._of.setdefault(workspace, _Kept(known))
        kept = self._of[workspace] = self._of.pop(workspace)
        if kept.asking is None and self._clock() - kept.asked_at > (DOUBTED if doubted else FRESH):
            kept.asked_at = self._clock()
            kept.asking = asyncio.create_task(self._ask(workspace, kept, DOUBTED if doubted else math.inf))
            kept.asking.add_done_callback(partial(self._answered, kept))
        while len(self._of) > WORKSPACES:
            await self.forget(next(iter(self._of)))
        return kept

    async def forget(self, workspace: str) -> None:
        """The workspace's sites changed: ask again next time."""
        kept = self._of.pop(workspace, None)
        if kept is not None and kept.asking is not None:
            kept.asking.cancel()
            await asyncio.gather(kept.asking, return_exceptions=True)

    async def close(self) -> None:
        for workspace in tuple(self._of):
            await self.forget(workspace)

    async def _ask(self, workspace: str, kept: _Kept, oldest: float) -> None:
        sites = await self._sites.of(workspace)
        names = {site.name for site in sites}
        known = {name: keys for name, keys in kept.known.projects.items() if name in names}
        kept.known = Known(sites, known, self._zones)
        for site in sites:
            try:
                keys = await self._jira.projects(site.name, oldest)
            except JiraError as error:
                log.warning("intake.projects_unknown", site=site.name, outcome=error.outcome)
                continue
            kept.known = replace(kept.known, projects={**kept.known.projects, site.name: keys})

    def _answered(self, kept: _Kept, task: asyncio.Task[None]) -> None:
        kept.asking = None
        kept.heard = bool(kept.known.projects)
        if kept.known.sites and not kept.heard:
            kept.asked_at = self._clock() - FRESH + FIRST_WAIT
        if not task.cancelled() and (error := task.exception()):
            log.error("intake.projects_failed", error=type(error).__name__)


@dataclass(slots=True)
class _Kept:
    known: Known
    asked_at: float = float("-inf")
    asking: asyncio.Task[None] | None = None
    heard: bool = False
    """The sites were asked once, and one of them at least has answered."""

"""What intake knows of Jira: sites, their projects, and so which words name tickets. `Known` is a value; `Knowledge`
keeps one current in the background, so that Slack never waits for Jira."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import available_timezones

import structlog

from bot.errors import JiraError
from bot.jira.keys import key_of, keys_in_text
from bot.jira.links import refs_in_url
from bot.jira.sites import Site
from bot.requests import TicketRef
from bot.slack.said import Said

FRESH = 300.0
"""Seconds after which projects are asked for again."""
MOST = 30
"""Tickets of one message that are looked at: a pasted backlog is no question."""
FIRST_WAIT = 1.0
"""Seconds that a request waits for the very first answer; Slack wants its own within three."""
log = structlog.get_logger()


class Projects(Protocol):
    """Jira, as intake needs it. May raise `bot.errors.JiraError`."""

    async def projects(self, site: str) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Known:
    """`projects` are the keys that each site's account can browse; a site that has not answered yet is absent."""

    sites: tuple[Site, ...] = ()
    projects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    zones: frozenset[str] = frozenset()

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

    def unknown_key(self, text: str) -> str:
        """The first word that looks like a key; empty when there is none."""
        return next(iter(_keys(text)), "")

    def _taken_on_trust(self, text: str) -> tuple[str, ...]:
        """While the only site has not said which projects it has, what looks like a key and is asked for is one."""
        silent = len(self.sites) == 1 and self.sites[0].name not in self.projects
        return _keys(text) if silent else ()


def _keys(text: str) -> tuple[str, ...]:
    words = (word.strip(".,;:!?()[]\"'*_~") for word in text.split())
    return tuple(key for word in words if (key := key_of(word)))


class Knowledge:
    """Keeps `Known` current: what is old is asked for again in the background, and used meanwhile."""

    def __init__(self, sites: tuple[Site, ...], jira: Projects, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._known = Known(sites)
        self._jira = jira
        self._clock = clock
        self._asked_at = float("-inf")
        self._asking: asyncio.Task[None] | None = None

    def now(self) -> Known:
        """What is known now; a look for what has changed begins when it is due."""
        if self._asking is None and self._clock() - self._asked_at > FRESH:
            self._asked_at = self._clock()
            self._asking = asyncio.create_task(self._ask())
            self._asking.add_done_callback(self._answered)
        return self._known

    async def current(self) -> Known:
        """What is known, for a person who waits: only while that is nothing do they wait, and briefly."""
        known = self.now()
        if self._asking is not None and not known.projects:
            await asyncio.wait({self._asking}, timeout=FIRST_WAIT)
        return self._known

    async def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> None:
        zones = self._known.zones or frozenset(await asyncio.to_thread(available_timezones))
        self._known = Known(self._known.sites, self._known.projects, zones)
        for site in self._known.sites:
            try:
                keys = await self._jira.projects(site.name)
            except JiraError as error:
                log.warning("intake.projects_unknown", site=site.name, outcome=error.outcome)
                continue
            self._known = Known(self._known.sites, {**self._known.projects, site.name: keys}, zones)

    def _answered(self, task: asyncio.Task[None]) -> None:
        self._asking = None
        if not self._known.projects:
            self._asked_at = self._clock() - FRESH + FIRST_WAIT
        if not task.cancelled() and (error := task.exception()):
            log.error("intake.projects_failed", error=type(error).__name__)

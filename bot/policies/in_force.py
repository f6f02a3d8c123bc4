"""The policies in force: read again when a file changes, the last good one kept when a file is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from threading import Lock

import structlog

from bot.policies.answered import judged
from bot.policies.folder import Loaded, read, stamp_of
from bot.ports import Ruleset
from bot.site_names import owner_of
from checks.catalogue import RULES_VERSION
from checks.language.model import VERSION as MODEL_VERSION
from checks.policy import DEFAULT, Policy
from checks.policy.refusal import Problem
from checks.ticket import Receiver, Ticket, project_in
from checks.verdict import Verdict

WORKSPACE = re.compile(r"[TE][A-Z0-9]{1,30}", re.ASCII)
"""Slack's ids of workspaces and organisations. It is a part of a path here."""
NOTHING = Loaded()
log = structlog.get_logger(__name__)


class Policies:
    """The policies of a folder: `PAY.toml` for project PAY, `default.toml` for all others. No folder: the built-in one.

    A folder in it that has a workspace's name holds for what that workspace connected, before those above it. Where one
    bot serves many workspaces, only `default.toml` is everybody's: two may have a project PAY.

    A change of any file is seen at the next use; looking costs one `stat` a file. A file that is refused keeps the
    policy it last made, and a project whose file was never good is judged by the default.
    """

    def __init__(self, folder: Path | None, *, many: bool = False) -> None:
        """`many`: one bot serves many workspaces."""
        self._folder = folder
        self._many = many
        self._loaded: dict[str, Loaded] = {}
        self._reading = Lock()

    def judge(self, ticket: Ticket, receiver: Receiver | None, as_of: datetime) -> Verdict:
        policy = self.of(ticket.project_key, owner_of(ticket.site or ""))
        return judged(ticket, policy, receiver, as_of)

    def ruleset(self, key: str, project: str, site: str = "") -> Ruleset | None:
        policy = self.of(project, owner_of(site))
        if any(key in waiver.tickets for waiver in policy.waivers):
            return None
        return Ruleset(RULES_VERSION, MODEL_VERSION, policy.hash)

    def lapsed(self, site: str, keys: Collection[str], *, since: date, until: date) -> frozenset[str]:
        """The tickets among these that have a waiver whose last day was at `since` or later, and before `until`."""
        waivers = (
            one for project in {project_in(key) for key in keys} for one in self.of(project, owner_of(site)).waivers
        )
        ended = (waiver.tickets for waiver in waivers if since <= waiver.until < until)
        return frozenset(keys) & {key for tickets in ended for key in tickets}

    def of(self, project: str, workspace: str = "") -> Policy:
        """The policy of a project, by its Jira key; `workspace`: whose connected site it is on, if anybody's."""
        own = self._current(workspace) if WORKSPACE.fullmatch(workspace) else NOTHING
        shared = self._current().written_for("default" if self._many else project)
        return own.written_for(project) or shared or DEFAULT

    def names(self) -> tuple[str, ...]:
        return tuple(
            sorted(
                f"{where}/{name}" if where else name for where in self._all() for name in self._current(where).policies
            )
        )

    def unused(self) -> tuple[str, ...]:
        """Files that apply to nobody, because they do not say for which workspace."""
        return tuple(sorted(self._current().policies.keys() - {"default"})) if self._many else ()

    def criteria_fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for where in self._all() for name in self._current(where).criteria_fields()))

    def problems(self) -> tuple[Problem, ...]:
        """Why files are refused now; empty when all is well."""
        return tuple(problem for where in self._all() for problem in self._current(where).problems)

    def _all(self) -> tuple[str, ...]:
        """The folder itself, and those of workspaces in it."""
        found = self._folder.iterdir() if self._folder else ()
        return ("", *sorted(each.name for each in found if WORKSPACE.fullmatch(each.name) and each.is_dir()))

    def _current(self, where: str = "") -> Loaded:
        loaded = self._loaded.get(where, NOTHING)
        if self._folder is None:
            return loaded
        folder = self._folder / where
        try:
            stamp = stamp_of(folder)
        except OSError:  # a file vanished while we looked: the next use looks again
            return loaded
        if stamp != loaded.stamp:
            with self._reading:
                loaded = self._loaded.get(where, NOTHING)
                if stamp != loaded.stamp:
                    loaded = self._loaded[where] = read(folder, stamp, loaded.policies)
                    _log(where, loaded)
        return loaded


def _log(where: str, loaded: Loaded) -> None:
    log.info("policies.read", policies=sorted(loaded.policies), workspace=where)
    for problem in loaded.problems:
        log.warning("policies.refused", problem=str(problem))

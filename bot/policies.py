"""The policies in force: read again when a file changes, the last good one kept when a file is refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Lock

import structlog

from bot.policy_folder import Loaded, read, stamp_of
from checks.catalogue import RULES_VERSION
from checks.evaluate import evaluate
from checks.language.model import VERSION as MODEL_VERSION
from checks.policy import Policy
from checks.policy_refusal import Problem
from checks.ticket import Receiver, Ticket
from checks.verdict import Verdict

log = structlog.get_logger(__name__)


class Policies:
    """The policies of a folder: `PAY.toml` for project PAY, `default.toml` for all others. No folder: the built-in one.

    A change of any file is seen at the next use; looking costs one `stat` a file. A file that is refused keeps the
    policy it last made, and a project whose file was never good is judged by the default.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._loaded = Loaded()
        self._reading = Lock()

    def judge(self, ticket: Ticket, receiver: Receiver | None, as_of: datetime) -> Verdict:
        return evaluate(ticket, self.of(ticket.project or ticket.key.rpartition("-")[0]), receiver, as_of)

    def yardstick(self, key: str, project: str) -> tuple[str, str, str] | None:
        policy = self.of(project)
        if any(key in waiver.tickets for waiver in policy.waivers):
            return None
        return RULES_VERSION, MODEL_VERSION, policy.hash

    def of(self, project: str) -> Policy:
        """The policy of a project, by its Jira key."""
        return self._current().of(project)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._current().policies))

    def criteria_fields(self) -> tuple[str, ...]:
        return self._current().criteria_fields()

    def problems(self) -> tuple[Problem, ...]:
        """Why files are refused now; empty when all is well."""
        return self._current().problems

    def _current(self) -> Loaded:
        if self._folder is None:
            return self._loaded
        try:
            stamp = stamp_of(self._folder)
        except OSError:  # a file vanished while we looked: the next use looks again
            return self._loaded
        if stamp != self._loaded.stamp:
            with self._reading:
                if stamp != self._loaded.stamp:
                    self._loaded = read(self._folder, stamp, self._loaded.policies)
                    _tell(self._loaded)
        return self._loaded


def _tell(loaded: Loaded) -> None:
    log.info("policies.read", policies=sorted(loaded.policies))
    for problem in loaded.problems:
        log.warning("policies.refused", problem=str(problem))

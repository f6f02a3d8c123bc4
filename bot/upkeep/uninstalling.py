"""What is done when a workspace has removed the bot: once Slack confirms it, everything stored about the workspace is
deleted.

Slack reports it by `app_uninstalled` and `tokens_revoked`, in either order, each perhaps twice or much later. An event
is not proof: the token is tried, and the deletion applies to exactly the installation that the event found.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

import structlog

from bot.ports import Run
from bot.upkeep.requests import RemovalRequest

PAUSES = (5.0, 60.0, 600.0, 3600.0)
"""Seconds between looks while Slack still accepts the token or cannot be reached."""
SETTLE = 600.0
"""Seconds after which requests that were under way have ended, and what they wrote is deleted too."""
State = Literal["gone", "works", "another", "unreached"]
log = structlog.get_logger(__name__)


class Departed(Protocol):
    """Slack's word on an installation."""

    async def state(self, workspace: str, mark: str) -> State:
        """`another`: the workspace was installed again. Never raises for what Slack does."""
        ...


Erase = Callable[[str, str], Awaitable[dict[str, int] | None]]
"""Workspace and mark to number of rows deleted; None where it was installed again."""


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """Answers a `RemovalRequest`."""

    departed: Departed
    erase: Erase
    clear: Callable[[str], Awaitable[int]]
    """Deletes ended runs of a workspace from the engine."""
    forget: Callable[[str], None]
    """What this process remembers of a workspace."""

    async def __call__(self, run: Run, request: RemovalRequest) -> None:
        workspace, mark = request.workspace, request.mark
        if await self._is_gone(run, workspace, mark):
            await run.step("erase", partial(self._delete, workspace, mark))
            await run.sleep(SETTLE)
            await run.step("erase_rest", partial(self._delete, workspace, mark))

    async def _is_gone(self, run: Run, workspace: str, mark: str) -> bool:
        state: State = "unreached"
        for pause in (*PAUSES, None):
            state = await run.step("look", partial(self.departed.state, workspace, mark))
            if state in ("gone", "another") or pause is None:
                break
            await run.sleep(pause)
        if state != "gone":
            log.warning("uninstall.nothing_deleted", workspace=workspace, state=state)
        return state == "gone"

    async def _delete(self, workspace: str, mark: str) -> int:
        """Rows and ended runs. Safe to repeat."""
        done = await self.erase(workspace, mark)
        self.forget(workspace)
        if done is None:
            log.warning("uninstall.nothing_deleted", workspace=workspace, state="another")
            return 0
        runs = await self.clear(workspace)
        log.info("uninstall.deleted", workspace=workspace, rows=sum(done.values()), runs=runs)
        return sum(done.values())

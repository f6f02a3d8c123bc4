"""What only an admin can mend, told to them once by direct message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Literal, Protocol

import structlog

from bot.errors import SlackError
from bot.judging.looking import Looked
from bot.ports import Poster, Run
from bot.render.say import notice as draw_notice
from bot.views import NoticeView

log = structlog.get_logger(__name__)


class Notices(Protocol):
    """What an admin was told once."""

    async def first(self, workspace: str, what: str, subject: str, *, now: datetime) -> bool:
        """Whether this is still to be told; from now on it is not, until `clear` or a week has passed."""

    async def clear(self, workspace: str, what: str, subject: str) -> None: ...


class Admins:
    def __init__(
        self,
        users: tuple[str, ...],
        notices: Notices,
        poster: Poster,
        clock: Callable[[], datetime],
        installers: Callable[[str], Awaitable[tuple[str, ...]]] | None = None,
    ) -> None:
        """`users`: Slack ids of those who are told; with none, the log is all there is. `installers`: who is told beside
        them in a workspace; may raise `SlackError`."""
        self._users = users
        self._installers = installers
        self._notices = notices
        self._poster = poster
        self._clock = clock
        self._refused: set[str] = set()

    async def hear(self, run: Run, workspace: str, looked: Iterable[Looked]) -> None:
        """Tell of sites that refuse our credential; and be ready to tell again once they took it."""
        for one in looked:
            site = one.ref.site
            connected = site.partition(":")[2]  # from Slack, by an admin, who can connect it again
            what: Literal["jira_lost", "jira_refused"] = "jira_lost" if connected else "jira_refused"
            shown = connected or site
            if one.failed == "unauthorized":
                self._refused.add(site)
                await self.tell(run, workspace, NoticeView(what, shown, reference=one.reference))
            elif site in self._refused and one.failed is None:
                self._refused.discard(site)
                await self._notices.clear(workspace, what, shown)

    async def tell(self, run: Run, workspace: str, view: NoticeView) -> None:
        """Tell every admin, unless they were told of the same within the week."""

        async def once() -> None:
            if await self._notices.first(workspace, view.what, view.subject, now=self._clock()):
                log.error("admin.notice", what=view.what, subject=view.subject, reference=view.reference)
                await self._direct(workspace, view)

        await run.step("notice", once)

    async def tell_too(self, run: Run, workspace: str, user: str, view: NoticeView) -> None:
        """Tell somebody it concerns who may be no admin."""
        if user in await self._of(workspace):
            return

        async def once() -> None:
            try:
                await self._poster.direct(workspace, user, draw_notice(view))
            except SlackError as error:
                log.warning("notice.not_told", outcome=error.outcome, error=error.error)

        await run.step("notice_too", once)

    async def _direct(self, workspace: str, view: NoticeView) -> None:
        for user in await self._of(workspace):
            try:
                await self._poster.direct(workspace, user, draw_notice(view))
            except SlackError as error:
                log.warning("admin.not_told", outcome=error.outcome, error=error.error)

    async def _of(self, workspace: str) -> tuple[str, ...]:
        if self._installers is None:
            return self._users
        try:
            return (*self._users, *await self._installers(workspace))
        except SlackError as error:
            log.warning("admin.unknown", outcome=error.outcome, error=error.error)
            return self._users

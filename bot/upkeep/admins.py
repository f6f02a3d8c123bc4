"""What only an admin can fix, reported to them once by direct message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Literal, Protocol, TypedDict

import structlog

from bot.errors import SlackError
from bot.judging.looking import Looked
from bot.ports import Poster, Run
from bot.render.say import notice as draw_notice
from bot.retrying.backoff import backoff
from bot.views import NoticeView

TRIES = 4
Refusal = Literal["jira_refused", "jira_lost", "jira_app_refused"]
APP = "Atlassian"
"""The subject of the notice about a refused app: there is one for all sites."""
log = structlog.get_logger(__name__)


class Left(TypedDict):
    """Who is still to be told, and the seconds that Slack asked to wait."""

    users: list[str]
    asked: float | None


class Notices(Protocol):
    """What an admin was told once."""

    async def first(self, workspace: str, what: str, subject: str, *, run: str, now: datetime) -> bool:
        """Whether this run is to report it: nobody did within the week, and no other run is about to. Until `told`, the
        run that got a yes gets it again."""
        ...

    async def told(self, workspace: str, what: str, subject: str, *, run: str) -> None:
        """This run has reported it: no other run does until `clear`, or until a week has passed."""
        ...

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
        """`users`: Slack ids of those who are told; with none, it is only logged. `installers`: who else is told in a
        workspace; may raise `SlackError`."""
        self._users = users
        self._installers = installers
        self._notices = notices
        self._poster = poster
        self._clock = clock
        self._refused: dict[str, set[tuple[Refusal, str]]] = {}

    async def hear(self, run: Run, workspace: str, looked: Iterable[Looked]) -> None:
        """Report sites that refuse our credential, and allow a new report once they accept it again."""
        for one in looked:
            site = one.ref.site
            if one.failed == "unauthorized":
                what, subject = _refusal(one)
                self._refused.setdefault(site, set()).add((what, subject))
                # Somebody is waiting for an answer, and the next look reports it.
                await self.tell(run, workspace, NoticeView(what, subject, reference=one.reference), tries=1)
            elif one.failed is None:
                for what, subject in self._refused.pop(site, ()):
                    await self._notices.clear(workspace, what, subject)

    async def tell(self, run: Run, workspace: str, view: NoticeView, *, tries: int = TRIES) -> None:
        """Tell every admin, unless they were told the same within the week. A run that dies meanwhile tells them again,
        rather than never; where Slack accepts the message for nobody, the next run with the same problem reports it."""
        left: Left | None = None
        for attempt in range(1, tries + 1):
            users = left and tuple(left["users"])
            left = await run.step("notice", partial(self._once, run, workspace, view, users, last=attempt == tries))
            if left is None:
                return
            await run.sleep(backoff(attempt, left["asked"], run.identity))

    async def tell_too(self, run: Run, workspace: str, user: str, view: NoticeView) -> None:
        """Tell somebody concerned who may not be an admin."""
        if user in await self._of(workspace):
            return
        for attempt in range(1, TRIES + 1):
            left = await run.step("notice_too", partial(self._direct, workspace, (user,), view))
            if left is None or attempt == TRIES:
                return
            await run.sleep(backoff(attempt, left["asked"], run.identity))

    async def _once(
        self, run: Run, workspace: str, view: NoticeView, users: tuple[str, ...] | None, *, last: bool
    ) -> Left | None:
        about = (workspace, view.what, view.subject)
        if users is None:
            if not await self._notices.first(*about, run=run.identity, now=self._clock()):
                return None
            log.error("admin.notice", what=view.what, subject=view.subject, reference=view.reference)
            users = await self._of(workspace)
        left = await self._direct(workspace, users, view)
        if left and not last:
            return left
        if left and set(left["users"]) >= set(await self._of(workspace)):
            await self._notices.clear(*about)
        else:
            await self._notices.told(*about, run=run.identity)
        return None

    async def _direct(self, workspace: str, users: tuple[str, ...], view: NoticeView) -> Left | None:
        """Those for whom Slack does not accept it just now; None when it is done."""
        left: list[str] = []
        asked: float | None = None
        for user in users:
            try:
                await self._poster.direct(workspace, user, draw_notice(view))
            except SlackError as error:
                log.warning("admin.not_told", outcome=error.outcome, error=error.error)
                if error.transient:
                    left.append(user)
                    asked = error.retry_after if asked is None else max(asked, error.retry_after or 0.0)
        return Left(users=left, asked=asked) if left else None

    async def _of(self, workspace: str) -> tuple[str, ...]:
        if self._installers is None:
            return self._users
        try:
            return (*self._users, *await self._installers(workspace))
        except SlackError as error:
            log.warning("admin.unknown", outcome=error.outcome, error=error.error)
            return self._users


def _refusal(looked: Looked) -> tuple[Refusal, str]:
    """What an admin is told about a site that refuses us, and its subject."""
    if looked.app_refused:
        return "jira_app_refused", APP
    connected = looked.ref.site.partition(":")[2]  # from Slack, by an admin, who can connect it again
    return ("jira_lost", connected) if connected else ("jira_refused", looked.ref.site)

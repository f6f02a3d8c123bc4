"""What Slack's side asks of the rest of the bot, kept in memory."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.conversation.ports import Draft, DraftKind
from bot.digest.values import DigestPlan
from bot.ports import ChannelSettings, Kept, Sight
from bot.requests import Place
from checks.ticket import Ticket
from checks.verdict import Verdict


@dataclass
class Started:
    """The engine's door: keeps what was started, or fails when told to."""

    runs: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    failure: Exception | None = None

    async def start(self, name: str, identity: str, payload: dict[str, Any]) -> None:
        if self.failure:
            raise self.failure
        if identity not in {run[1] for run in self.runs}:
            self.runs.append((name, identity, payload))


@dataclass
class GivenChannels:
    agreed: dict[str, ChannelSettings] = field(default_factory=dict)

    async def channel(self, workspace: str, channel: str) -> ChannelSettings:
        return self.agreed.get(channel, ChannelSettings())


@dataclass
class GivenPlans:
    kept: dict[str, DigestPlan] = field(default_factory=dict)

    async def plan(self, workspace: str, channel: str) -> DigestPlan | None:
        return self.kept.get(channel)


@dataclass
class GivenProjects:
    keys: frozenset[str] = frozenset({"PAY", "WEB"})
    delay: float = 0.0

    async def projects(self, site: str, oldest: float = math.inf) -> frozenset[str]:
        await asyncio.sleep(self.delay)
        return self.keys


@dataclass
class GivenSights:
    """What Jira says of who sees what."""

    says: Sight = "unchecked"
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def sight(self, site: str, key: str, email: str) -> Sight:
        self.asked.append((site, key, email))
        return self.says


class GivenAsks:
    async def replied(self, place: Place, person: str, *, now: datetime) -> None:
        """Nobody waits."""


@dataclass
class GivenDrafts:
    """Drafts in memory, in place of the store."""

    kept: dict[int, Draft] = field(default_factory=dict)

    async def begin(
        self,
        place: Place,
        user: str,
        kind: DraftKind,
        *,
        verdict_id: int | None,
        code: str,
        text: str,
        now: datetime,
        author: str = "",
    ) -> int:
        number = len(self.kept) + 1
        self.kept[number] = Draft(number, place, user, kind, verdict_id, now, code, text, author=author)
        return number

    async def get(self, workspace: str, draft: int) -> Draft | None:
        found = self.kept.get(draft)
        return found if found and found.place.workspace == workspace else None

    async def change(self, workspace: str, draft: int, **values: Any) -> None:
        self.kept[draft] = replace(self.kept[draft], **values)


class GivenVerdicts:
    async def record(self, workspace: str, verdict: Verdict, ticket: Ticket, *, asker: str, now: datetime) -> int:
        raise AssertionError("nothing is judged at Slack's edge")

    async def get(self, workspace: str, verdict_id: int) -> Kept | None:
        """None is kept."""
        return None

"""Slack, its people, the gate and the policies as the use cases see them, in memory, with faults on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.message import Message
from bot.ports import Openness, Reach, Reason, Ruleset, Show, Showing
from bot.requests import Place
from checks.ticket import Receiver, Ticket
from checks.verdict import Decision, Dimension, Dimensions, Finding, Verdict

Fault = BaseException | Callable[[], None]


@dataclass
class Said:
    """A message as it stands in Slack."""

    place: Place
    message: Message
    identity: str
    ts: str
    updates: int = 0


@dataclass
class FakePoster:
    """`before` and `after`: what is raised before a post takes effect, and after it did, first come first served."""

    said: list[Said] = field(default_factory=list)
    whispers: list[tuple[str, Message]] = field(default_factory=list)
    directs: list[tuple[str, Message]] = field(default_factory=list)
    replies: list[tuple[str, Message, bool, bool]] = field(default_factory=list)
    before: list[BaseException] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)
    on_update: list[BaseException] = field(default_factory=list)
    on_direct: list[BaseException] = field(default_factory=list)
    looks: int = 0
    files: list[tuple[str, bytes, Place | None]] = field(default_factory=list)
    staged: list[tuple[str, bytes]] = field(default_factory=list)
    handed: list[str] = field(default_factory=list)
    reactions: list[tuple[Place, str, str]] = field(default_factory=list)
    views: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def post(
        self, place: Place, message: Message, *, identity: str, intent_at: datetime, again: bool = False
    ) -> str:
        if self.before:
            raise self.before.pop(0)
        if again:
            self.looks += 1
            for one in self.said:
                if one.identity == identity:
                    return one.ts
        ts = f"{len(self.said) + 1}.000100"
        self.said.append(Said(place, message, identity, ts))
        if self.after:
            raise self.after.pop(0)
        return ts

    async def update(self, place: Place, ts: str, message: Message) -> None:
        if self.on_update:
            raise self.on_update.pop(0)
        one = next(one for one in self.said if one.ts == ts)
        one.message, one.updates = message, one.updates + 1

    async def whisper(self, place: Place, user: str, message: Message) -> None:
        self.whispers.append((user, message))

    async def direct(self, workspace: str, user: str, message: Message) -> str:
        if self.on_direct:
            raise self.on_direct.pop(0)
        self.directs.append((user, message))
        return "1.0"

    async def respond(self, reply: str, message: Message, *, in_channel: bool = False, replace: bool = False) -> None:
        self.replies.append((reply, message, in_channel, replace))

    async def upload(self, workspace: str, name: str, content: bytes, *, title: str) -> str:
        self.files.append((name, content, None))
        return f"F{len(self.files)}"

    async def stage(self, workspace: str, name: str, content: bytes) -> str:
        self.staged.append((name, content))
        return str(len(self.staged) - 1)

    async def hand_out(
        self, place: Place, file: str, *, title: str | None, since: datetime, again: bool = False
    ) -> None:
        if self.before:
            raise self.before.pop(0)
        if again:
            self.looks += 1
        if not (again and file in self.handed):
            self.files.append((*self.staged[int(file)], place))
            self.handed.append(file)
        if self.after:
            raise self.after.pop(0)

    async def react(self, place: Place, ts: str, name: str) -> None:
        if self.before:
            raise self.before.pop(0)
        self.reactions.append((place, ts, name))

    async def take_back(self, place: Place, ts: str, name: str) -> None:
        self.reactions.remove((place, ts, name))

    async def update_view(self, workspace: str, view_id: str, view: dict[str, Any]) -> None:
        self.views.append((view_id, view))


@dataclass
class FakeGate:
    """Shows everything `show`, unless a channel or key is named in `otherwise`."""

    show: Show = "full"
    otherwise: dict[str, Show] = field(default_factory=dict)
    reason: Reason = "mapped"
    again: list[float] = field(default_factory=list)
    """Slack fails so often to say who may be shown it, and asks for these pauses: meanwhile nobody may."""
    where: Reach = "internal"
    member: bool = True
    projects: frozenset[str] = frozenset({"PAY"})

    async def decide(self, place: Place, ticket: Ticket, *, user: str, asked: bool) -> Showing:
        if self.again:
            return Showing("silent", "channel_unknown", self.member, self.again.pop(0))
        show = self.otherwise.get(ticket.key, self.otherwise.get(place.channel, self.show))
        return Showing(show, self.reason, self.member)

    async def openness(self, workspace: str, channel: str) -> Openness:
        return Openness(self.where, self.projects)

    async def reach(self, workspace: str, channel: str) -> Reach:
        return self.where

    async def inside(self, workspace: str, channel: str) -> bool:
        return self.member


@dataclass
class FakePeople:
    """Whether whoever asks manages the channel."""

    managing: bool = True

    async def manages(self, workspace: str, user: str, *, inviter: str | None) -> bool:
        return self.managing


@dataclass
class FakePolicies:
    """Verdicts as told: a ticket's decision by its key, else `questions`, with one gap where it is not ready."""

    decides: dict[str, Decision] = field(default_factory=dict)
    policy_hash: str = "one"
    judged: list[str] = field(default_factory=list)

    def ruleset(self, key: str, project: str, site: str = "") -> Ruleset | None:
        return Ruleset("1", "1", self.policy_hash)

    def judge(self, ticket: Ticket, receiver: Receiver | None, as_of: datetime) -> Verdict:
        self.judged.append(ticket.key)
        decision = self.decides.get(ticket.key, "questions")
        met = Dimension(state="met")
        return Verdict(
            schema=1,
            key=ticket.key,
            receiver=receiver or "contractor",
            kind="feature",
            verdict=decision,
            ticket_updated=ticket.updated.isoformat() if ticket.updated else None,
            readiness=0.9 if decision == "ready" else 0.4,
            dimensions=Dimensions(context=met, contracts=met, done=met),
            findings=() if decision == "ready" else (GAP,),
            rules_version="1",
            model_version="1",
            policy="default",
            policy_hash=self.policy_hash,
        )


GAP = Finding(
    code="DOD301",
    name="missing-done",
    outcome="gap",
    severity="major",
    message="Nothing says when this is done.",
    remedy="Say what will be true when it is done.",
    question="When is it done?",
)

"""Who can read a channel: fetched, cached briefly, and passed to the gate that every message with ticket content goes
through."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog

from bot.errors import SlackError
from bot.memory import Cache
from bot.ports import Channels, Openness, Reach, Showing, Sight
from bot.requests import Place
from bot.slack.calls import call
from bot.slack.installation import Installations
from bot.slack.people import SlackPeople
from bot.slack.seeing.eyes import SlackEyes
from bot.slack.seeing.gate import Situation, decide, reach_of
from bot.slack.seeing.guests import SlackGuests
from checks.ticket import Ticket

FRESH = 300.0
"""Seconds for which a channel's reach is cached. Events that change it end that sooner."""
TRIES = 3
"""How often a channel is looked at again while events keep announcing changes."""
RETRY = 10.0
"""Seconds after which an unknown reach is asked for again, at most: sooner than whoever waits for a token that Slack refuses
looks again (`bot.judging.renewed`)."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Seen:
    """What Slack says of a channel."""

    reach: Reach
    member: bool
    """The bot is in it."""
    direct: bool = False
    """Whether it is the direct message of one person and the bot; the bot can look at no other."""
    again: float | None = None
    """As in `bot.ports.Showing`."""


NOTHING = Seen("unknown", member=False)


class SlackAudience:
    """Asks Slack about channels and people, the store about what was agreed to, and Jira about who sees what.
    Implements `bot.ports.Audience`."""

    def __init__(
        self,
        installations: Installations,
        channels: Channels,
        people: SlackPeople,
        eyes: SlackEyes,
        guests: SlackGuests | None = None,
    ) -> None:
        """With `guests`, a channel that has some is not the organisation's alone."""
        self._installations = installations
        self._channels = channels
        self._people = people
        self._eyes = eyes
        self._guests = guests
        self._seen: Cache[tuple[str, str], Seen] = Cache()
        self._news = 0

    async def decide(self, place: Place, ticket: Ticket, *, user: str, asked: bool) -> Showing:
        agreed = await self._channels.channel(place.workspace, place.channel)
        seen = await self._look(place.workspace, place.channel)
        showing = decide(
            Situation(
                reach=seen.reach,
                watching=agreed.watching,
                mapped=ticket.project_key in agreed.projects,
                secured=ticket.security,
                asked=asked,
                asker=await self._sight(place.workspace, user, ticket) if asked else "unchecked",
                alone=seen.direct,
                outsider=asked and await self._eyes.outsider(place.workspace, user),
            )
        )
        log.info("audience.decided", show=showing.show, reason=showing.reason, channel=place.channel, key=ticket.key)
        unheard = seen.again if seen.again is not None or not asked else self._people.again(place.workspace, user)
        return replace(showing, member=seen.member, again=None if showing.show == "full" else unheard)

    async def _sight(self, workspace: str, user: str, ticket: Ticket) -> Sight:
        """There is nothing to check for a ticket that Jira did not give us."""
        if ticket.issue_id is None or ticket.site is None:
            return "unchecked"
        return await self._eyes.sees(workspace, user, ticket.site, ticket.key)

    async def openness(self, workspace: str, channel: str) -> Openness:
        agreed = await self._channels.channel(workspace, channel)
        return Openness(await self.reach(workspace, channel), agreed.projects)

    async def reach(self, workspace: str, channel: str) -> Reach:
        """Who can read a channel, as far as it is known."""
        return (await self._look(workspace, channel)).reach

    async def inside(self, workspace: str, channel: str) -> bool:
        """Whether the bot is in a channel; False when Slack does not say."""
        return (await self._look(workspace, channel)).member

    def saw_shared(self, workspace: str, channel: str) -> None:
        """An event said that this channel is shared: that applies at once, whatever was known before."""
        self._news += 1
        self._seen.put((workspace, channel), Seen("shared", member=True), FRESH)

    def forget(self, workspace: str, channel: str) -> None:
        """Something about this channel changed: ask again next time."""
        self._news += 1
        self._seen.drop((workspace, channel))

    async def _look(self, workspace: str, channel: str) -> Seen:
        """An answer of Slack's that an event contradicts may be older than the event, and is not cached."""
        for _ in range(TRIES):
            seen = self._seen.get((workspace, channel))
            if seen is not None:
                return seen
            news = self._news
            asked = await self._ask(workspace, channel)
            if news == self._news:
                self._seen.put((workspace, channel), asked, _kept_for(asked))
                return asked
        return NOTHING

    async def _ask(self, workspace: str, channel: str) -> Seen:
        try:
            client = await self._installations.client(workspace)
            answer = await call("conversations.info", client.conversations_info(channel=channel))
            told = answer.get("channel") or {}
            direct, reach = told.get("is_im") is True, reach_of(told)
            if reach == "internal" and not direct and self._guests is not None:
                among = await self._guests.among(workspace, channel)
                reach = "internal" if among is False else "guests" if among else "unknown"
        except SlackError as error:
            log.warning("audience.unknown", channel=channel, error=error.error)
            return replace(NOTHING, again=error.again)
        return Seen(reach, member=told.get("is_member") is not False, direct=direct)


def _kept_for(seen: Seen) -> float:
    """Seconds. What Slack only failed to say is not kept, but where it asked for a pause."""
    if seen.reach != "unknown":
        return FRESH
    return RETRY if seen.again is None else min(seen.again, RETRY)

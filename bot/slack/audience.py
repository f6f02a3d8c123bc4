"""Who can read a channel, and so what may be shown there: the gate every message with ticket content passes.

`decide` is the whole rule, over values. `SlackAudience` fetches those values, remembers them briefly and implements
`bot.ports.Audience`. What is not known counts as no (design decision 9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import structlog

from bot.errors import SlackError
from bot.memory import Cache
from bot.ports import Channels, Openness, Showing, Sight, Sights
from bot.requests import Place
from bot.slack.calls import call
from bot.slack.guests import SlackGuests
from bot.slack.installation import Installations
from bot.slack.people import SlackPeople
from checks.ticket import Ticket

Reach = Literal["internal", "guests", "shared", "pending", "unknown"]
"""Who can read a channel: our organisation alone; its guests too, where the operator tells them apart; another
organisation too; another one soon; or nobody can say."""
FRESH = 300.0
"""Seconds for which a channel's reach holds. Events that change it drop it sooner."""
RETRY = 30.0
"""Seconds after which an unknown reach is asked for again."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the rule looks at."""

    reach: Reach
    watching: bool
    """The channel asked for answers that nobody asks for."""
    mapped: bool
    """The ticket's project may be discussed in this channel."""
    secured: bool
    """An issue security level hides the ticket from some who can see its project."""
    asked: bool
    """A person asked the bot outright."""
    asker: Sight = "unchecked"
    """Whether that person may see the ticket in Jira."""
    alone: bool = False
    """The place is a direct message: nobody but that person reads it."""


def decide(situation: Situation) -> Showing:
    """What may be shown. The first obstacle decides: the asker alone then gets key and verdict, others get nothing."""
    if situation.reach == "internal" and situation.alone and situation.asked and situation.asker == "sees":
        return Showing("full", "asker_sees")
    obstacle = _obstacle(situation)
    if obstacle:
        return Showing("asker_only" if situation.asked else "silent", obstacle)
    if not situation.watching and not situation.asked:
        return Showing("silent", "not_watching")
    return Showing("full", "mapped")


def _obstacle(situation: Situation) -> str | None:
    if situation.reach != "internal":
        return f"channel_{situation.reach}"
    if situation.asked and situation.asker == "not":
        return "asker_cannot_see"
    if situation.secured:
        return "ticket_secured"
    if not situation.mapped:
        return "project_not_mapped"
    return None


def reach_of(channel: Mapping[str, Any]) -> Reach:
    """The reach of a channel, from conversations.info. A share that is only offered is not yet `is_ext_shared`."""
    told = [channel.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared")]
    if not all(isinstance(flag, bool | None) for flag in told) or "id" not in channel:
        return "unknown"
    if channel.get("is_ext_shared"):
        return "shared"
    if (
        channel.get("is_pending_ext_shared")
        or channel.get("pending_shared")
        or channel.get("pending_connected_team_ids")
    ):
        return "pending"
    if channel.get("is_shared") and not channel.get("is_org_shared"):
        return "shared"
    if channel.get("is_im") or channel.get("is_ext_shared") is False:
        return "internal"
    return "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """What Slack says of a channel."""

    reach: Reach
    member: bool
    """The bot is in it."""
    direct: bool = False
    """It is the direct message of one person and the bot, for the bot can look at no other."""


NOTHING = Seen("unknown", member=False)


class SlackAudience:
    """Asks Slack about channels and the store about what they agreed to."""

    def __init__(
        self,
        installations: Installations,
        channels: Channels,
        people: SlackPeople,
        sights: Sights,
        guests: SlackGuests | None = None,
    ) -> None:
        """With `guests`, a channel that has some is not the organisation's alone."""
        self._installations = installations
        self._channels = channels
        self._people = people
        self._sights = sights
        self._guests = guests
        self._seen: Cache[tuple[str, str], Seen] = Cache()

    async def decide(self, place: Place, ticket: Ticket, *, user: str, asked: bool) -> Showing:
        agreed = await self._channels.channel(place.workspace, place.channel)
        seen = await self._look(place.workspace, place.channel)
        showing = decide(
            Situation(
                reach=seen.reach,
                watching=agreed.watching,
                mapped=(ticket.project or ticket.key.rpartition("-")[0]) in agreed.projects,
                secured=ticket.security,
                asked=asked,
                asker=await self._sight(place.workspace, user, ticket) if asked else "unchecked",
                alone=seen.direct,
            )
        )
        log.info("audience.decided", show=showing.show, reason=showing.reason, channel=place.channel, key=ticket.key)
        return replace(showing, member=seen.member)

    async def _sight(self, workspace: str, user: str, ticket: Ticket) -> Sight:
        """Of a ticket that Jira did not give us there is nothing to check."""
        if ticket.issue_id is None or ticket.site is None:
            return "unchecked"
        person = await self._people.person(workspace, user)
        return await self._sights.sight(ticket.site, ticket.key, person.email) if person else "unchecked"

    async def openness(self, workspace: str, channel: str) -> Openness:
        agreed = await self._channels.channel(workspace, channel)
        return Openness(await self.reach(workspace, channel), agreed.projects)

    async def reach(self, workspace: str, channel: str) -> Reach:
        """Who can read a channel, as far as it is known."""
        return (await self._look(workspace, channel)).reach

    def saw_shared(self, workspace: str, channel: str) -> None:
        """An event said that this channel is shared: that holds at once, whatever was known."""
        self._seen.put((workspace, channel), Seen("shared", member=True), FRESH)

    def forget(self, workspace: str, channel: str) -> None:
        """Something about this channel changed: ask again next time."""
        self._seen.drop((workspace, channel))

    async def _look(self, workspace: str, channel: str) -> Seen:
        seen = self._seen.get((workspace, channel))
        if seen is None:
            seen = await self._ask(workspace, channel)
            self._seen.put((workspace, channel), seen, RETRY if seen.reach == "unknown" else FRESH)
        return seen

    async def _ask(self, workspace: str, channel: str) -> Seen:
        try:
            client = await self._installations.client(workspace)
            answer = await call("conversations.info", client.conversations_info(channel=channel))
        except SlackError as error:
            log.warning("audience.unknown", channel=channel, error=error.error)
            return NOTHING
        told = answer.get("channel") or {}
        direct, reach = told.get("is_im") is True, reach_of(told)
        if reach == "internal" and not direct and self._guests is not None:
            among = await self._guests.among(workspace, channel)
            reach = "internal" if among is False else "guests" if among else "unknown"
        return Seen(reach, member=told.get("is_member") is not False, direct=direct)

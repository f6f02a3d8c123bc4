"""Whether a Slack user may see a ticket: they ask Jira for it themselves, where they connected their account; else Jira
is asked by the address that Slack vouches for."""

from __future__ import annotations

from bot.ports import Sight, Sights
from bot.sites import OwnSights
from bot.slack.people import SlackPeople


class SlackEyes:
    """Implements `bot.sites.Eyes`."""

    def __init__(self, people: SlackPeople, sights: Sights, own: OwnSights | None = None) -> None:
        self._own = own
        self._people = people
        self._sights = sights

    async def sees(self, workspace: str, user: str, site: str, key: str) -> Sight:
        own = await self._own.sight(workspace, user, site, key) if self._own else "unchecked"
        if own != "unchecked":
            return own
        person = await self._people.person(workspace, user)
        return await self._sights.sight(site, key, person.email) if person else "unchecked"

    async def outsider(self, workspace: str, user: str) -> bool:
        """Whether they are a guest or of another organisation, or Slack does not say."""
        person = await self._people.person(workspace, user)
        return person is None or person.outsider

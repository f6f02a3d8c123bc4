"""Several workspaces of the small Slack at one address, for a bot that is installed in each by OAuth."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.sandbox.pace import Pace
from bot.sandbox.slack.oauth import OAuth
from bot.sandbox.slack.people import admin
from bot.sandbox.slack.server import SmallSlack


class Neighbours:
    """The first workspace and the others. Nobody has installed the bot yet, whatever token the first one has."""

    def __init__(self, first: SmallSlack, teams: Sequence[str], pace: Pace) -> None:
        beside = (SmallSlack(first.app, pace, team=team, beside=first) for team in teams)
        self.slacks = {slack.core.team: slack for slack in (first, *beside)}
        self.oauth = OAuth({team: slack.core for team, slack in self.slacks.items()})
        self._first = first

    def listens_at(self, url: str) -> None:
        for team, slack in self.slacks.items():
            slack.core.url = url if slack is self._first else f"{url}/{team}"

    def routes(self) -> list[web.RouteDef]:
        own = (route for slack in self.slacks.values() for route in slack.own_routes(self._prefix(slack)))
        return [
            *self.oauth.routes(),
            web.route("*", "/api/{method}", self._call),
            web.get("/link/", self._first.core.socket.accept),
            *own,
        ]

    def uninstall(self, team: str) -> None:
        """An admin of the workspace removes the app."""
        self.oauth.uninstall(team)
        admin.uninstall(self.slacks[team].core)

    async def close(self) -> None:
        for slack in self.slacks.values():
            await slack.core.delivery.close()

    def _prefix(self, slack: SmallSlack) -> str:
        return "" if slack is self._first else f"/{slack.core.team}"

    async def _call(self, request: web.Request) -> web.StreamResponse:
        """The token says which workspace a call belongs to."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        whose = (slack for slack in self.slacks.values() if token in slack.core.granted)
        return await next(whose, self._first).call(request)

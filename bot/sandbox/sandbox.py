"""The sandbox: a small Slack and a small Jira listening on loopback, for the demo and for tests."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.jira.server import PAGE, SmallJira
from bot.sandbox.jira.site import Deployment
from bot.sandbox.pace import Pace
from bot.sandbox.page.routes import Page
from bot.sandbox.slack.neighbours import Neighbours
from bot.sandbox.slack.server import App, SmallSlack

HOST = "127.0.0.1"


class Sandbox:
    """
    An async context manager. While it runs, `slack` and `jira` hold everything a test may want to do or see.

        async with Sandbox(App(request_urls=[bot_url]), pace=Pace.fast()) as sandbox:
            message = await sandbox.slack.users.say("U0LEAD", "C0PAYMENTS", sandbox.link("PAY-12"))
            await sandbox.slack.workspace.until(lambda: sandbox.slack.messages("C0PAYMENTS"))
    """

    def __init__(
        self,
        app: App | None = None,
        *,
        pace: Pace | None = None,
        jira: Deployment = "cloud",
        webhook_url: str | None = None,
        port: int = 0,
        jira_port: int = 0,
        neighbours: Sequence[str] = (),
    ) -> None:
        """Ports that are 0 or busy are replaced by free ones. `webhook_url` is where Jira reports edits, if anywhere.
        `neighbours`: team ids of more workspaces; then the bot is installed by OAuth, at first in none."""
        self.slack = SmallSlack(app or App(), pace or Pace())
        self.many = Neighbours(self.slack, neighbours, pace or Pace()) if neighbours else None
        self.jira = SmallJira(jira, webhook_url)
        self._page = Page(self.slack, self.jira)
        self._ports = (port, jira_port)
        self._runners: list[web.AppRunner] = []

    @property
    def page_url(self) -> str:
        return f"{self.slack.core.url}/"

    @property
    def slack_url(self) -> str:
        """The Web API's base, as used for `HANDOFF_SLACK_URL`."""
        return f"{self.slack.core.url}/api/"

    @property
    def jira_url(self) -> str:
        return self.jira.site.url

    @property
    def token(self) -> str:
        return self.slack.core.bot_token

    @property
    def app_token(self) -> str:
        return self.slack.core.app_token

    @property
    def signing_secret(self) -> str:
        return self.slack.signing_secret

    def link(self, key: str) -> str:
        """A ticket's address, as a person would paste it."""
        return f"{self.jira_url}/browse/{key}"

    def environment(self) -> dict[str, str]:
        """The settings of a bot that runs here: the same variables as for the real Slack and Jira."""
        cloud = self.jira.site.cloud
        found = {
            "SLACK_BOT_TOKEN": self.token,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "HANDOFF_SLACK_URL": self.slack_url,
            "HANDOFF_JIRA_URL": self.jira_url,
            "HANDOFF_JIRA_TOKEN": self.jira.site.token,
            "HANDOFF_JIRA_WEBHOOK_SECRET": self.jira.webhooks.secret,
            "HANDOFF_JIRA_AUTH": "basic" if cloud else "pat",
            "HANDOFF_CHANNELS": "C0PAYMENTS=PAY,WEB",
            "HANDOFF_ADMINS": "U0ADMIN,U0LEAD",
            "HANDOFF_JIRA_PRIVATE_HOSTS": urlsplit(self.jira_url).netloc,
        }
        if cloud:
            found |= {
                "HANDOFF_JIRA_EMAIL": self.jira.site.email,
                "HANDOFF_JIRA_CLIENT_ID": self.jira.oauth.client_id,
                "HANDOFF_JIRA_CLIENT_SECRET": self.jira.oauth.client_secret,
                "HANDOFF_JIRA_AUTH_URL": self.jira_url,
                "HANDOFF_JIRA_GATEWAY_URL": self.jira_url,
            }
        if self.slack.core.delivery.transport is self.slack.core.socket:
            found["SLACK_APP_TOKEN"] = self.app_token
        if self.many is not None:
            found |= {
                "SLACK_CLIENT_ID": self.many.oauth.client_id,
                "SLACK_CLIENT_SECRET": self.many.oauth.client_secret,
            }
            for of_one in ("SLACK_BOT_TOKEN", "HANDOFF_CHANNELS", "HANDOFF_ADMINS"):
                del found[of_one]
        return found

    async def __aenter__(self) -> Self:
        slack, jira = web.Application(client_max_size=8 * 2**20), web.Application(client_max_size=8 * 2**20)
        slack.add_routes([*(self.many or self.slack).routes(), *self._page.routes()])
        jira.add_routes(self.jira.routes())
        slack_port, jira_port = (_bound(port) for port in self._ports)
        self.slack.core.url = _address(slack_port)
        if self.many is not None:
            self.many.listens_at(self.slack.core.url)
        self.jira.site.url = self.jira.oauth.url = _address(jira_port) + self.jira.context
        jira[PAGE] = self.page_url
        await self._listen(slack, slack_port)
        await self._listen(jira, jira_port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._page.close()
        if self.many is not None:
            await self.many.close()
        await self.slack.close()
        await self.jira.close()
        for runner in self._runners:
            await runner.cleanup()

    async def _listen(self, app: web.Application, listener: socket.socket) -> None:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        self._runners.append(runner)


def _address(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _bound(port: int) -> socket.socket:
    """A listening socket on loopback: on this port, or on a free one when it is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.bind((HOST, 0))
    return listener

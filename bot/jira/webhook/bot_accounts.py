"""The bot's own account on each site: what it did itself is no news."""

from __future__ import annotations

import structlog

from bot.errors import JiraError
from bot.jira.account import myself
from bot.jira.client import Jira

log = structlog.get_logger(__name__)


class BotAccounts:
    def __init__(self, jira: Jira) -> None:
        self._jira = jira

    async def of(self, site: str) -> str:
        """Asked for once a connection; empty while Jira does not say."""
        try:
            client = await self._jira.client(site)
            client.account = client.account or (await myself(client.connection)).account
        except JiraError as error:
            log.warning("hook.own_account_unknown", site=site, outcome=error.outcome)
            return ""
        return client.account

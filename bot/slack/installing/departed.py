"""Whether an installation has really ended, as Slack says when its token is tried. Implements `bot.upkeep.uninstalling.Departed`."""

from __future__ import annotations

import aiohttp
import structlog

from bot.errors import SlackError
from bot.installed import InstalledStore
from bot.slack.installation import identify, web_client
from bot.slack.installing.renewal import Renewal
from bot.upkeep.uninstalling import State

GONE = frozenset({"token_revoked", "account_inactive", "invalid_auth", "token_expired", "invalid_refresh_token"})
"""Names under which Slack refuses a token that will never work again; a missing permission is none of them."""
log = structlog.get_logger(__name__)


class SlackDeparted:
    def __init__(
        self, store: InstalledStore, renewal: Renewal, *, base_url: str, session: aiohttp.ClientSession
    ) -> None:
        self._store = store
        self._renewal = renewal
        self._base_url = base_url
        self._session = session

    async def state(self, workspace: str, mark: str) -> State:
        seen = await self._store.of(workspace)
        if seen is None:
            return "gone"
        if seen.installation.mark != mark:
            return "another"
        try:
            token = (await self._renewal.fresh(seen)).token.value.get_secret_value()
            await identify(web_client(token, base_url=self._base_url, session=self._session))
        except SlackError as error:
            if error.error not in GONE:
                log.warning("uninstall.not_confirmed", workspace=workspace, error=error.error)
                return "unreached"
            return "gone"
        return "works"

"""An installation of the bot as a value, and the port of the store that keeps those made by OAuth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from pydantic import SecretStr

TokenState: TypeAlias = Literal["works", "dead", "gone", "unreached"]
"""What Slack says about a token. `gone`: there is none, because the bot is no longer installed."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation. `workspace` is the enterprise id of an org-wide one, else the team id."""

    workspace: str
    team: str | None
    enterprise: str | None
    bot_id: str
    bot_user: str
    scopes: frozenset[str] = frozenset()
    url: str = ""
    mark: str = ""
    """Different for each installation by OAuth, because a workspace may remove the bot and install it again. Empty
    for a bot token from the settings."""


@dataclass(frozen=True, slots=True)
class Token:
    """A bot token. Where tokens rotate it expires, and `refresh` can be exchanged, once, for the next one."""

    value: SecretStr
    refresh: SecretStr | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation with its token, as it is kept."""

    installation: Installation
    token: Token
    app: str
    user: str
    """Who installed it."""
    installed_at: datetime
    dead: str | None = None
    """Slack's error name, once it refused the token or its renewal."""


class InstalledStore(Protocol):
    """The store of installations by OAuth."""

    async def save(self, installed: Installed) -> None:
        """Keep it in place of an earlier one of the same workspace."""
        ...

    async def of(self, workspace: str) -> Installed | None: ...
    async def workspaces(self) -> tuple[str, ...]:
        """Every workspace or organisation with an installation that is not dead."""
        ...

    async def due(self, before: datetime, after: datetime) -> tuple[str, ...]:
        """The workspaces whose token expires before the first moment or after the second."""
        ...

    async def claim(self, seen: Installed, *, now: datetime, hold: timedelta) -> bool:
        """Claim the renewal of exactly the token that was seen. False while another process has the claim, for `hold`
        at most, and always once that token is no longer in use."""
        ...

    async def renewed(self, seen: Installed, token: Token) -> None:
        """Store the new token in place of the one seen, if that is still in use."""
        ...

    async def let_go(self, seen: Installed, *, now: datetime) -> None:
        """Release the claim that was made at `now`: Slack was not reached."""
        ...

    async def died(self, seen: Installed, error: str) -> None:
        """Slack refused the token seen, if that is still in use."""
        ...

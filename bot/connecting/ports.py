"""What connecting needs from outside, as protocols: storage, Jira's sites, Atlassian's consent, people's names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from pydantic import SecretStr

from bot.connecting.connections import Connected, Grant, Linked
from bot.connecting.examined import SiteCheck
from bot.ports import Run

Wrong = Literal["not_address", "not_https", "private", "unknown_host", "too_long"]


class AddressError(ValueError):
    """An address that may not be connected, with the reason."""

    def __init__(self, why: Wrong) -> None:
        super().__init__(why)
        self.why: Wrong = why


class Addresses(Protocol):
    async def checked(self, given: str) -> str:
        """The address in its stored form. Raises: AddressError where it may not be connected from Slack."""
        ...


class Connections(Protocol):
    """The stored sites that workspaces connected."""

    async def connect(
        self, workspace: str, made: Connected, grant: Grant | None, *, user: str, now: datetime
    ) -> None: ...
    async def disconnect(self, workspace: str, site: str, *, user: str, now: datetime) -> bool: ...
    async def of(self, workspace: str) -> tuple[Connected, ...]: ...
    async def get(self, workspace: str, site: str) -> Connected | None: ...


class Persons(Protocol):
    """The stored accounts that people connected as their own."""

    async def connect(self, workspace: str, made: Linked, grant: Grant, *, now: datetime) -> None: ...
    async def disconnect(self, workspace: str, person: str, site: str, *, now: datetime) -> bool: ...
    async def of(self, workspace: str, person: str) -> tuple[Linked, ...]: ...


class ServedSite(Protocol):
    """A site whose tickets a workspace may see."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def deployment(self) -> Literal["cloud", "datacenter"]: ...


class Sites(Protocol):
    async def of(self, workspace: str) -> Sequence[ServedSite]:
        """Connected ones and the operator's, in display order."""
        ...


class Examiner(Protocol):
    """Jira, asked whether a site can be used."""

    async def untried(self, made: Connected) -> tuple[Connected, Sequence[SiteCheck]]:
        """Examines a connection that is not stored yet; returns it in the form to be stored."""
        ...

    async def kept(self, made: Connected) -> Sequence[SiteCheck]: ...


@dataclass(frozen=True, slots=True)
class Resource:
    """A site that a grant reaches."""

    cloud_id: str
    url: str
    """The address for browsers, without a trailing slash."""
    name: str


class Consents(Protocol):
    """The app at Atlassian. Every method may raise `bot.errors.JiraError`."""

    async def exchange(self, code: str) -> Grant:
        """Exchange a code for its grant, which works once."""
        ...

    async def resources(self, access: SecretStr) -> tuple[Resource, ...]:
        """The sites that a person let the app access, including at earlier consents."""
        ...

    async def myself(self, cloud_id: str, access: SecretStr) -> tuple[str, str]:
        """The id and name of whoever consented."""
        ...


class Names(Protocol):
    async def name(self, workspace: str, user: str) -> str:
        """What Slack calls a person; empty where it does not say."""
        ...


class Homes(Protocol):
    async def publish(self, run: Run, workspace: str, user: str) -> None:
        """Draw a person's App Home in its current state."""
        ...

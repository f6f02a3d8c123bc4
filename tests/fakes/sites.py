"""Sites that every workspace has."""

from __future__ import annotations

from collections.abc import Iterable

from bot.jira.sites import Site


class GivenSites:
    def __init__(self, sites: Iterable[Site | str], workspace: str = "T1") -> None:
        self.sites = tuple(Site(site, f"https://{site}.example") if isinstance(site, str) else site for site in sites)
        self.workspace = workspace

    async def of(self, workspace: str) -> tuple[Site, ...]:
        return self.sites

    async def names(self, workspace: str) -> tuple[str, ...]:
        return tuple(site.name for site in self.sites)

    async def given(self) -> tuple[tuple[str, Site], ...]:
        return tuple((self.workspace, site) for site in self.sites)

    async def hooked(self, token: str) -> tuple[str, Site] | None:
        return None

    async def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((self.workspace, site.name) for site in self.sites)

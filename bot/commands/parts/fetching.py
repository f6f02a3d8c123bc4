"""Tickets of the configured Jira sites, for a command: one by key or URL, or many by JQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Literal, TypeVar

from bot.commands.parts.options import refuse
from bot.commands.parts.settings import settings_or_exit
from bot.errors import JiraError
from bot.jira.client import Jira
from bot.jira.keys import key_of
from bot.jira.links import refs_in_url
from bot.jira.sites import Site
from bot.pages import Stood, unedited
from bot.render.words import words
from bot.requests import TicketRef
from checks.ticket import Ticket

NEED: tuple[Literal["jira"]] = ("jira",)
T = TypeVar("T")
"""What a call to Jira gives."""


def ready_or_exit() -> None:
    """Ends the command when the Jira settings are missing."""
    _sites(())


def names_ticket(source: str) -> bool:
    """Whether a source is a key or a URL, whatever stands there."""
    return key_of(source) is not None or "://" in source


def fetch(source: str, fields: tuple[str, ...] = ()) -> Ticket | str:
    """The ticket that a key or a URL names, or why there is none; `fields` are ids that policies name for criteria. Ends
    the command when the Jira settings are missing."""
    if not names_ticket(source):
        return f"{source} is neither a file, a Jira key nor the URL of a ticket."
    sites = _sites(fields)
    refs = _refs(source, sites)
    if not refs:
        return f"{source} is no ticket of {_named(sites)}."
    why = ""
    for ref in refs:
        try:
            return _asked(sites, partial(Jira.fetch, ref=ref))
        except JiraError as error:
            why = f"{source}: {_said(error)}"
    return why


def search(jql: str, limit: int, fields: tuple[str, ...] = ()) -> Iterator[Ticket]:
    """At most `limit` tickets of a JQL on the first configured site. Ends the command when Jira refuses."""
    return _on_first(fields, lambda jira, site: _listed(jira, site, jql, limit))


def search_then(jql: str, limit: int, at: datetime, fields: tuple[str, ...] = ()) -> Iterator[tuple[Ticket, Stood]]:
    """The same tickets, each with how it stood at a moment."""

    async def found(jira: Jira, site: Site) -> list[tuple[Ticket, Stood]]:
        tickets = await _listed(jira, site, jql, limit)
        edited = [one.issue_id for one in tickets if one.issue_id and (one.updated is None or one.updated > at)]
        stood = await jira.stood(site.name, edited, (at,))
        return [(one, stood[one.issue_id or ""][0] if one.issue_id in stood else unedited(one, at)) for one in tickets]

    return _on_first(fields, found)


def _on_first(fields: tuple[str, ...], found: Callable[[Jira, Site], Awaitable[list[T]]]) -> Iterator[T]:
    """What the first configured site gives. Ends the command when Jira refuses."""
    sites = _sites(fields)
    try:
        return iter(_asked(sites, lambda jira: found(jira, sites[0])))
    except JiraError as error:
        refuse(f"{sites[0].url}: {_said(error)}")


async def _listed(jira: Jira, site: Site, jql: str, limit: int) -> list[Ticket]:
    try:
        return [ticket async for ticket in jira.search(site.name, jql, limit=limit)]
    except JiraError as error:
        if error.outcome != "refused":
            raise
        refuse(
            f"{site.url}: Jira does not accept this query. Try it in Jira's issue search, then give it here unchanged."
        )


def _sites(fields: tuple[str, ...]) -> tuple[Site, ...]:
    return tuple(replace(site, policy_fields=fields) for site in settings_or_exit(need=NEED).sites)


def _refs(source: str, sites: tuple[Site, ...]) -> tuple[TicketRef, ...]:
    """A URL belongs to one site; a bare key may be on any of them."""
    if "://" in source:
        ref = refs_in_url(source, sites)
        return (ref,) if ref else ()
    key = key_of(source)
    return tuple(TicketRef(site.name, key) for site in sites) if key else ()


def _asked(sites: tuple[Site, ...], ask: Callable[[Jira], Awaitable[T]]) -> T:
    async def asked() -> T:
        async with Jira(sites) as jira:
            return await ask(jira)

    return asyncio.run(asked())


def _named(sites: tuple[Site, ...]) -> str:
    return " or ".join(site.url for site in sites)


def _said(error: JiraError) -> str:
    return words()(f"trouble.{error.outcome}")

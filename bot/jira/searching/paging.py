"""Many tickets, a page at a time: whole pages with where they continue, bare ids, and tickets by their ids."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from functools import partial

from bot.jira.fields import Catalogue
from bot.jira.issue import ticket_of
from bot.jira.searching.jql import PAGE, Page, page_of
from bot.jira.transport.connection import Connection
from bot.jira.values import Json, identifier, mappings, string
from bot.pages import TicketPage
from checks.ticket import Ticket

AHEAD = 2
"""Pages kept beside the one in use."""
IDS_PAGE = {"cloud": 5000, "datacenter": 1000}
"""Issues of which only the id is asked (developer.atlassian.com: search/jql; jira.search.views.default.max)."""


async def pages(
    connection: Connection, catalogue: Catalogue, jql: str, after: str | None
) -> AsyncGenerator[TicketPage, None]:
    """The tickets of a JQL from `after` on. A page says what the next is asked by, so the next is asked for before this
    one is read; some are kept ahead of whoever uses them, for not every page takes equally long to judge."""
    ahead: asyncio.Queue[Page | Exception] = asyncio.Queue(AHEAD)
    asking = asyncio.create_task(_ask_on(connection, catalogue, jql, after, ahead))
    try:
        while True:
            found = await ahead.get()
            if isinstance(found, Exception):
                raise found
            issues, following = found
            yield TicketPage(await asyncio.to_thread(partial(tickets_of, connection, catalogue, issues)), following)
            if following is None:
                return
    finally:
        asking.cancel()


async def _ask_on(
    connection: Connection, catalogue: Catalogue, jql: str, after: str | None, ahead: asyncio.Queue[Page | Exception]
) -> None:
    try:
        while True:
            page = await page_of(connection, jql, catalogue.asked, PAGE, after)
            await ahead.put(page)
            after = page[1]
            if after is None:
                return
    except Exception as error:  # whoever waits for the next page must not wait for ever
        await ahead.put(error)


async def ids(connection: Connection, jql: str) -> AsyncIterator[tuple[str, ...]]:
    """The ids of all issues of a JQL, thousands at a time."""
    after: str | None = None
    while True:
        found, after = await page_of(connection, jql, ("id",), IDS_PAGE[connection.site.deployment], after)
        yield tuple(name for issue in found if (name := identifier(issue.get("id"))))
        if after is None:
            return


async def by_ids(connection: Connection, catalogue: Catalogue, wanted: Sequence[str]) -> tuple[Ticket, ...]:
    """The tickets of at most a hundred ids; those that are gone or hidden from us are left out."""
    found = await issues_by_ids(connection, catalogue, wanted)
    return await asyncio.to_thread(partial(tickets_of, connection, catalogue, found))


async def keys(connection: Connection, wanted: Sequence[str]) -> dict[str, str]:
    """By id, the keys of those of at most a hundred tickets that Jira gives."""
    found = await _by_ids(connection, wanted, ("issuetype",))
    return {name: string(issue.get("key")) for issue in found if (name := identifier(issue.get("id")))}


async def issues_by_ids(
    connection: Connection, catalogue: Catalogue, wanted: Sequence[str], *, expand: Sequence[str] = ()
) -> list[Json]:
    """Their JSON. `expand` is for Data Center."""
    return await _by_ids(connection, wanted, catalogue.asked, expand)


async def _by_ids(
    connection: Connection, wanted: Sequence[str], fields: Sequence[str], expand: Sequence[str] = ()
) -> list[Json]:
    if connection.site.deployment == "cloud":
        body = {"issueIdsOrKeys": list(wanted), "fields": list(fields)}
        answer = connection.checked(await connection.call("POST", "/issue/bulkfetch", body=body))
        return list(mappings(answer.get("issues")))
    jql = f"id in ({', '.join(name for name in wanted if name.isascii() and name.isdigit())})"
    # Unvalidated, a query takes the id of a ticket that is gone.
    found, _ = await page_of(connection, jql, fields, len(wanted), lenient=True, expand=expand)
    return found


def tickets_of(connection: Connection, catalogue: Catalogue, found: Sequence[Json]) -> tuple[Ticket, ...]:
    """The tickets of issues' JSON, in its order. Blocking."""
    return tuple(
        ticket_of(
            issue,
            site=connection.site,
            criteria_fields=catalogue.criteria,
            field_names=catalogue.names,
            asked=catalogue.asked,
        )
        for issue in found
    )

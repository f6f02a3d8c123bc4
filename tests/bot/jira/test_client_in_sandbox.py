"""The client against the sandbox's Jira: both deployments, and a scoped token at the gateway."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.jira.account import cloud_id, myself, server_info
from bot.jira.editing import writing
from bot.jira.editing.changes import changes_since
from bot.jira.editing.rich_fields import rich_field
from bot.requests import TicketRef
from tests.bot.jira.conftest import Running


async def test_every_ticket_that_is_found_can_be_fetched(running: Running) -> None:
    _, jira = running
    project = sorted(await jira.projects("sandbox"))[0]
    found = [ticket async for ticket in jira.search("sandbox", f"project = {project} ORDER BY key", limit=100)]
    assert found
    for listed in found[:5]:
        ticket = await jira.fetch(TicketRef("sandbox", listed.key))
        assert (ticket.key, ticket.summary, ticket.issue_id) == (listed.key, listed.summary, listed.issue_id)
        assert ticket.description.text == listed.description.text
        assert ticket.url is not None
        assert ticket.url.endswith(f"/browse/{ticket.key}")


async def test_a_section_is_added_and_only_that_changes(running: Running) -> None:
    _, jira = running
    project = sorted(await jira.projects("sandbox"))[0]
    found = [ticket async for ticket in jira.search("sandbox", f"project = {project} ORDER BY key", limit=1)]
    client, key = await jira.reach(TicketRef("sandbox", found[0].key))
    before = datetime.now(UTC) - timedelta(minutes=1)
    raw = (await rich_field(client.connection, key)).raw
    edited = writing.edited(client.connection, raw, "Contract notes", "It answers 409 (or 200).\n\n- one\n- two")
    await writing.edit_field(client.connection, key, "description", edited)
    ticket = await jira.fetch(TicketRef("sandbox", key))
    assert ticket.description.text.startswith(found[0].description.text)
    assert ticket.description.text.endswith("Contract notes\nIt answers 409 (or 200).\none\ntwo")
    assert "description" in {change.field for change in await changes_since(client.connection, key, before)}
    assert await writing.add_comment(client.connection, key, "Thanks.")
    assert (await jira.fetch(TicketRef("sandbox", key))).comments[-1].body.text == "Thanks."


async def test_the_account_and_the_server_are_known(running: Running) -> None:
    sandbox, jira = running
    connection = jira.site("sandbox").connection
    assert (await myself(connection)).account
    assert (await server_info(connection)).deployment == ("Cloud" if sandbox.jira.site.cloud else "Server")
    assert bool(await cloud_id(connection)) == sandbox.jira.site.cloud

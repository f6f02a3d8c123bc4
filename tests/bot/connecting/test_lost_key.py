"""What a lost sealing key costs is what the page on running the bot says, and what is connected anew works again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import URL

from bot.connecting.connections import Connected
from bot.installed import Installation, Installed, Token
from bot.jira.connected.directory import JiraDirectory
from bot.jira.transport.addresses import Addresses
from bot.seal import Seal, new_key
from bot.store import Store
from bot.store.migrate import migrate
from bot.store.tables import metadata

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SITE = "T1:acme"
PAGE = Path(__file__).parents[3] / "docs/how-to/run.md"
COSTS = {
    "installations": "every workspace installs the bot anew",
    "jira_connections": "it is connected anew, and its webhook gets a new address",
    "jira_people": "people who connected a Jira account of their own connect it anew",
    "drafts": "what people were typing",
    "attempts": "what people were typing",
}


def connection(hook: str) -> Connected:
    return Connected(
        "T1", SITE, "https://jira.example.com", "pat", token=SecretStr("token"), hook=SecretStr(hook), user="U1"
    )


async def hears(store: Store, hook: str) -> bool:
    """Whether the site's webhook is known by this secret."""
    book = store.jira
    made = await book.connections.get("T1", SITE)
    assert made is not None
    directory = JiraDirectory([], book.connections, book.tokens, lambda: NOW, Addresses())
    return await directory.hooked(f"{made.number}.{hook}") is not None


def test_the_page_names_everything_that_is_sealed() -> None:
    sealed = {table.name for table in metadata.sorted_tables for column in table.columns if column.info.get("sealed")}
    assert sealed == COSTS.keys()
    said = " ".join(PAGE.read_text("utf-8").split())
    assert all(cost in said for cost in COSTS.values())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_was_connected_under_a_lost_key_is_connected_anew_webhook_and_all(database: URL) -> None:
    migrate(database)
    before = Store.open(database, seal=Seal([new_key()]))
    found = Installation("T1", "T1", None, "B1", "U9", mark="m")
    await before.installations.save(Installed(found, Token(SecretStr("xoxb-1")), "A1", "U1", NOW))
    await before.jira.connections.connect("T1", connection("first"), None, user="U1", now=NOW)
    assert await hears(before, "first")
    await before.close()

    after = Store.open(database, seal=Seal([new_key()]))
    assert await after.installations.of("T1") is None
    assert not await hears(after, "first")
    await after.installations.save(Installed(found, Token(SecretStr("xoxb-2")), "A1", "U1", NOW))
    await after.jira.connections.connect("T1", connection("second"), None, user="U1", now=NOW)
    again = await after.installations.of("T1")
    assert again is not None and again.token.value.get_secret_value() == "xoxb-2"
    assert await hears(after, "second")
    await after.jira.connections.connect("T1", connection("third"), None, user="U1", now=NOW)
    assert await hears(after, "second")
    await after.close()

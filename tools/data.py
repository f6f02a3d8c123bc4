"""docs/reference/data.md, made from the tables and the inventory of what they are for."""

from __future__ import annotations

from sqlalchemy import Column, Table

import bot.store  # noqa: F401 - it imports every table
from bot.store.privacy.inventory import HELD
from bot.store.tables import metadata

HEAD = """\
# What is kept

The bot keeps what it needs to keep its messages correct and to say what changed: ids, verdicts, and a ticket's own words
only as the short evidence that a card shows. Whole tickets, comments, messages, names and e-mail addresses are read, used
and forgotten. Tokens stay in the environment. One test compares this page with the tables; another starts the bot with
marked secrets and marked tickets and looks for the marks in every file, log and answer.

- **Where.** Two SQLite files in `HANDOFF_DATA`, `handoff.db` and `engine.db`, or one Postgres database
  (`HANDOFF_DATABASE_URL`) with the engine's tables in the schema `dbos`. Nothing is sent to a third party.
- **How long.** `HANDOFF_KEEP_DAYS` (400 unless set) for whatever ages; once an hour, anything older is deleted. On SQLite,
  deleted data is overwritten; the logs beside the two files (`-wal`) may hold an older state of it until they are
  overwritten too. `handoff data delete` empties them at once.
- **Export or delete it.** `handoff data export` and `handoff data delete`, each with `--workspace`, `--channel` or
  `--person`. Deleting a person deletes the rows that are only about them, and removes their id from those that others need,
  such as a waiver. What the bot posted to Slack or wrote to Jira belongs there, and stays.
- **Who did what.** `handoff audit` lists who changed settings, waived gaps, wrote to Jira, exported or deleted data.
- **Sealed** columns hold nothing that can be read without a key from `HANDOFF_KEYS` (`handoff keys rotate` changes it).
"""
ENGINE = """
## The engine

One row per request and one per step of it, for 7 days at most (less with a smaller `HANDOFF_KEEP_DAYS`), so that an
event that Slack or Jira sends twice is one request, and a request that a crash cut off is resumed. A request that was
given up (`handoff runs`) stays until it is begun again or discarded, for `HANDOFF_KEEP_DAYS` at most.

- A request: workspace, channel, thread and user ids, ticket keys, what was asked for, the query of a digest that is being
  set, and a sealed `response_url` that is worth nothing after 30 minutes.
- A step: its name and its outcome, as ids, numbers and names of errors. No ticket text, no message text.

## Only in memory

Who reads a channel (5 minutes), who a person is in Slack and whether they may see a ticket (10 minutes and 1 minute),
whole tickets while they are read and judged. Logs and metrics hold ids and names from the code.
"""


def page() -> str:
    """The page's text."""
    return "".join([HEAD, *(_section(metadata.tables[name]) for name in HELD), ENGINE])


def _section(table: Table) -> str:
    """A column whose name says what it is is only listed."""
    held, told = HELD[table.name], {column.name: _what(table, column) for column in table.columns}
    plain = ", ".join(f"`{name}`" for name, what in told.items() if not what)
    lines = [
        f"\n## `{table.name}`\n",
        f"What for: {held.why}. Kept: {held.until.replace('HANDOFF_KEEP_DAYS', '`HANDOFF_KEEP_DAYS`')}.\n",
        *(f"- `{name}`: {what}" for name, what in told.items() if what),
        *([f"- {plain}"] if plain else []),
    ]
    return "\n".join([*lines, ""])


def _what(table: Table, column: Column[object]) -> str:
    held = HELD[table.name]
    if column.name in held.words:
        return f"**words**: {held.words[column.name]}"
    if column.name in held.people:
        return "Slack id of a person" + (f"; {column.comment}" if column.comment else "")
    return column.comment or ""

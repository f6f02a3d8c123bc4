"""docs/reference/data.md, made from the tables and the inventory of what they are for."""

from __future__ import annotations

from sqlalchemy import Column, Table

import bot.store  # noqa: F401 - it imports every table
from bot.store.privacy.inventory import HELD
from bot.store.tables import metadata

HEAD = """\
# What is kept

The bot keeps what it needs to keep its messages true and to say what changed: ids, verdicts, and a ticket's own words
only as the short evidence that a card shows. Whole tickets, comments, messages, names and e-mail addresses are read, used
and forgotten. Tokens stay in the environment. A test holds this page to the tables, and another starts the bot with
marked secrets and marked tickets and looks for the marks in every file, log and answer.

- **Where.** Two SQLite files in `HANDOFF_DATA`, `handoff.db` and `engine.db`, or one Postgres database
  (`HANDOFF_DATABASE_URL`) with the engine's tables in the schema `dbos`. Nothing is sent to a third party.
- **How long.** `HANDOFF_KEEP_DAYS` (400 unless set) for what ages; once an hour what is older goes. On SQLite what is
  deleted is overwritten; in the logs beside the two files (`-wal`) an older state of it may stand until they are written
  over. `handoff data delete` empties these at once.
- **Take it along or delete it.** `handoff data export` and `handoff data delete`, each with `--workspace`, `--channel` or
  `--person`. Deleting a person takes the rows that are about them alone, and takes their id out of those that others need,
  as a waiver. What the bot posted to Slack or wrote to Jira is theirs, and stays.
- **Who did what.** `handoff audit` lists who changed settings, waived gaps, wrote to Jira, exported or deleted data.
- **Sealed** columns hold nothing that can be read without a key of `HANDOFF_KEYS` (`handoff keys rotate` changes it).
"""
ENGINE = """
## The engine

One row a request and one a step of it, for 7 days at most (less with a smaller `HANDOFF_KEEP_DAYS`), so that an event
which Slack or Jira sends twice is one request, and one that a crash cut off is taken up again. A request that was given up
(`handoff runs`) stays until it is begun again or discarded, for `HANDOFF_KEEP_DAYS` at most.

- A request: workspace, channel, thread and user ids, ticket keys, what was asked for, the query of a digest that is being
  set, and a sealed `response_url` that is worth nothing after 30 minutes.
- A step: its name and what it came to, as ids, numbers and names of errors. No ticket text, no message text.

## In memory alone

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

"""`handoff data`: what is kept, to take along, to delete or to back up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy import URL

    from bot.settings import Settings
    from bot.store.privacy.scope import Scope


@click.group("data")
def command() -> None:
    """Export or delete what is kept about a workspace, a channel or a person; back up everything.

    All three are named by Slack's ids. What is kept, why and for how long: docs/reference/data.md.
    """


def _scoped(function: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option("--workspace", metavar="ID", default="", help="A workspace or organisation, such as T0123ABCD."),
        click.option("--channel", metavar="ID", default="", help="A channel, such as C0123ABCD."),
        click.option("--person", metavar="ID", default="", help="A person, such as U0123ABCD."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@command.command("export", short_help="Print everything kept, one JSON object per line.")
@_scoped
def export(workspace: str, channel: str, person: str) -> None:
    """Print everything kept, one JSON object per line, each with its table.

    With a channel or a person, a workspace narrows it down. Export before you delete.
    """
    import asyncio

    from bot.commands.parts.settings import database_or_exit, settings_or_exit
    from bot.engine.rows import check_engine

    scope, settings = _scope(workspace, channel, person), settings_or_exit()
    with database_or_exit(settings, also=check_engine) as url:
        asyncio.run(_export(settings, url, scope))


@command.command("delete")
@_scoped
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def delete(workspace: str, channel: str, person: str, yes: bool) -> None:
    """Delete everything kept. It cannot be undone; messages in Slack and comments in Jira stay.

    Rows that are only about a person are deleted; rows that others need, such as a waiver, stay without the person's id.
    Requests that are under way are left to finish, and counted: run the command again afterwards.
    """
    import asyncio

    from bot.commands.parts.settings import database_or_exit, settings_or_exit
    from bot.engine.rows import check_engine

    scope = _scope(workspace, channel, person)
    with database_or_exit(settings_or_exit(), also=check_engine) as url:
        if not yes:
            click.confirm(f"Delete what is kept of {_named(scope)}? It cannot be undone.", abort=True)
        lines = asyncio.run(_delete(url, scope))
    for line in lines:
        click.echo(line)


@command.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Copy the database to FOLDER, which must not exist yet. The bot can keep running.

    This copies the SQLite files in HANDOFF_DATA, including work under way; back up Postgres with its own pg_dump. No
    backup contains the keys. How to restore one: docs/how-to/run.md.
    """
    from bot.commands.parts.backing_up import back_up_or_exit
    from bot.commands.parts.settings import settings_or_exit

    size = back_up_or_exit(settings_or_exit(), folder)
    click.echo(f"Backed up to {folder}, {size:,} bytes. The keys are not in it: keep a copy of them elsewhere.")


def _scope(workspace: str, channel: str, person: str) -> Scope:
    from bot.commands.parts.options import refuse
    from bot.store.privacy.scope import Scope

    try:
        return Scope(workspace, channel, person)
    except ValueError:
        refuse(
            "Name a workspace, a channel or a person by its id: --workspace, --channel or --person. A workspace beside a channel or "
            "person narrows it."
        )


def _named(scope: Scope) -> str:
    what = f"channel {scope.channel}" if scope.channel else f"person {scope.person}" if scope.person else "all"
    return f"{what} in workspace {scope.workspace}" if scope.workspace else what


async def _export(settings: Settings, url: URL, scope: Scope) -> None:
    import asyncio
    import json
    from datetime import UTC, datetime

    from bot.engine.past import Past
    from bot.seal import Seal
    from bot.store.privacy.erasing import export as rows
    from bot.store.privacy.erasing import note_export
    from bot.store.sql.database import connect

    def line(table: str, row: dict[str, Any]) -> None:
        click.echo(json.dumps({"table": table, **row}, default=str))

    token = settings.slack_bot_token
    seal = Seal.of(settings.own_keys, token.get_secret_value() if token else "")
    engine, past = connect(url), await asyncio.to_thread(Past, url)
    try:
        async for table, row in rows(engine, scope, seal):
            line(table, row)
        for run in await asyncio.to_thread(lambda: list(past.naming(_ids(scope)))):
            line("runs", run)
        await note_export(engine, scope, datetime.now(UTC))
    finally:
        await engine.dispose()
        await asyncio.to_thread(past.close)


async def _delete(url: URL, scope: Scope) -> list[str]:
    import asyncio
    from datetime import UTC, datetime

    from bot.engine.past import Past
    from bot.store.privacy.erasing import erase
    from bot.store.sql.database import connect

    engine, past = connect(url), await asyncio.to_thread(Past, url)
    try:
        done = await erase(engine, scope, datetime.now(UTC))
        ended, under_way = await asyncio.to_thread(past.delete, _ids(scope))
    finally:
        await engine.dispose()
        await asyncio.to_thread(past.close)
    lines = [f"{rows:>8}  {table}" for table, rows in sorted((done | {"runs": ended}).items()) if rows]
    if under_way:
        lines.append(f"{under_way} requests are still under way. Run this again in a minute.")
    return lines or ["Nothing was kept."]


def _ids(scope: Scope) -> tuple[str, ...]:
    return tuple(part for part in (scope.workspace, scope.channel, scope.person) if part)

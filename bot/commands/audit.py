"""`handoff audit`: who changed settings, waived, wrote to Jira, exported or deleted data."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import URL

    from bot.store.audits import Audit


@click.command("audit")
@click.option("--workspace", metavar="ID", help="Only this workspace, such as T0123ABCD.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="From this day on, in UTC.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="At most this many lines.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(workspace: str | None, since: datetime | None, limit: int, form: str) -> None:
    """List who did what that affects others, newest first.

    People, channels and tickets are named by their ids. A line without a person is what the bot did by
    itself, as its settings say, or what the operator did at the command line.
    """
    import asyncio
    import json
    from dataclasses import asdict

    from bot.commands.parts.settings import database_or_exit, settings_or_exit

    with database_or_exit(settings_or_exit()) as url:
        lines = asyncio.run(_read(url, workspace, since, limit))
    for line in lines:
        click.echo(json.dumps(asdict(line), default=str) if form == "json" else _plain(line))
    if not lines:
        click.echo("Nothing is on record for what you asked.", err=True)


async def _read(url: URL, workspace: str | None, since: datetime | None, limit: int) -> tuple[Audit, ...]:
    from datetime import UTC

    from bot.store.audits import AuditStore
    from bot.store.sql.database import connect

    engine = connect(url)
    try:
        start = since.replace(tzinfo=UTC) if since else None
        return await AuditStore(engine).latest(workspace, since=start, limit=limit)
    finally:
        await engine.dispose()


def _plain(line: Audit) -> str:
    ticket = f"{line.site} {line.issue_id}" if line.issue_id else ""
    told = (line.workspace, line.user or "-", line.act, line.channel, ticket, line.about)
    return "  ".join([f"{line.at:%Y-%m-%d %H:%M:%S}", *(part for part in told if part)])

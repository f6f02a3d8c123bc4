"""`handoff doctor`: try everything the bot depends on, and say the cure of what fails."""

from __future__ import annotations

import click


@click.command("doctor")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(form: str) -> None:
    """Check every setting, token, scope and address. Exit 1 when anything fails, 2 when settings are missing or wrong."""
    import asyncio

    from bot import logs
    from bot.commands.settings import settings_or_exit
    from bot.doctor.examination import examine
    from bot.doctor.result import as_json, as_text, exit_status

    settings = settings_or_exit(need=("slack", "jira"))
    logs.configure("text", "error")
    results = asyncio.run(examine(settings))
    click.echo(as_json(results) if form == "json" else as_text(results))
    raise click.exceptions.Exit(exit_status(results))

"""`handoff migrate`: the database at this version."""

from __future__ import annotations

import click


@click.command("migrate")
def command() -> None:
    """Bring the database to this version. `serve` does it by itself; processes take turns."""
    from bot.app import migrate
    from bot.commands.parts.settings import in_words, settings_or_exit
    from bot.telemetry import logs

    settings = settings_or_exit()
    logs.configure(settings.log_format, settings.log_level)
    with in_words(settings):
        migrate(settings)
    click.echo("The database is at this version.")

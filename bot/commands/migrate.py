"""`handoff migrate`: the database brought to this version. `serve` does it too."""

from __future__ import annotations

import click


@click.command("migrate")
def command() -> None:
    """Bring the database to this version. Processes that race wait for each other."""
    from bot.app import migrate
    from bot.commands.settings import or_exit, settings_or_exit

    settings = settings_or_exit()
    or_exit(lambda: migrate(settings))
    click.echo("The database is at this version.")

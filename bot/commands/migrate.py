"""`handoff migrate`: the database at this version."""

from __future__ import annotations

import click


@click.command("migrate")
def command() -> None:
    """Bring the database to this version. `serve` does it by itself; processes take turns."""
    from bot.app import migrate
    from bot.commands.options import refuse
    from bot.commands.settings import settings_or_exit, told
    from bot.errors import SettingsError

    try:
        migrate(settings_or_exit())
    except SettingsError as error:
        refuse(told(error))
    click.echo("The database is at this version.")

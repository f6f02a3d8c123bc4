"""`handoff migrate`: the database at this version."""

from __future__ import annotations

import click


@click.command("migrate")
@click.option("--restored", is_flag=True, help="The database comes from a backup: before the bot is started on it.")
def command(restored: bool) -> None:
    """Bring the database to this version. `serve` does it by itself; processes take turns.

    A backup has requests that were under way and have ended since, which it cannot know. With --restored, what they say is
    looked for in Slack before it is said again.
    """
    from bot.app import after_restore, migrate
    from bot.commands.parts.settings import exit_on_errors, settings_or_exit
    from bot.telemetry import logs

    settings = settings_or_exit()
    logs.configure(settings.log_format, settings.log_level)
    with exit_on_errors(settings):
        migrate(settings)
        under_way = after_restore(settings) if restored else 0
    click.echo("The database is at this version.")
    if restored:
        click.echo(f"Requests that were under way at the backup: {under_way}. They go on when the bot is started.")

"""`handoff migrate`: the database at this version."""

from __future__ import annotations

import click


@click.command("migrate")
@click.option(
    "--restored", is_flag=True, help="The database comes from a backup; run this before the bot is started on it."
)
def command(restored: bool) -> None:
    """Upgrade the database to this version. `serve` does this by itself; processes take turns.

    A backup contains requests that were under way then and may have finished since. With --restored, the bot looks in
    Slack for what they post before it posts it again.
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

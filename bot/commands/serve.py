"""`handoff serve`: the bot, web and worker in one process."""

from __future__ import annotations

import click


@click.command("serve")
@click.option(
    "--socket/--http",
    default=None,
    help="How Slack reaches the bot. Default: Socket Mode when SLACK_APP_TOKEN is set, else HTTP.",
)
def command(socket: bool | None) -> None:
    """Run the bot until it is told to stop. As many processes as wanted may share one Postgres database."""
    import asyncio

    from bot import logs
    from bot.app import build
    from bot.commands.settings import or_exit, settings_or_exit

    settings = settings_or_exit(need=("slack", "jira"))
    logs.configure(settings.log_format, settings.log_level)
    app = or_exit(lambda: build(settings, socket=socket))
    raise click.exceptions.Exit(or_exit(lambda: asyncio.run(app.run())))

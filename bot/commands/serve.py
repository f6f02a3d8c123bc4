"""`handoff serve`: the bot, web and worker in one process."""

from __future__ import annotations

import click


@click.command("serve")
@click.option("--socket", "transport", flag_value="socket", help="Reach Slack by Socket Mode, whatever is set.")
@click.option("--http", "transport", flag_value="http", help="Let Slack reach the bot over HTTP, whatever is set.")
def command(transport: str | None) -> None:
    """Run the bot until it is told to stop.

    With an app token (SLACK_APP_TOKEN) it uses Socket Mode, else HTTP. The database is brought to this version first. As
    many processes as wanted may share one Postgres.
    """
    import asyncio

    from bot.app import build
    from bot.commands.parts.arenas import few_arenas
    from bot.commands.parts.ending import leave_at_once
    from bot.commands.parts.settings import exit_on_errors, settings_or_exit
    from bot.process import run
    from bot.telemetry import logs

    settings = settings_or_exit(need=("slack", "jira"))
    few_arenas()
    logs.configure(settings.log_format, settings.log_level)
    with exit_on_errors(settings):
        app = build(settings, socket=None if transport is None else transport == "socket")

        async def to_its_end() -> None:
            leave_at_once(await run(app))

        asyncio.run(to_its_end())

"""`handoff serve`: the bot, web and worker in one process."""

from __future__ import annotations

import click


@click.command("serve")
@click.option("--socket", "transport", flag_value="socket", help="Use Socket Mode, whatever the settings say.")
@click.option(
    "--http", "transport", flag_value="http", help="Let Slack reach the bot over HTTP, whatever the settings say."
)
def command(transport: str | None) -> None:
    """Run the bot until it is told to stop.

    With an app token (SLACK_APP_TOKEN) it uses Socket Mode, else HTTP. It upgrades the database to this version first. Any
    number of processes can share one Postgres database.
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

"""`handoff doctor`: what works, what does not, and the cure."""

from __future__ import annotations

import sys

import click


@click.command("doctor")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(form: str) -> None:
    """Check every setting, token, scope, permission and address, and say how to fix each failure.

    The exit code is 2 if settings are missing or wrong, 1 if anything else fails, else 0.
    """
    import asyncio

    from bot.commands.parts.settings import settings_or_exit
    from bot.doctor.examination import examine
    from bot.doctor.result import as_json, as_text, exit_status
    from bot.telemetry import logs

    settings = settings_or_exit(need=("slack", "jira"))
    logs.configure("text", "error")
    results = asyncio.run(examine(settings))
    click.echo(as_json(results) if form == "json" else as_text(results))
    sys.exit(exit_status(results))

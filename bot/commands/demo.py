"""`handoff demo`: the whole bot against a small Slack and Jira on this machine."""

from __future__ import annotations

import click


@click.command("demo")
@click.option("--port", default=8765, show_default=True, help="Where the page is; a free port when this one is busy.")
@click.option("--open", "browse", is_flag=True, help="Open the page in your browser.")
def command(port: int, browse: bool) -> None:
    """Try the bot without Slack, Jira or any setting: a page to type in, tickets to edit, the real bot behind it."""
    import asyncio

    from bot.sandbox import demo

    raise click.exceptions.Exit(asyncio.run(demo.run(port=port, browse=browse)))

"""`handoff demo`: the whole bot against a small Slack and Jira on this machine."""

from __future__ import annotations

import sys

import click


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The page's port.")
@click.option("--browse", is_flag=True, help="Open the page in a browser.")
def command(port: int, browse: bool) -> None:
    """Start the bot with its own small Slack and small Jira, and a page to type in.

    No setup is needed, and nothing leaves this machine.
    """
    import asyncio

    from bot.sandbox.demo import run

    sys.exit(asyncio.run(run(port=port, browse=browse, say=click.echo)))

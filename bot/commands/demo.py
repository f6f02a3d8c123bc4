"""`handoff demo`: the whole bot against a small Slack and Jira on this machine."""

from __future__ import annotations

import sys

import click


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port of the page.")
@click.option("--browse", is_flag=True, help="Open the page in a browser.")
def command(port: int, browse: bool) -> None:
    """Start the bot against a small Slack and a small Jira of its own, with a page to type in.

    Nothing has to be set up, and nothing leaves this machine.
    """
    import asyncio

    from bot.sandbox.demo import run

    sys.exit(asyncio.run(run(port=port, browse=browse, say=click.echo)))

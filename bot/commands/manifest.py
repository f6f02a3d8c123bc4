"""`handoff manifest`: the Slack app's manifest, to paste where Slack asks for one."""

from __future__ import annotations

import click


@click.command("manifest")
@click.option("--url", help="The bot's public https address. Without it: the Socket Mode form, which needs none.")
def command(url: str | None) -> None:
    """Print the app manifest: for HTTP with --url, else for Socket Mode."""
    from bot.commands.options import refuse
    from bot.setting_values import web_address
    from bot.slack.manifest import manifest_text

    try:
        address = web_address(url) if url is not None else None
    except ValueError as error:
        refuse(f"--url {error}. Give the address that reaches this bot, for example https://handoff.example.com.")
    click.echo(manifest_text(address), nl=False)

"""`handoff manifest`: the Slack app, to paste at api.slack.com/apps."""

from __future__ import annotations

import click


@click.command("manifest")
@click.option("--url", metavar="URL", help="Public https address of the bot. Without it: the manifest for Socket Mode.")
def command(url: str | None) -> None:
    """Print the Slack app manifest."""
    from bot.commands.options import refuse
    from bot.slack.manifest import manifest_text

    if url is not None and not url.startswith("https://"):
        refuse(f"{url} is not an https address. Slack calls only https, for example https://handoff.example.com.")
    click.echo(manifest_text(url), nl=False)

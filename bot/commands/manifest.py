"""`handoff manifest`: the Slack app, to paste at api.slack.com/apps."""

from __future__ import annotations

import click


@click.command("manifest")
@click.option("--url", metavar="URL", help="Public https address of the bot. Without it: the manifest for Socket Mode.")
@click.option(
    "--many", is_flag=True, help="For many workspaces or a whole organisation, installed by OAuth; needs --url."
)
def command(url: str | None, many: bool) -> None:
    """Print the Slack app manifest.

    With --many tokens rotate, which Slack does not let an app switch off again: keep to one workspace without it.
    """
    from bot.commands.options import refuse
    from bot.slack.manifest import manifest_text

    if url is not None and not url.startswith("https://"):
        refuse(f"{url} is not an https address. Slack calls only https, for example https://handoff.example.com.")
    if many and url is None:
        refuse("Many workspaces need an address that Slack sends people back to. Add --url.")
    click.echo(manifest_text(url, many=many), nl=False)

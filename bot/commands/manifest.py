"""`handoff manifest`: the Slack app, to paste at api.slack.com/apps."""

from __future__ import annotations

import click


@click.command("manifest")
@click.option("--url", metavar="URL", help="The bot's public https address. Without it: the manifest for Socket Mode.")
@click.option(
    "--many", is_flag=True, help="For many workspaces or a whole organisation, installed by OAuth; needs --url."
)
@click.option("--workflow-step", is_flag=True, help="Add a Workflow Builder step that checks a ticket (paid plans).")
@click.option(
    "--unfurl",
    metavar="HOST",
    multiple=True,
    help="Show verdicts below links to this host, such as Jira's; repeatable.",
)
def command(url: str | None, many: bool, workflow_step: bool, unfurl: tuple[str, ...]) -> None:
    """Print the Slack app manifest.

    With --many, tokens rotate, and Slack does not let an app switch that off again: leave it out for a single workspace.
    """
    from bot.commands.parts.options import refuse
    from bot.slack.manifest import manifest_text
    from bot.slack.manifest_variants import varied

    if url is not None and not url.startswith("https://"):
        refuse(f"{url} is not an https address. Slack calls only https, for example https://handoff.example.com.")
    if many and url is None:
        refuse("Many workspaces need an address that Slack sends people back to. Add --url.")
    try:
        text = varied(manifest_text(url, many=many), step=workflow_step, hosts=unfurl)
    except ValueError as error:
        refuse(str(error))
    click.echo(text, nl=False)

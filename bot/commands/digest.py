"""`handoff digest`: a channel's digest, now."""

from __future__ import annotations

import click


@click.command("digest")
@click.option("--channel", required=True, metavar="ID", help="The channel's Slack id, such as C0123ABCD.")
@click.option("--now", is_flag=True, required=True, help="Post it now instead of when it is due.")
def command(channel: str, now: bool) -> None:
    """Post a channel's digest now.

    The channel must have a digest, set with `/handoff digest mon 09:00 Europe/Helsinki` in Slack. One that has already
    been posted for this date is not posted again.
    """
    import asyncio

    from bot.app import build
    from bot.commands.parts.options import refuse
    from bot.commands.parts.settings import exit_on_errors, settings_or_exit
    from bot.errors import SlackError
    from bot.telemetry import logs

    settings = settings_or_exit(need=("slack", "jira"))
    logs.configure(settings.log_format, settings.log_level)
    try:
        with exit_on_errors(settings):
            posted = asyncio.run(build(settings).post_digest(channel))
    except SlackError as error:
        refuse(f"Slack could not be asked ({error.error}). `handoff doctor` says what is missing, and the cure.")
    if posted == "not_set":
        refuse(f"{channel} has no digest set. Type `/handoff digest mon 09:00 Europe/Helsinki` there first.")
    if posted == "not_made":
        refuse(
            f"The digest of {channel} could not be made. `/handoff digest now` typed there says why; `handoff doctor` "
            "says what is missing in Slack or Jira."
        )
    click.echo(f"The digest of {channel} for today is made.")

"""Options that several commands share, and the exit of a command that cannot go on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn, get_args

import click

from checks.ticket import Receiver

RECEIVERS = get_args(Receiver)

receiver_option = click.option(
    "--receiver", type=click.Choice(RECEIVERS), help="Who is to take the ticket. Default: what the policy says."
)
policy_option = click.option(
    "--policy",
    "policy_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge by this policy file. Default: the project's file in the folder HANDOFF_POLICIES, else the built-in policy.",
)
limit_option = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="At most this many tickets of a JQL query.",
)


def policy_folder() -> Path | None:
    """The folder of policies that the environment names, else `.env`. Read here without the other settings, which cost
    start-up; ends the command where `.env` cannot be read."""
    name = "HANDOFF_POLICIES"
    folder = os.environ[name] if name in os.environ else _from_dotenv(name)
    return Path(folder) if folder and folder.strip() else None


def _from_dotenv(name: str) -> str | None:
    """A variable as `.env` has it, read as the settings read it."""
    if not Path(".env").is_file():
        return None
    from dotenv import dotenv_values

    try:
        return dotenv_values(".env").get(name)
    except UnicodeDecodeError:
        refuse(".env is not UTF-8 text. Save it as UTF-8, as `iconv` and any editor can.")
    except OSError:
        refuse(".env cannot be read. Let the user who runs this read it.")


def refuse(message: str) -> NoReturn:
    """End with exit code 2 and a message of what is wrong and what to do."""
    from bot.commands.parts.fitting import fitted

    click.echo(fitted(message, err=True), err=True)
    raise click.exceptions.Exit(2)

"""The `handoff` command. A subcommand is imported when it is named, so that `check` starts without the bot."""

from __future__ import annotations

import os
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import click

from bot.commands.parts.ending import leave, open_missing_streams, orderly_exit

COMMANDS = {
    "check": "judge tickets and print the verdicts",
    "explain": "print a rule's page",
    "rules": "list the rules",
    "policy": "check a policy file, or show which settings apply to a project",
    "backtest": "what a policy would have said about past tickets",
    "assess": "whether a project can hand work to outsiders today, on one page",
    "trends": "how long tickets take to become ready, and how many came back, per project and rule",
    "brief": "a ticket's hand-off brief, for whoever receives it",
    "demo": "the whole bot against a small Slack and Jira on this machine",
    "serve": "run the bot",
    "digest": "post a channel's digest now",
    "doctor": "check every setting, token, scope and address, and say how to fix what fails",
    "runs": "list requests that are under way, failed or given up; restart or discard one",
    "data": "export or delete what is kept about a workspace, channel or person; back up everything",
    "audit": "who changed settings, waived gaps, wrote to Jira, exported or deleted data",
    "jira": "connect each workspace of a bot installed in many to its own Jira",
    "keys": "make and change the keys that seal stored secrets",
    "migrate": "upgrade the database to this version",
    "manifest": "print the Slack app manifest for HTTP",
}
"""Each subcommand lives in `bot.commands` under its name; the words are its line in `handoff --help`."""


class Lazy(click.Group):
    """A group that imports a subcommand only to run it or to print its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in COMMANDS:
            near = get_close_matches(cmd_name, COMMANDS, n=1)
            ctx.fail(f"There is no command `{cmd_name}`." + (f" Did you mean `{near[0]}`?" if near else ""))
        return cast(click.Command, import_module(f"bot.commands.{cmd_name}").command)

    def __call__(self, *args: Any, **extra: Any) -> Any:
        """As the whole work of a process."""
        open_missing_streams()
        _with_a_home()
        _without_netrc()
        try:
            return super().__call__(*args, **extra)
        except SystemExit as end:
            leave(end.code)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with orderly_exit():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with orderly_exit():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _with_a_home() -> None:
    """A user without an entry in the password database, such as a systemd unit's dynamic user, has no home folder,
    and Slack's library asks for one when it is imported."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = os.sep


def _without_netrc() -> None:
    """Libraries that read proxies from the environment read `~/.netrc` too, and a password there would replace our
    tokens."""
    os.environ["NETRC"] = os.devnull


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="handoff-readiness", message="handoff %(version)s")
def main() -> None:
    """Say whether a ticket can be handed to someone outside its codebase, and what is missing.

    `handoff check FILE` judges a ticket on this machine; `handoff demo` shows the whole bot; `handoff serve` runs it.
    """

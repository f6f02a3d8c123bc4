"""`handoff brief`: the hand-off brief of a ticket as Markdown, for its receiver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.parts.options import policy_folder, policy_option, receiver_option, refuse

if TYPE_CHECKING:
    from bot.commands.parts.judging import Judging
    from checks.ticket import Receiver, Ticket


@click.command("brief")
@click.argument("source", metavar="SOURCE")
@receiver_option
@policy_option
def command(source: str, receiver: Receiver | None, policy_file: Path | None) -> None:
    """Print a ticket's hand-off brief: why, where, contracts, done, out of scope, access, contact, open risks.

    SOURCE is a Jira key or URL (which needs the Jira settings), a file with one Jira issue or with Markdown, or - for
    standard input. Each line says where in the ticket it comes from; secrets and personal data are masked; for an agent,
    the ticket's words are fenced as data.
    """
    from bot.commands.parts.judging import judging
    from bot.render.reports.brief import brief_markdown
    from bot.reports.brief import brief_of

    judge = judging(policy_file, policy_folder(), receiver)
    ticket = _ticket(source, judge)
    click.echo(brief_markdown(brief_of(ticket, judge.ticket(ticket))), nl=False)


def _ticket(source: str, judge: Judging) -> Ticket:
    """The one ticket of the source; ends the command when there is none."""
    from bot.commands.parts.sources import STDIN, is_file, opened, read

    if source != STDIN and not is_file(source):
        from bot.commands.parts.fetching import fetch

        fetched = fetch(source, judge.criteria_fields)
        return refuse(fetched) if isinstance(fetched, str) else fetched
    with opened(source) as stream:
        issue = next(read(stream, source, "auto"), None)
    if issue is None:
        refuse(f"{source}: there is no ticket in it. Name a file of one Jira issue or of Markdown.")
    return refuse(issue.error) if issue.error else judge.read(issue)

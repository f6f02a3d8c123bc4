"""`handoff assess`: whether a project is in a position to hand work to outsiders, on one page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bot.commands.parts.options import limit_option, policy_folder, policy_option, receiver_option, refuse
from bot.commands.parts.past import day_option

if TYPE_CHECKING:
    from datetime import datetime

    from checks.ticket import Receiver


@click.command("assess")
@click.argument("source", metavar="JQL|FILE")
@receiver_option
@policy_option
@limit_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="html is a single file, pictures included, that loads nothing else.",
)
@day_option("--before", "Also say which tickets were ready as they stood at the end of this day (UTC).")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the page to this file. Default: standard output.",
)
def command(
    source: str,
    receiver: Receiver | None,
    policy_file: Path | None,
    limit: int,
    form: Literal["markdown", "html"],
    at: datetime | None,
    output: Path | None,
) -> None:
    """Say whether this project can hand work to outsiders today.

    FILE holds Jira issues as JSON or JSON lines, or is - for standard input, and is judged offline; a JQL query goes to
    the configured Jira. The page answers for each kind of work and receiver, names the gaps that recur and the three
    habits to build first, with what each would have changed, and lists tickets to copy from and the tickets that cost
    most. Where projects have their own policies, the first ticket's policy says who is to take the work. With --before,
    earlier texts come from Jira's changelog; for a FILE, from the changelog in each issue (expand=changelog).
    """
    from datetime import date

    from bot.commands.parts.assessing import Panel
    from bot.commands.parts.each_ticket import each_ticket
    from bot.commands.parts.judging import judging
    from bot.commands.parts.sources import STDIN, is_file
    from bot.render.reports.assessment import assessment
    from bot.render.reports.report import report_html, report_markdown
    from bot.reports.assess import assess

    if output:
        _writable(output)
    panel = Panel(judging(policy_file, policy_folder(), receiver), at)
    offline = source == STDIN or is_file(source)
    about = "standard input" if source == STDIN else Path(source).name if offline else source
    judged = each_ticket(
        source, limit, at, panel.criteria_fields, issue=panel.issue, ticket=panel.ticket, then=panel.ticket
    )
    found = assess(judged, since=at.date() if at else None)
    if not found.overall.total:
        unread = f" Lines or issues that could not be read: {found.unread}." if found.unread else ""
        refuse((f"There is no ticket in {about}." if offline else f"Jira finds no ticket for {about}.") + unread)
    report = assessment(found, about=about, day=date.today())  # noqa: DTZ011 - the day here
    page = report_html(report) if form == "html" else report_markdown(report)
    if output:
        _write(page, output)
    else:
        click.echo(page, nl=False)


def _writable(output: Path) -> None:
    """Ends the command where a file cannot be made, before the tickets are judged for it."""
    if not output.parent.is_dir():
        refuse(f"{output} cannot be written: there is no folder {output.parent}. Nothing was judged.")
    if not output.exists() and not os.access(output.parent, os.W_OK | os.X_OK):
        refuse(f"{output} cannot be written: you may not write to {output.parent}. Nothing was judged.")


def _write(page: str, output: Path) -> None:
    try:
        output.write_text(page, "utf-8")
    except OSError as fault:
        refuse(f"{output} cannot be written: {fault.strerror}.")
    click.echo(f"Written to {output}.", err=True)

"""`handoff rules`: the catalogue."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from bot.commands.parts.fitting import fitted
from bot.commands.parts.options import RECEIVERS

if TYPE_CHECKING:
    from checks.rule import Rule


@click.command("rules")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--stats", is_flag=True, help="Show how often people called each rule's gap wrong, or accepted it.")
@click.option("--project", metavar="KEY", help="With --stats: for this project only.")
@click.option("--restore", metavar="KEY:CODE", help="Let a rule that was demoted in a project count again there.")
def command(form: str, stats: bool, project: str | None, restore: str | None) -> None:
    """List the rules with their usual severity for each receiver."""
    import json

    from bot.commands.parts import rule_stats
    from bot.commands.parts.options import refuse

    if project is not None and not stats:
        raise click.UsageError("--project goes with --stats. What holds for a project: handoff policy show KEY.")
    if restore is not None:
        if not rule_stats.restore(restore):
            refuse(f"{restore} is not demoted. `handoff rules --stats` shows what is.")
        click.echo(f"{restore} counts again.")
        return
    if stats:
        rule_stats.show(project, form)
        return

    from checks.catalogue import rules
    from checks.page import page_of

    if form == "json":
        click.echo(json.dumps([page_of(rule).as_json() for rule in rules()], indent=2))
        return
    click.echo(fitted("\n".join(_table(rules(), below=sys.stdout.isatty()))))


def _table(listed: Iterable[Rule], *, below: bool) -> Iterator[str]:
    """A line for each rule under the receivers' names, its summary at the end or, for a terminal, `below`."""
    yield f"{'code':<6}  {'rule':<26}  {'  '.join(f'{receiver:<10}' for receiver in RECEIVERS)}".rstrip()
    for rule in listed:
        severities = "  ".join(f"{rule.severity[receiver]:<10}" for receiver in RECEIVERS)
        line = f"{rule.code:<6}  {rule.name:<26}  {severities}"
        yield f"{line.rstrip()}\n        {rule.summary}" if below else f"{line}  {rule.summary}"

"""`handoff rules`: the catalogue."""

from __future__ import annotations

import click


@click.command("rules")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(form: str) -> None:
    """List the rules with their severity for each receiver."""
    import json

    from checks.catalogue import rules
    from checks.page import page_of

    if form == "json":
        click.echo(json.dumps([page_of(rule).as_json() for rule in rules()], indent=2))
        return
    for rule in rules():
        severities = "/".join(dict.fromkeys(rule.severity.values()))
        click.echo(f"{rule.code}  {rule.name:<26}  {severities:<22}  {rule.summary}")

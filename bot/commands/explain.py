"""`handoff explain`: the page of a rule."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def command(code: str, form: str) -> None:
    """Print what a rule checks, why it matters and how to close its gap.

    CODE is a rule's code or name, such as CTX101 or missing-problem.
    """
    import json

    from bot.commands.parts.fitting import fitted
    from bot.commands.parts.options import refuse
    from checks.catalogue import find, nearest
    from checks.page import WRITERS, page_of

    rule = find(code)
    if rule is None:
        near = nearest(code)
        refuse(f"There is no rule {code}. " + (f"Did you mean {near}?" if near else "handoff rules lists them."))
    page = page_of(rule)
    written = json.dumps(page.as_json(), indent=2) if form == "json" else WRITERS[form](page)
    click.echo(fitted(written) if form == "text" else written)

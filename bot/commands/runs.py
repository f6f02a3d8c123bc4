"""`handoff runs`: requests that are under way, failed or were given up; and giving one up another chance."""

from __future__ import annotations

import click


@click.command("runs")
@click.option("--replay", metavar="ID", help="Begin this buried run again.")
def command(replay: str | None) -> None:
    """List the runs that have not ended, or not well.

    A run is one request of one person. One that took ten processes down with it is buried, so that it does not take
    another; begin it again once its cause is mended. A failed run ended in an error whose reference is in the log.
    """
    from bot.commands.options import refuse
    from bot.commands.settings import database_or_exit, settings_or_exit
    from bot.engine.ledger import Ledger

    with Ledger(database_or_exit(settings_or_exit())) as ledger:
        if replay is None:
            for run in ledger.runs("waiting", "working", "buried", "failed"):
                click.echo(f"{run.begun_at:%Y-%m-%d %H:%M:%S}  {run.state:<7}  {run.id}")
        elif ledger.replay(replay):
            click.echo("It begins again in whichever process of `handoff serve` is free.")
        else:
            refuse("No buried run has this id. `handoff runs` lists those there are.")

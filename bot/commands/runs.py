"""`handoff runs`: requests that are under way, failed or were given up; one that was given up is begun again, or put away."""

from __future__ import annotations

import click


@click.command("runs")
@click.option("--replay", metavar="ID", help="Begin this buried run again.")
@click.option("--discard", metavar="ID", help="Discard this buried run: it is no longer listed or counted.")
def command(replay: str | None, discard: str | None) -> None:
    """List the runs that have not ended, or have ended badly.

    A run is one request from one person. A run that has brought down ten processes is buried, so that it does not bring
    down another; begin it again once the cause is fixed, or discard it. A failed run ended in an error whose reference is
    in the log.
    """
    from bot.commands.parts.options import refuse
    from bot.commands.parts.settings import database_or_exit, settings_or_exit
    from bot.engine.ledger import Ledger
    from bot.engine.rows import check_engine

    if replay is not None and discard is not None:
        refuse("Begin a run again or discard it: one of the two.")
    with database_or_exit(settings_or_exit(), also=check_engine) as url, Ledger(url) as ledger:
        if replay is None and discard is None:
            listed = ledger.runs("waiting", "working", "buried", "failed")
            for run in listed:
                click.echo(f"{run.begun_at:%Y-%m-%d %H:%M:%S}  {run.state:<7}  {run.id}")
            if not listed:
                click.echo("Every run has ended well.", err=True)
        elif replay is not None and ledger.replay(replay):
            click.echo("It begins again in whichever process of `handoff serve` is free.")
        elif discard is not None and ledger.discard(discard):
            click.echo("It is put away.")
        else:
            refuse("No buried run has this id. `handoff runs` lists those there are.")

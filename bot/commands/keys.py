"""`handoff keys`: the keys that seal what is kept at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import URL

    from bot.settings import Settings
    from bot.store.privacy.resealing import Resealed


@click.group("keys")
def command() -> None:
    """Make and change the keys that seal stored secrets.

    To change the key: put a new one before the old in HANDOFF_KEYS or the key file, restart `handoff serve`, run `handoff keys
    rotate`, and remove the old one an hour later, when no request sealed with it is still under way.
    """


@command.command("new")
def new() -> None:
    """Print a new key. It is not stored anywhere."""
    from bot.seal import new_key

    click.echo(new_key())


@command.command("rotate")
def rotate() -> None:
    """Seal everything stored again, with the newest key.

    The bot can keep running. The exit code is 1 if something is sealed with a key that was not given.
    """
    import asyncio

    from bot.commands.parts.options import refuse
    from bot.commands.parts.settings import database_or_exit, settings_or_exit

    settings = settings_or_exit()
    if not settings.own_keys:
        refuse("There is no key to seal with. Set HANDOFF_KEYS or HANDOFF_KEYS_FILE; `handoff keys new` makes one.")
    with database_or_exit(settings) as url:
        done = asyncio.run(_rotate(settings, url))
    click.echo(f"Sealed again: {done.renewed}. Already sealed with the newest key: {done.fresh}.")
    if done.lost:
        click.echo(f"Sealed with a key that is not given: {done.lost}. Add that key at the end and run this again.")
        raise click.exceptions.Exit(1)


async def _rotate(settings: Settings, url: URL) -> Resealed:
    from bot.seal import Seal
    from bot.store.privacy.resealing import reseal
    from bot.store.sql.database import connect

    token = settings.slack_bot_token
    engine = connect(url)
    try:
        return await reseal(engine, Seal.of(settings.own_keys, token.get_secret_value() if token else ""))
    finally:
        await engine.dispose()

"""Settings for a command: they are read, or the command ends and says how to fix each problem."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.commands.parts.options import refuse
from bot.errors import SettingsError

if TYPE_CHECKING:
    from sqlalchemy import URL

    from bot.settings import Need, Settings


def settings_or_exit(*, need: Collection[Need] = (), **given: Any) -> Settings:
    """The settings of the environment and `.env`. Exit code 2 when one is missing or wrong."""
    from bot.settings import load

    try:
        return load(need=need, **given)
    except SettingsError as error:
        refuse(problems_text(error))


@contextmanager
def database_or_exit(settings: Settings, *, also: Callable[[URL], None] | None = None) -> Iterator[URL]:
    """The bot's database, for as long as the command works with it. Exit code 2 unless it exists at this version,
    keeps answering, and `also` finds nothing wrong with it."""
    from bot.store.migrate import check
    from bot.wiring.opening import database_of

    with exit_on_errors(settings):
        with database_of(settings) as url:
            check(url)
            if also is not None:
                also(url)
        with _muted("dbos"):
            yield url


@contextmanager
def _muted(library: str) -> Iterator[None]:
    """Mute a library's log of an error that it also raises, so that it is not reported twice."""
    logger = logging.getLogger(library)
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def exit_on_errors(settings: Settings) -> Iterator[None]:
    """Ends the command with exit code 2 where settings are wrong, or the database goes down."""
    from bot.wiring.opening import DATABASE_ERRORS, gone

    try:
        yield
    except SettingsError as error:
        refuse(problems_text(error))
    except DATABASE_ERRORS as error:
        refuse(problems_text(gone(settings, error), "The command stopped in the middle. Fix this, then run it again:"))


def problems_text(error: SettingsError, head: str = "This has to be fixed first:") -> str:
    """Each problem with its cure below it."""
    lines = [f"{problem}\n    {cure}" for problem, cure in error.problems]
    return "\n".join([head, *(f"  {line}" for line in lines)])

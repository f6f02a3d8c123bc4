"""Settings for a command: read, or the command ends naming each problem and its cure."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from bot.commands.options import refuse
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
        refuse(told(error))


def database_or_exit(settings: Settings, *, also: Callable[[URL], None] | None = None) -> URL:
    """Where these settings keep the bot's rows. Exit code 2 unless there is a database at this version, it answers, and
    `also` finds nothing wrong with it."""
    from bot.opening import database_of
    from bot.store.migrate import check

    try:
        with database_of(settings) as url:
            check(url)
            if also is not None:
                also(url)
    except SettingsError as error:
        refuse(told(error))
    return url


def told(error: SettingsError) -> str:
    """Each problem with its cure below it."""
    lines = [f"{problem}\n    {cure}" for problem, cure in error.problems]
    return "\n".join(["This must be mended first:", *(f"  {line}" for line in lines)])

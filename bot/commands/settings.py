"""The settings of a command that runs the bot, or exit 2 with each problem and its cure."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from bot.commands.options import refuse
from bot.errors import SettingsError
from bot.settings import Need, Settings, load

T = TypeVar("T")


def settings_or_exit(need: Collection[Need] = ()) -> Settings:
    return or_exit(lambda: load(need=need))


def or_exit(work: Callable[[], T]) -> T:
    """What `work` gives; where settings or the schema stand in its way, exit 2."""
    try:
        return work()
    except SettingsError as error:
        refuse("\n".join(f"{problem}\n    {cure}" for problem, cure in error.problems))

"""Copies the databases of these settings to a folder, or ends the command and says why not."""

from __future__ import annotations

import os
from pathlib import Path

from bot.commands.parts.options import refuse
from bot.commands.parts.settings import exit_on_errors
from bot.engine.rows import engine_url
from bot.settings import Settings
from bot.store.migrate import revision
from bot.store.sql.backup import UnsoundError, back_up
from bot.wiring.opening import RESTORE, database

ENGINE = "Move it away: it holds what is under way alone, and the next start makes a new one."


def back_up_or_exit(settings: Settings, folder: Path) -> int:
    """The size of the copy, in bytes. The database may be of any version, because one should be backed up before its
    upgrade."""
    if settings.database_url is not None:
        refuse("The rows are in Postgres. Back it up with its own tool: pg_dump --format=custom --file=FILE ADDRESS.")
    url = database(settings)
    rows, engine = (Path(one.database or "") for one in (url, engine_url(url)))
    try:
        with exit_on_errors(settings):
            if revision(url) is None:
                refuse(f"There is no database of the bot in {settings.data}. HANDOFF_DATA says where it is.")
            # The engine's first: what it holds as done stands in the other. What it holds as to be done may stand there too.
            back_up([engine, rows] if engine.exists() else [rows], folder)
    except FileExistsError:
        refuse(f"{folder} already exists and was left as it is. Name another folder.")
    except UnsoundError as unsound:
        cure = ENGINE if unsound.args == (engine.name,) else RESTORE
        refuse(f"{unsound} in {settings.data} is damaged; nothing was written to {folder}. {cure}")
    except OSError as fault:
        refuse(
            f"{folder} cannot be written: {os.strerror(fault.errno or 0)}. Name a folder where there is room for it."
        )
    return sum(file.stat().st_size for file in folder.iterdir())

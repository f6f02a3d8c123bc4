"""The database of these settings copied to a file, or the command ends saying why not."""

from __future__ import annotations

import os
from pathlib import Path

from bot.commands.parts.options import refuse
from bot.commands.parts.settings import in_words
from bot.settings import Settings
from bot.store.backup import UnsoundError, back_up
from bot.store.migrate import revision
from bot.wiring.opening import RESTORE, database


def back_up_or_exit(settings: Settings, copy: Path) -> int:
    """The size of the copy, in bytes. A database of any version is taken, as one should be before its upgrade."""
    if settings.database_url is not None:
        refuse("The rows are in Postgres. Back it up with its own tool: pg_dump --format=custom --file=FILE ADDRESS.")
    url = database(settings)
    try:
        with in_words(settings):
            if revision(url) is None:
                refuse(f"There is no database of the bot in {settings.data}. HANDOFF_DATA says where it is.")
            back_up(Path(url.database or ""), copy)
    except FileExistsError:
        refuse(f"{copy} is there already, and stays as it is. Name another file.")
    except UnsoundError:
        refuse(f"The database in {settings.data} is damaged; nothing was written to {copy}. {RESTORE}")
    except OSError as fault:
        refuse(f"{copy} cannot be written: {os.strerror(fault.errno or 0)}. Name a file in a folder with room for it.")
    return copy.stat().st_size

"""The durable engine: a run is committed before it is acknowledged and ends once, whichever process dies in between.

The only package that knows DBOS. Its traps, each with what is done about it here, are in `docs/decisions/0002-engine.md`.
"""

from bot.engine.engine import Engine
from bot.engine.restored import mark_restored
from bot.engine.rows import migrate_engine

__all__ = ["Engine", "mark_restored", "migrate_engine"]

"""The stored verdicts and hand-offs as histories of tickets, one at a time. Blocking: for a command."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from bot.reports.trends import Handed, History, Said
from bot.store.tables import verdicts
from bot.store.tables.conversation import handoffs

ROWS = 1000
COLUMNS = (
    verdicts.c.workspace,
    verdicts.c.site,
    verdicts.c.issue_id,
    verdicts.c.receiver,
    verdicts.c.project,
    verdicts.c.judged_at,
    verdicts.c.decision,
    verdicts.c.weighty,
    verdicts.c.gaps,
)


def histories(connection: Connection, since: datetime, project: str = "") -> Iterator[History]:
    """Every ticket with a verdict since a moment. What retention deleted is not there."""
    handed = _handed(connection, since)
    asked = select(*COLUMNS).where(verdicts.c.judged_at >= since)
    if project:
        asked = asked.where(verdicts.c.project == project)
    ordered = asked.order_by(*COLUMNS[:4], verdicts.c.judged_at, verdicts.c.id)
    rows = connection.execute(ordered.execution_options(yield_per=ROWS)).mappings()
    for ticket, verdicts_of in groupby(rows, key=lambda row: tuple(row[column.name] for column in COLUMNS[:4])):
        listed = list(verdicts_of)
        yield History(listed[-1]["project"], tuple(map(_said, listed)), tuple(handed[ticket]))


def _said(row: Any) -> Said:
    return Said(row["judged_at"], row["decision"], tuple(row["gaps"] if row["weighty"] is None else row["weighty"]))


def _handed(connection: Connection, since: datetime) -> defaultdict[tuple[str, ...], list[Handed]]:
    found: defaultdict[tuple[str, ...], list[Handed]] = defaultdict(list)
    for row in connection.execute(select(handoffs).where(handoffs.c.at >= since).order_by(handoffs.c.at)).mappings():
        came_back = row["asked_at"] is not None or row["reopened_at"] is not None
        ticket = (row["workspace"], row["site"], row["issue_id"], row["receiver"])
        found[ticket].append(Handed(row["at"], row["decision"] == "ready", came_back))
    return found
